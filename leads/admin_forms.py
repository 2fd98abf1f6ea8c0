"""The forms for gifts and for the business in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise, StrPromise
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminSelectWidget,
)

from leads.media import store_media
from leads.models import Business, ChecklistItem, LeadMagnet, MediaFile
from quizzes.wording import KeyedForm, LabelledForm, SpokenForm

COUNTRIES = (
    ("AT", _("Austria")),
    ("AU", _("Australia")),
    ("BE", _("Belgium")),
    ("BR", _("Brazil")),
    ("CA", _("Canada")),
    ("CH", _("Switzerland")),
    ("CZ", _("Czechia")),
    ("DE", _("Germany")),
    ("DK", _("Denmark")),
    ("ES", _("Spain")),
    ("FI", _("Finland")),
    ("FR", _("France")),
    ("GB", _("United Kingdom")),
    ("IE", _("Ireland")),
    ("IN", _("India")),
    ("IT", _("Italy")),
    ("LU", _("Luxembourg")),
    ("MX", _("Mexico")),
    ("NL", _("Netherlands")),
    ("NO", _("Norway")),
    ("NZ", _("New Zealand")),
    ("PL", _("Poland")),
    ("PT", _("Portugal")),
    ("SE", _("Sweden")),
    ("SG", _("Singapore")),
    ("US", _("United States")),
    ("ZA", _("South Africa")),
)


class UploadForm(forms.ModelForm[Any]):  # Any: gifts and the business have files alike
    """File fields that store what was chosen as MediaFile rows.

    `uploads` maps an upload field to (column, allowed endings). The admin sets `now`.
    """

    uploads: dict[str, tuple[str, tuple[str, ...]]] = {}
    now: datetime

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (column, _endings) in self.uploads.items():
            stored: MediaFile | None = getattr(self.instance, column)
            if name in self.fields and stored is not None:
                field = self.fields[name]
                field.help_text = gettext("Now: %(file)s. Choosing a file replaces it.") % {
                    "file": _sized(stored)
                }

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            # Nothing is kept of a form that will be shown again.
            return cleaned
        for name, (column, endings) in self.uploads.items():
            chosen = cleaned.get(name)
            if isinstance(chosen, UploadedFile):
                self._take(name, column, chosen, endings)
        return cleaned

    def _take(
        self, name: str, column: str, chosen: UploadedFile[bytes], endings: tuple[str, ...]
    ) -> None:
        title = chosen.name or "file"
        if not title.lower().endswith(endings):
            self.add_error(
                name,
                gettext("Choose a file that ends with one of these: %(endings)s.")
                % {"endings": ", ".join(endings)},
            )
            return
        try:
            stored = store_media(content=chosen, name=title, now=self.now)
        except ValueError as error:
            self.add_error(name, str(error))
            return
        setattr(self.instance, column, stored)


def _sized(stored: MediaFile) -> str:
    size = stored.size / 1024
    if size > 1024:
        number = number_format(size / 1024, 1)
        return gettext("%(name)s, %(size)s MB") % {"name": stored.name, "size": number}
    return gettext("%(name)s, %(size)s KB") % {"name": stored.name, "size": round(size)}


def _file(label: StrPromise, help_text: StrPromise, accept: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        help_text=help_text,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": accept}),
    )


class GiftForm(UploadForm, SpokenForm[LeadMagnet]):
    spoken_fields = ("body", "transcript")
    words = {
        "title": (_("Title"), _("Say what it solves: Seven habits that keep the money you earn.")),
        "problem": (_("Problem"), _("The one certain problem it takes up.")),
        "promise": (_("Promise"), _("What the person has afterwards.")),
        "minutes": (_("Minutes it takes"), _("Be honest. Three is good, ten is a lot.")),
        "seconds": (_("Length in seconds"), ""),
        "body": (_("Text"), _("Short paragraphs. A line that begins with ## is a heading.")),
        "transcript": (_("Transcript"), _("Every word of the video, for people who rather read.")),
    }
    uploads = {
        "new_video": ("video", (".mp4", ".webm")),
        "new_captions": ("captions", (".vtt",)),
        "new_poster": ("poster", (".jpg", ".jpeg", ".png", ".webp")),
    }

    new_video = _file(
        _("Video file"), _("MP4 or WebM. Up to three minutes work best."), ".mp4,.webm"
    )
    new_captions = _file(
        _("Captions"), _("A WebVTT file (.vtt). Most people watch without sound."), ".vtt"
    )
    new_poster = _file(
        _("Still picture"),
        _("JPEG, PNG or WebP. Shown before the video starts."),
        ".jpg,.jpeg,.png,.webp",
    )


class ItemForm(KeyedForm[ChecklistItem]):
    words = {"text": (_("Line"), ""), "help": (_("Why, or how"), "")}
    key_parent, key_source = "magnet", "text"


class BusinessForm(UploadForm, LabelledForm[Business]):
    words = {
        "name": (_("Business"), _("Stands on every page and in every mail.")),
        "person": (_("Your name"), _("People trust a face and a name.")),
        "role": (_("Role"), _("For example: bookkeeper")),
        "sender_name": (_("Sender name"), _("Mails come from this name.")),
        "sender_email": (_("Sender address"), _("Mails come from this address.")),
        "postal_address": (
            _("Postal address"),
            _("Stands at the foot of every mail; the law asks for it."),
        ),
        "reply_to": (_("Answers go to"), _("Empty: to the address above.")),
        "privacy_url": (
            _("Privacy page"),
            _("The address of your own page, or write the text below."),
        ),
        "privacy_text": (
            _("Privacy text"),
            _("What you keep, what for, how long, and whom to ask."),
        ),
        "imprint_url": (
            _("Imprint page"),
            _("The address of your own page, or write the text below."),
        ),
        "imprint_text": (_("Imprint text"), _("Who is responsible, and how to reach them.")),
    }
    uploads = {"new_face": ("face", (".jpg", ".jpeg", ".png", ".webp"))}

    new_face = _file(
        _("Your picture"),
        _("JPEG, PNG or WebP. A friendly face, looking at the reader."),
        "image/*",
    )
    country = forms.ChoiceField(
        label=_("Country"),
        widget=UnfoldAdminSelectWidget,
        help_text=_("Where your business sits: its rules apply."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        widget=UnfoldAdminSelect2Widget,
        help_text=_("Mails keep to office hours of this place."),
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = {zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone}
        self._offer(
            "time_zone", [(zone, zone.replace("_", " ")) for zone in sorted(zones | {"UTC"})]
        )
        self._offer("country", list(COUNTRIES))

    def _offer(self, name: str, choices: list[tuple[str, StrOrPromise]]) -> None:
        """What stands in the row is always among the choices, wherever it came from."""
        field, now = self.fields[name], self.initial.get(name)
        assert isinstance(field, forms.ChoiceField)
        if now and now not in dict(choices):
            choices = [*choices, (now, now)]
        field.choices = choices
