"""How a document looks and what it says first, written into rows. importing.py calls it."""

from __future__ import annotations

from collections.abc import Mapping

from funnel.document import HookDoc, ShareDoc, ThemeDoc
from funnel.models import Funnel, SourceHook, Theme
from funnel.portable.matching import match_rows
from leads.models import MediaFile
from quizzes.document import ImageDoc

_PLAIN = ("accent", "accent_dark", "background", "background_dark", "font", "corner")
Files = Mapping[str, MediaFile]


def write_theme(theme: Theme, document: ThemeDoc, files: Files) -> None:
    """Fills the row; saving is the caller's."""
    for name in _PLAIN:
        setattr(theme, name, getattr(document, name))
    theme.logo, theme.logo_alt = _picture(document.logo, files)
    theme.picture, theme.picture_alt = _picture(document.picture, files)


def write_share(funnel: Funnel, document: ShareDoc, files: Files) -> None:
    """Fills the row; saving is the caller's."""
    funnel.share_title, funnel.share_text = document.title, document.text
    funnel.share_picture, funnel.share_picture_alt = _picture(document.image, files)


def write_source_hooks(funnel: Funnel, document: HookDoc) -> None:
    rows = SourceHook.objects.filter(funnel=funnel)
    match_rows(rows, [each.model_dump() for each in document.by_source], {"funnel": funnel})


def _picture(image: ImageDoc | None, files: Files) -> tuple[MediaFile | None, str]:
    return (files[image.path], image.alt) if image else (None, "")
