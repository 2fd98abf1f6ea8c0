"""Pictures in forms of this floor and the roof: a field whose value is a row of MediaFile.

Declare `PictureField()` under the name of a foreign key to MediaFile and let the form inherit
PictureForm; the admin sets `now` on the class. The questions of a quiz know hashes only and use
the same widget through MediaShelf.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone

from leads.media import cut_media, find_media, store_upload
from leads.models import MediaFile
from quizzes.wording.picturing import Box, Chosen
from quizzes.wording.picturing import PictureField as HashField
from quizzes.wording.picturing import PictureWidget as HashWidget


@dataclass(frozen=True, slots=True)
class MediaShelf:
    """The files of leads.media, for the picture field of quizzes."""

    now: datetime

    def keep(self, file: UploadedFile[bytes]) -> str:
        return store_upload(content=file, name=file.name or "picture", now=self.now).sha256

    def cut(self, sha256: str, box: Box) -> str:
        return cut_media(media=find_media({sha256})[sha256], box=box, now=self.now).sha256

    def address(self, sha256: str) -> str:
        return reverse("admin:leads_picture", args=[sha256])

    def choosing(self) -> str:
        return reverse("admin:leads_pictures")

    def holds(self, sha256: str) -> bool:
        return bool(sha256) and sha256 in find_media({sha256})


class PictureWidget(HashWidget):
    """Takes the id of a row, too, as a form of the row's model has it."""

    # Any: how Django types what a widget may be given.
    def format_value(self, value: Any) -> Chosen:
        if isinstance(value, Chosen):
            return value
        row = value if isinstance(value, MediaFile) else None
        if row is None and value:
            row = MediaFile.objects.filter(pk=value).first()
        return Chosen(sha256=row.sha256, alt=row.alt) if row else Chosen()

    # Any: as format_value().
    def render(self, name: str, value: Any, *rest: Any, **named: Any) -> Any:
        return super().render(name, self.format_value(value), *rest, **named)


class PictureField(HashField):
    """A picture that is a foreign key: its value is the MediaFile or None.

    With `asks_alt` the field also asks what the picture shows and keeps it with the file; leave
    it out where the model has a column of its own for that.
    """

    widget = PictureWidget

    # Any: the options of Django's Field.
    def __init__(
        self, *, asks_alt: bool = False, shapes: tuple[str, ...] = (), **options: Any
    ) -> None:
        super().__init__(**{"required": False, **options})
        # The stubs know the widget's class only, where Django puts an object.
        widget = cast("PictureWidget", self.widget)
        widget.asks_alt = asks_alt
        widget.shapes = (*shapes, *widget.shapes)
        widget.shelf = MediaShelf(timezone.now())

    # Any: Django hands over what the widget read; a row is what a model form wants back.
    def clean(self, value: Any) -> Any:
        sha256 = super().clean(value)
        row = find_media({sha256}).get(sha256) if sha256 else None
        if row is not None and isinstance(value, Chosen) and value.alt and row.alt != value.alt:
            row.alt = value.alt
            row.save(update_fields=["alt"])
        return row

    # Any: as clean().
    def has_changed(self, initial: Any, data: Any) -> bool:
        before = PictureWidget().format_value(initial)
        is_other = super().has_changed(before.sha256, data)
        return is_other or (isinstance(data, Chosen) and data.alt != before.alt)


class PictureForm(forms.ModelForm[Any]):  # Any: any model with pictures
    """Gives its picture fields the moment of this request; the admin sets `now`."""

    now: datetime

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, PictureWidget):
                field.widget.shelf = MediaShelf(getattr(self, "now", None) or timezone.now())
