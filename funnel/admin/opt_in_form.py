"""The forms of the gate in the admin: its words, and the fields people fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from funnel.models import OptIn, OptInField
from nurture.admin_forms import places
from quizzes.keys import free_key
from quizzes.wording import LabelledForm, SpokenForm

CONTACTS = (OptInField.Kind.EMAIL, OptInField.Kind.PHONE)


class OptInForm(SpokenForm[OptIn]):
    spoken_fields = (
        "title",
        "body",
        "mail_subject",
        "mail_preheader",
        "mail_body",
        "mail_button_label",
    )
    words = {
        "title": (_("Headline"), _("What they get for their address.")),
        "body": (_("Below it"), _("What arrives, how often, and how to stop.")),
        "button": (_("Words on the button"), _("Say what follows: Send me my result.")),
        "is_skippable": (_("People may skip it"), _("An equal, friendly way on.")),
        "skip_label": (_("Words for skipping"), _("Plain, never shaming.")),
        "marketing": (
            _("Words beside the box"),
            _("Exactly these words are kept as their agreement."),
        ),
        "mail_subject": (_("Subject"), _("What they asked for, so that they recognise it.")),
        "mail_preheader": (
            _("Line after the subject"),
            _("Mail programs show it beside the subject."),
        ),
        "mail_body": (_("Text"), _("Gives what was promised, at once.")),
        "mail_button_label": (_("Words on the button"), ""),
    }

    mail_button_target = forms.ChoiceField(
        label=_("The button leads to"), widget=UnfoldAdminSelectWidget, choices=places({})
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target = self.fields["mail_button_target"]
        assert isinstance(target, forms.ChoiceField)
        target.choices = places(dict(self.vocabulary.steps))


class FieldForm(LabelledForm[OptInField]):
    """One field; those of the marketer's own get their key from the words beside them."""

    words = {
        "kind": (_("What it asks for"), ""),
        "label": (_("Words beside it"), _("Empty: the usual word, like E-mail.")),
        "is_required": (_("Needed"), ""),
    }

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == OptInField.Kind.TEXT and not cleaned.get("label"):
            self.add_error("label", _("Write what this field asks for: How large is your team?"))
        return cleaned

    def save(self, commit: bool = True) -> OptInField:
        """The key is made once and stays when the words change; a new field stands last."""
        row = self.instance
        if row._state.adding:
            last = row.opt_in.fields.aggregate(last=Max("position"))["last"]
            row.position = 0 if last is None else last + 1
        if row.kind != OptInField.Kind.TEXT:
            row.key = ""
        elif not row.key:
            taken = set(row.opt_in.fields.exclude(pk=row.pk).values_list("key", flat=True))
            row.key = free_key(row.label, taken=taken, fallback="field")
        return super().save(commit)


class FieldFormSet(forms.BaseInlineFormSet[OptInField, OptIn, forms.ModelForm[OptInField]]):
    def clean(self) -> None:
        super().clean()
        kinds = [
            str(form.cleaned_data.get("kind", ""))
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        asked = [kind for kind in kinds if kind != OptInField.Kind.TEXT]
        if len(asked) != len(set(asked)):
            raise forms.ValidationError(_("The same is asked for twice. Keep one of the two."))
        if not set(kinds) & set(CONTACTS):
            raise forms.ValidationError(
                _("Ask for an address or a phone number: else nobody can be reached.")
            )
