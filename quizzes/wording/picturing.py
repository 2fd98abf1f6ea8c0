"""The part of a form that takes a picture: chosen, dropped, pasted, cut, or one already there.

Files are rows of a higher floor, which hands a Shelf down that keeps and shows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.wording import LabelledForm, M

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
# What a phone's camera makes. Visitors are given a light one, whatever its size.
MOST_BYTES = 20 * 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_NUMBER = re.compile(r"\d(\.\d{1,6})?\Z", re.ASCII)
_LEAST = 0.02

# Left, top, width and height of a part, each from 0 to 1.
Box = tuple[float, float, float, float]


class Shelf(Protocol):
    def keep(self, file: UploadedFile[bytes]) -> str:
        """The hash of the stored content. Raises ValueError with a sentence for the person."""

    def cut(self, sha256: str, box: Box) -> str:
        """The hash of that part of a stored picture. Raises ValueError as keep() does."""

    def address(self, sha256: str) -> str:
        """Where the picture can be looked at; asks no database."""

    def choosing(self) -> str:
        """Where the pictures that stand already are listed."""

    def holds(self, sha256: str) -> bool: ...


class NoShelf:
    """Where no roof stands above: nothing is kept and nothing shown."""

    def keep(self, file: UploadedFile[bytes]) -> str:  # noqa: ARG002  # a Shelf's
        raise ValueError(_("Pictures cannot be kept here."))

    def cut(self, sha256: str, box: Box) -> str:  # noqa: ARG002  # a Shelf's
        return sha256

    def address(self, sha256: str) -> str:  # noqa: ARG002  # a Shelf's
        return ""

    def choosing(self) -> str:
        return ""

    def holds(self, sha256: str) -> bool:  # noqa: ARG002  # a Shelf's
        return False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What came in: a new file, the hash of one that stands, a part of it, or the wish to drop it.

    `alt` says what it shows, where the field itself asks for that.
    """

    file: UploadedFile[bytes] | None = None
    sha256: str = ""
    is_gone: bool = False
    box: Box | None = None
    alt: str = ""


class PictureWidget(forms.Widget):
    """`asks_alt` where no other field of the form asks what the picture shows."""

    needs_multipart_form = True
    shelf: Shelf = NoShelf()
    asks_alt = False
    # Widths by heights to cut to, as they are said.
    shapes: tuple[str, ...] = ("16:9", "4:3", "1:1")

    @property
    def media(self) -> forms.Media:
        script = Script("js/pictures.js", type="module")
        return forms.Media(
            css={"all": ["css/pictures.css"]},
            js=[script],  # type: ignore[list-item]  # the stubs do not know Django 5.2's scripts
        )

    # Any: how Django types what a widget may be given.
    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002  # Django's signature
    ) -> SafeString:
        chosen = value if isinstance(value, Chosen) else Chosen(sha256=str(value or ""))
        context = {
            "name": name,
            "attrs": attrs or {},
            "sha256": chosen.sha256,
            "alt": chosen.alt,
            "asks_alt": self.asks_alt,
            "address": self.shelf.address(chosen.sha256) if _HASH.match(chosen.sha256) else "",
            "choosing": self.shelf.choosing(),
            "shapes": [(said, _ratio(said)) for said in self.shapes],
            "accept": ",".join(ENDINGS),
            "most": MOST_BYTES,
        }
        return render_to_string("funnel_admin/_picture.html", context)

    # Any: what a form was sent, which Django types as a mapping of anything.
    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Chosen:
        sha256 = str(data.get(f"{name}_kept", ""))
        return Chosen(
            file=files.get(name),
            sha256=sha256 if _HASH.match(sha256) else "",
            is_gone=bool(data.get(f"{name}_gone")),
            box=read_box(str(data.get(f"{name}_cut", ""))),
            alt=str(data.get(f"{name}_alt", "")).strip()[:300] if self.asks_alt else "",
        )

    # Any: as value_from_datadict().
    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}_kept" not in data and name not in files


def _ratio(said: str) -> str:
    width, height = said.split(":")
    return f"{float(width) / float(height):.4f}"


def read_box(text: str) -> Box | None:
    """Four numbers with spaces between; None for anything else and for the whole picture."""
    parts = text.split(" ")
    if len(parts) != 4 or not all(_NUMBER.match(part) for part in parts):
        return None
    left, top, width, height = (float(part) for part in parts)
    is_inside = left + width <= 1.001 and top + height <= 1.001
    is_part = min(width, height) >= _LEAST and (width < 0.999 or height < 0.999)
    return (left, top, width, height) if is_inside and is_part else None


class PictureField(forms.Field):
    """Keeps a file as soon as it came in, so that another error of the form does not lose it.

    Its value is the hash of the stored picture, '' for none.
    """

    widget = PictureWidget
    kept: Chosen | None = None

    # Any: Django hands over what the widget read.
    def clean(self, value: Any) -> str:
        chosen = value if isinstance(value, Chosen) else Chosen()
        sha256 = "" if chosen.is_gone else self._stored(chosen)
        self.kept = Chosen(sha256=sha256, alt=chosen.alt)
        if self.required and not sha256:
            raise forms.ValidationError(_("Choose a picture."))
        return sha256

    def _stored(self, chosen: Chosen) -> str:
        try:
            if chosen.file is not None:
                sha256 = self._shelf.keep(_checked(chosen.file))
            else:
                sha256 = chosen.sha256 if self._shelf.holds(chosen.sha256) else ""
            return self._shelf.cut(sha256, chosen.box) if sha256 and chosen.box else sha256
        except ValueError as error:
            # What stood before stays where the new one was refused.
            self.kept = Chosen(sha256=chosen.sha256, alt=chosen.alt)
            raise forms.ValidationError(str(error)) from error

    # Any: as clean().
    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002  # Django's signature
        return self.kept or data

    # Any: as clean().
    def has_changed(self, initial: Any, data: Any) -> bool:
        if not isinstance(data, Chosen):
            return False
        is_new = data.is_gone or data.file is not None or data.box is not None
        return is_new or data.sha256 != (initial or "")

    @property
    def _shelf(self) -> Shelf:
        # The stubs know the widget's class only, where Django puts an object.
        return cast("PictureWidget", self.widget).shelf


def _checked(file: UploadedFile[bytes]) -> UploadedFile[bytes]:
    name = (file.name or "").lower()
    if not name.endswith(ENDINGS):
        raise ValueError(_("Choose a picture: a JPEG, PNG or WebP file."))
    if (file.size or 0) > MOST_BYTES:
        raise ValueError(_("This picture is larger than 20 MB. Save it smaller."))
    return file


class PicturedForm(LabelledForm[M]):
    """A form with `image` and `image_alt`; the roof sets `shelf` on the class it makes."""

    shelf: Shelf = NoShelf()

    image = PictureField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP. Visitors get a light one."),
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "image" in self.fields:
            widget = self.fields["image"].widget
            assert isinstance(widget, PictureWidget)
            widget.shelf = self.shelf

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("image") and not cleaned.get("image_alt", "").strip():
            self.add_error(
                "image_alt", _("Say what the picture shows, for people who cannot see it.")
            )
        return cleaned


PICTURE_WORDS = {
    "image_alt": (
        gettext_lazy("What the picture shows"),
        gettext_lazy("Read aloud to people who cannot see it. Needed with a picture."),
    )
}
