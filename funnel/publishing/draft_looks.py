"""How a funnel looks and what it says first, as the parts of a document. compile.py calls it."""

from __future__ import annotations

from collections.abc import Mapping

from funnel.models import Funnel, Theme
from funnel.publishing.shape import Plain
from leads.models import MediaFile

_THEME = ("accent", "accent_dark", "background", "background_dark", "font", "corner")


def hook_parts(funnel: Funnel) -> Plain:
    return {
        "text": funnel.hook,
        "reassurance": funnel.reassurance,
        "by_source": [
            {
                "key": each.key,
                "source": each.source,
                "text": each.text,
                "reassurance": each.reassurance,
            }
            for each in funnel.source_hooks.all()
        ],
    }


def theme_parts(theme: Theme, pictures: Mapping[str, str]) -> Plain:
    """`pictures` are paths by hash."""
    return {
        **{name: getattr(theme, name) for name in _THEME},
        "logo": _image(theme.logo, theme.logo_alt, pictures),
        "picture": _image(theme.picture, theme.picture_alt, pictures),
    }


def share_parts(funnel: Funnel, pictures: Mapping[str, str]) -> Plain:
    return {
        "title": funnel.share_title,
        "text": funnel.share_text,
        "image": _image(funnel.share_picture, funnel.share_picture_alt, pictures),
    }


def look_pictures(funnel: Funnel) -> list[MediaFile]:
    found = (funnel.theme.logo, funnel.theme.picture, funnel.share_picture)
    return [media for media in found if media is not None]


def _image(media: MediaFile | None, alt: str, pictures: Mapping[str, str]) -> Plain:
    if media is None:
        return None
    # Without words of its own a picture says what its file was said to show.
    said = alt or media.alt or media.name
    return {"path": pictures[media.sha256], "sha256": media.sha256, "alt": said}
