"""The forms for gifts and for the business in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminSelectWidget,
)

from leads.media import store_media
from leads.models import Business, ChecklistItem, LeadMagnet, MediaFile
from quizzes.wording import KeyedForm, LabelledForm, SpokenForm

COUNTRIES = (
    ("AT", "Austria"),
    ("AU", "Australia"),
    ("BE", "Belgium"),
    ("BR", "Brazil"),
    ("CA", "Canada"),
    ("CH", "Switzerland"),
    ("CZ", "Czechia"),
    ("DE", "Germany"),
    ("DK", "Denmark"),
    ("ES", "Spain"),
    ("FI", "Finland"),
    ("FR", "France"),
    ("GB", "United Kingdom"),
    ("IE", "Ireland"),
    ("IN", "India"),
    ("IT", "Italy"),
    ("LU", "Luxembourg"),
    ("MX", "Mexico"),
    ("NL", "Netherlands"),
    ("NO", "Norway"),
    ("NZ", "New Zealand"),
    ("PL", "Poland"),
    ("PT", "Portugal"),
    ("SE", "Sweden"),
    ("SG", "Singapore"),
    ("US", "United States"),
    ("ZA", "South Africa"),
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
        for name, (column, _) in self.uploads.items():
            stored: MediaFile | None = getattr(self.instance, column)
            if name in self.fields and stored is not None:
                field = self.fields[name]
                field.help_text = f"Now: {_sized(stored)}. Choosing a file replaces it."

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
            self.add_error(name, f"Choose a file that ends with {' or '.join(endings)}.")
            return
        try:
            stored = store_media(content=chosen, name=title, now=self.now)
        except ValueError as error:
            self.add_error(name, str(error))
            return
        setattr(self.instance, column, stored)


def _sized(stored: MediaFile) -> str:
    size = stored.size / 1024
    return (
        f"{stored.name}, {size / 1024:.1f} MB" if size > 1024 else f"{stored.name}, {size:.0f} KB"
    )


def _file(label: str, help_text: str, accept: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        help_text=help_text,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": accept}),
    )


class GiftForm(UploadForm, SpokenForm[LeadMagnet]):
    spoken_fields = ("body", "transcript")
    words = {
        "title": ("Title", "Say what it solves: Seven habits that keep the money you earn."),
        "problem": ("Problem", "The one certain problem it takes up."),
        "promise": ("Promise", "What the person has afterwards."),
        "minutes": ("Minutes it takes", "Be honest. Three is good, ten is a lot."),
        "seconds": ("Length in seconds", ""),
        "body": ("Text", "Short paragraphs. A line that begins with ## is a heading."),
        "transcript": ("Transcript", "Every word of the video, for people who rather read."),
    }
    uploads = {
        "new_video": ("video", (".mp4", ".webm")),
        "new_captions": ("captions", (".vtt",)),
        "new_poster": ("poster", (".jpg", ".jpeg", ".png", ".webp")),
    }

    new_video = _file("Video file", "MP4 or WebM. Up to three minutes work best.", ".mp4,.webm")
    new_captions = _file(
        "Captions", "A WebVTT file (.vtt). Most people watch without sound.", ".vtt"
    )
    new_poster = _file(
        "Still picture",
        "JPEG, PNG or WebP. Shown before the video starts.",
        ".jpg,.jpeg,.png,.webp",
    )


class ItemForm(KeyedForm[ChecklistItem]):
    words = {"text": ("Line", ""), "help": ("Why, or how", "")}
    key_parent, key_source = "magnet", "text"


class BusinessForm(UploadForm, LabelledForm[Business]):
    words = {
        "name": ("Business", "Stands on every page and in every mail."),
        "reply_to": ("Answers go to", "Empty: to the address above."),
        "privacy_url": ("Privacy page", "The address of your own page, or write the text below."),
        "privacy_text": ("Privacy text", "What you keep, what for, how long, and whom to ask."),
        "imprint_url": ("Imprint page", "The address of your own page, or write the text below."),
        "imprint_text": ("Imprint text", "Who is responsible, and how to reach them."),
    }
    uploads = {"new_face": ("face", (".jpg", ".jpeg", ".png", ".webp"))}

    new_face = _file(
        "Your picture", "JPEG, PNG or WebP. A friendly face, looking at the reader.", "image/*"
    )
    country = forms.ChoiceField(
        widget=UnfoldAdminSelectWidget, help_text="Where your business sits: its rules apply."
    )
    time_zone = forms.ChoiceField(
        widget=UnfoldAdminSelect2Widget,
        help_text="Mails keep to office hours of this place.",
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = {zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone}
        self._offer(
            "time_zone", [(zone, zone.replace("_", " ")) for zone in sorted(zones | {"UTC"})]
        )
        self._offer("country", list(COUNTRIES))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What stands in the row is always among the choices, wherever it came from."""
        field, now = self.fields[name], self.initial.get(name)
        assert isinstance(field, forms.ChoiceField)
        if now and now not in dict(choices):
            choices = [*choices, (now, now)]
        field.choices = choices
