"""File fields of forms that keep what was chosen as rows of MediaFile: replace, take away, leave.

Pictures have a field of their own: see leads.picture_forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django_stubs_ext import StrOrPromise
from unfold.widgets import UnfoldAdminFileFieldWidget

from leads.media import store_upload
from leads.models import MediaFile
from leads.picture_forms import PictureForm


@dataclass(frozen=True, slots=True)
class Standing:
    """The file as it stands, as Django's file widget wants to be told of it."""

    row: MediaFile

    @property
    def url(self) -> str:
        return self.row.file.url

    def __str__(self) -> str:
        return sized(self.row)


class FileWidget(UnfoldAdminFileFieldWidget):  # type: ignore[misc]  # unfold ships no types
    """Says name and size of what stands, with a tick to take it away."""

    # Any: how Django types what a widget may be given.
    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002  # Django's signature
    ) -> SafeString:
        return render_to_string("funnel_admin/_file.html", self.get_context(name, value, attrs))


def file_field(
    label: StrOrPromise, help_text: StrOrPromise, endings: tuple[str, ...]
) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        help_text=help_text,
        widget=FileWidget(attrs={"accept": ",".join(endings)}),
    )


class UploadForm(PictureForm):
    """`uploads` maps an upload field to (column, allowed endings). The admin sets `now`."""

    uploads: ClassVar[dict[str, tuple[str, tuple[str, ...]]]] = {}

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (column, _endings) in self.uploads.items():
            stored: MediaFile | None = getattr(self.instance, column)
            if name in self.fields and stored is not None:
                self.initial[name] = Standing(stored)

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
            elif chosen is False:
                # What Django's file field says for a tick at "take it away".
                setattr(self.instance, column, None)
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
            stored = store_upload(content=chosen, name=title, now=self.now)
        except ValueError as error:
            self.add_error(name, str(error))
            return
        setattr(self.instance, column, stored)


def sized(stored: MediaFile) -> str:
    size = stored.size / 1024
    if size > 1024:
        number = number_format(size / 1024, 1)
        return gettext("%(name)s, %(size)s MB") % {"name": stored.name, "size": number}
    return gettext("%(name)s, %(size)s KB") % {"name": stored.name, "size": max(1, round(size))}
