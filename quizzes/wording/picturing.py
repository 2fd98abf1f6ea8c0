"""The part of a form that takes a picture: preview, upload, and its content's hash in the row.

Files are rows of a higher floor; the roof hands a Shelf down that keeps and shows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.wording import LabelledForm, M

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
# Phones load it over a bad network; a picture of this size is already a large one.
MOST_BYTES = 2 * 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}\Z")


class Shelf(Protocol):
    def keep(self, file: UploadedFile[bytes]) -> str:
        """The hash of the stored content. Raises ValueError with a sentence for the person."""

    def address(self, sha256: str) -> str:
        """Where the picture can be looked at; asks no database."""

    def holds(self, sha256: str) -> bool: ...


class NoShelf:
    """Where no roof stands above: nothing is kept and nothing shown."""

    def keep(self, file: UploadedFile[bytes]) -> str:  # noqa: ARG002  # a Shelf's
        raise ValueError(_("Pictures cannot be kept here."))

    def address(self, sha256: str) -> str:  # noqa: ARG002  # a Shelf's
        return ""

    def holds(self, sha256: str) -> bool:  # noqa: ARG002  # a Shelf's
        return False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What came in: a new file, the hash of one that stands, or the wish to take it away."""

    file: UploadedFile[bytes] | None = None
    sha256: str = ""
    is_gone: bool = False


class PictureWidget(forms.Widget):
    needs_multipart_form = True
    shelf: Shelf = NoShelf()

    # Any: how Django types what a widget may be given.
    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002  # Django's signature
    ) -> SafeString:
        sha256 = value.sha256 if isinstance(value, Chosen) else str(value or "")
        context = {
            "name": name,
            "attrs": attrs or {},
            "sha256": sha256,
            "address": self.shelf.address(sha256) if _HASH.match(sha256) else "",
            "accept": ",".join(ENDINGS),
        }
        return render_to_string("funnel_admin/_picture.html", context)

    # Any: what a form was sent, which Django types as a mapping of anything.
    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Chosen:
        sha256 = str(data.get(f"{name}_kept", ""))
        return Chosen(
            file=files.get(name),
            sha256=sha256 if _HASH.match(sha256) else "",
            is_gone=bool(data.get(f"{name}_gone")),
        )

    # Any: as value_from_datadict().
    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}_kept" not in data and name not in files


class PictureField(forms.Field):
    """Keeps a file as soon as it came in, so that another error of the form does not lose it."""

    widget = PictureWidget
    kept: Chosen | None = None

    # Any: Django hands over what the widget read.
    def clean(self, value: Any) -> str:
        chosen = value if isinstance(value, Chosen) else Chosen()
        if chosen.is_gone:
            self.kept = Chosen()
            return ""
        if chosen.file is None:
            return chosen.sha256 if self._shelf.holds(chosen.sha256) else ""
        try:
            sha256 = self._shelf.keep(_checked(chosen.file))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        self.kept = Chosen(sha256=sha256)
        return sha256

    # Any: as clean().
    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002  # Django's signature
        return self.kept or data

    # Any: as clean().
    def has_changed(self, initial: Any, data: Any) -> bool:
        if not isinstance(data, Chosen):
            return False
        return data.is_gone or data.file is not None or data.sha256 != (initial or "")

    @property
    def _shelf(self) -> Shelf:
        # The stubs know the widget's class only, where Django puts an object.
        return cast("PictureWidget", self.widget).shelf


def _checked(file: UploadedFile[bytes]) -> UploadedFile[bytes]:
    name = (file.name or "").lower()
    if not name.endswith(ENDINGS):
        raise ValueError(_("Choose a picture: a JPEG, PNG or WebP file."))
    if (file.size or 0) > MOST_BYTES:
        raise ValueError(
            _("This picture is larger than 2 MB. Save it smaller: 800 pixels wide is plenty.")
        )
    return file


class PicturedForm(LabelledForm[M]):
    """A form with `image` and `image_alt`; the roof sets `shelf` on the class it makes."""

    shelf: Shelf = NoShelf()

    image = PictureField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 2 MB."),
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
