"""One form for each kind of gift, with the fields of that kind only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextInputWidget

from leads.film_lengths import seconds_of
from leads.models import ChecklistItem, LeadMagnet
from leads.picture_forms import PictureField
from leads.upload_forms import UploadForm, file_field
from quizzes.wording import KeyedForm, SpokenForm

FILE_ENDINGS = (".pdf", ".zip", ".mp4", ".jpg", ".jpeg", ".png", ".webp", ".gif")
_FILMS = (".mp4", ".webm")
_LENGTH = re.compile(r"(?:(\d{1,3}):)?(\d{1,4})\Z", re.ASCII)
_LONGEST = 7_200
_ELSEWHERE = re.compile(
    r"https://(?:[\w-]+\.)*(?:youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com)/\S+\Z",
    re.ASCII,
)


class GiftForm(UploadForm, SpokenForm[LeadMagnet]):
    """What every kind says of itself before it is opened."""

    spoken_fields = ("body", "transcript")
    words = {
        "title": (_("Title"), _("Say what it solves: Seven habits that keep the money you earn.")),
        "problem": (_("Problem"), _("The one certain problem it takes up.")),
        "promise": (_("Promise"), _("What the person has afterwards.")),
        "minutes": (_("Minutes it takes"), _("Be honest. Three is good, ten is a lot.")),
        "body": (_("Text"), _("Short paragraphs. A line that begins with ## is a heading.")),
    }

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if not 1 <= minutes <= 120:
            raise forms.ValidationError(_("Write from 1 to 120 minutes."))
        return minutes


class GuideForm(GiftForm):
    uploads = {"new_file": ("file", FILE_ENDINGS)}

    new_file = file_field(
        _("File to take along"),
        _("PDF, ZIP, MP4 or a picture, up to 100 MB. The page above opens first."),
        FILE_ENDINGS,
    )


class VideoForm(GiftForm):
    words = {
        **GiftForm.words,
        "url": (
            _("Address at YouTube or Vimeo"),
            _("Nothing is loaded from there until people press play."),
        ),
        "transcript": (_("Transcript"), _("Every word of the video, for people who rather read.")),
    }
    uploads = {"new_video": ("video", _FILMS), "new_captions": ("captions", (".vtt",))}

    source = forms.ChoiceField(
        label=_("Where the video is"),
        choices=(("file", _("My own file")), ("url", _("At YouTube or Vimeo"))),
        widget=UnfoldAdminRadioSelectWidget,
    )
    new_video = file_field(
        _("Video file"), _("MP4 or WebM. Up to three minutes and 5 MB work best."), _FILMS
    )
    new_captions = file_field(
        _("Captions"), _("A WebVTT file (.vtt). Most people watch without sound."), (".vtt",)
    )
    poster = PictureField(
        label=_("Still picture"),
        help_text=_("Shown before the video starts."),
        asks_alt=True,
    )
    length = forms.CharField(
        label=_("Length"),
        required=False,
        max_length=8,
        widget=UnfoldAdminTextInputWidget(attrs={"class": "points", "placeholder": "2:30"}),
        help_text=_("Minutes and seconds. Empty: read from your file."),
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["source"] = "url" if self.instance.url else "file"
        if self.instance.seconds:
            self.initial["length"] = as_length(self.instance.seconds)

    def clean_length(self) -> int | None:
        """In seconds; None where nothing was written."""
        text: str = self.cleaned_data["length"]
        if not text:
            return None
        found = _LENGTH.match(text)
        seconds = int(found[1] or 0) * 60 + int(found[2]) if found else 0
        if not 1 <= seconds <= _LONGEST or (found and found[1] and int(found[2]) > 59):
            raise forms.ValidationError(_("Write minutes and seconds, like 2:30."))
        return seconds

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        url = str(self.cleaned_data.get("url") or "")
        is_elsewhere = self.cleaned_data.get("source") == "url"
        if is_elsewhere and not _ELSEWHERE.match(url):
            self.add_error("url", _("Paste the https address of the video at YouTube or Vimeo."))
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if is_elsewhere:
            self.instance.video = None
        else:
            cleaned["url"] = ""
        self._set_length(cleaned, is_elsewhere=is_elsewhere)
        return cleaned

    # Any: as clean().
    def _set_length(self, cleaned: Mapping[str, Any], *, is_elsewhere: bool) -> None:
        """A new file tells its own length, unless somebody wrote another one."""
        said, chosen = cleaned.get("length"), cleaned.get("new_video")
        is_new = isinstance(chosen, UploadedFile) and not is_elsewhere
        is_said = "length" in self.changed_data and said
        if is_said or not is_new:
            self.instance.seconds = said or self.instance.seconds
        else:
            self.instance.seconds = seconds_of(chosen) or said or 0
        if not self.instance.seconds and (is_elsewhere or self.instance.video):
            self.add_error("length", _("Write how long the video is, like 2:30."))


class SeriesGiftForm(GiftForm):
    words = {
        **GiftForm.words,
        "body": (
            _("How often, and how to stop"),
            _("One mail each Monday, five in all. Each has a link that ends it."),
        ),
        "button": (_("Button"), _("For example: Yes, send me the five mails")),
        "skip_label": (_("Saying no"), _("An equal button beside it: No, go on without")),
    }


class LinkForm(GiftForm):
    words = {
        **GiftForm.words,
        "body": (_("Text in front"), _("What it is good for, and what to do there first.")),
        "url": (_("Address"), _("It begins with https://.")),
        "button": (_("Button"), _("For example: Open the calculator")),
    }

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.startswith("https://"):
            raise forms.ValidationError(_("Write an address that begins with https://."))
        return url


FORMS: Mapping[str, type[GiftForm]] = {
    LeadMagnet.Kind.GUIDE: GuideForm,
    LeadMagnet.Kind.VIDEO: VideoForm,
    LeadMagnet.Kind.SERIES: SeriesGiftForm,
    LeadMagnet.Kind.LINK: LinkForm,
}


def gift_form(gift: LeadMagnet, *, now: datetime) -> type[GiftForm]:
    """The form of its kind, for this request."""
    return type("GiftForm", (FORMS.get(gift.kind, GiftForm),), {"now": now})


def as_length(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


class ItemForm(KeyedForm[ChecklistItem]):
    words = {"text": (_("Line"), ""), "help": (_("Why, or how"), "")}
    key_parent, key_source = "magnet", "text"
