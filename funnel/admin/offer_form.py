"""The form of an offer: its words, what its button does, and what follows "not now"."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from funnel.models import Offer, Step
from leads.business import business
from leads.phones import PhoneError, read_phone
from quizzes.wording import SpokenForm

_GIFTS = (
    Step.Kind.CHECKLIST,
    Step.Kind.GUIDE,
    Step.Kind.VIDEO,
    Step.Kind.SERIES,
    Step.Kind.LINK,
)
_NEEDS_ADDRESS = (Offer.Action.LINK, Offer.Action.BOOKING)


class OfferForm(SpokenForm[Offer]):
    spoken_fields = (
        *("opening", "headline", "body", "price", "proof", "terms"),
        *("whatsapp_text", "later", "thanks"),
    )
    words = {
        "opening": (_("Their own answer"), _("Stands first. For example: You said that …")),
        "shows_done": (
            _("Say what they already did"),
            _("A short true list: answered, kept, watched."),
        ),
        "headline": (_("Headline"), _("The next logical step, in their words.")),
        "body": (_("What they get"), _("A short list reads best.")),
        "price": (_("Price"), _("Always said. For example: €149, once.")),
        "terms": (_("Terms"), _("One line: what if it does not fit?")),
        "proof": (_("Proof"), _("Somebody real, with a number.")),
        "button": (_("Words on the button"), _("Say what follows and how long it takes.")),
        "action": (_("The button"), ""),
        "url": (
            _("Address"),
            _("It begins with https://. Calendars of Cal.com and Calendly open filled in."),
        ),
        "key_name": (
            _("Name of the key"),
            _("The address gets ?ref=… so that your shop can tell us who bought."),
        ),
        "whatsapp_text": (_("Words in the chat"), _("Already typed when the chat opens.")),
        "not_now": (_("The other button"), _("Plain and equal.")),
        "thanks": (_("What happens next"), _("Shown right after the press.")),
        "later": (_("After “not now”"), _("Empty: we say that their result stays here.")),
        "min_depth": (_("Small yeses before it opens"), _("0: open to everybody at once.")),
    }

    whatsapp = forms.CharField(
        label=_("WhatsApp number"),
        required=False,
        max_length=32,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "tel", "dir": "ltr"}),
        help_text=_("The one people write to."),
    )
    later_step = forms.ChoiceField(
        label=_("Smaller step"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("Proposed after “not now”, if they have come past it and did not take it."),
    )

    class Media:
        js = (forms.Script("js/offer_fields.js", type="module"),)

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["later_step"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("The first one they left"))]
        if self.instance.pk:
            funnels = Step.objects.filter(offer=self.instance).values("funnel")
            gifts = Step.objects.filter(funnel__in=funnels, kind__in=_GIFTS).select_related(
                "magnet"
            )
            field.choices += [(each.key, each.magnet.title) for each in gifts if each.magnet]

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"] or "")
        if url and (urlsplit(url).scheme != "https" or urlsplit(url).username):
            raise forms.ValidationError(
                _("Please write a whole address that begins with https://.")
            )
        return url

    def clean_whatsapp(self) -> str:
        written = str(self.cleaned_data["whatsapp"] or "")
        if not written:
            return ""
        try:
            return read_phone(written, business().country)
        except PhoneError as error:
            raise forms.ValidationError(str(error)) from error

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        action = cleaned.get("action")
        if action in _NEEDS_ADDRESS and not cleaned.get("url") and "url" not in self.errors:
            self.add_error("url", _("Say where the button leads: an address with https://."))
        is_chat = action == Offer.Action.WHATSAPP and "whatsapp" not in self.errors
        if is_chat and not cleaned.get("whatsapp"):
            self.add_error("whatsapp", _("Say the number people write to on WhatsApp."))
        return cleaned
