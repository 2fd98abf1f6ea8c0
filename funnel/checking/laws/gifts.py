"""Gifts keep what they say: a film that can be found, minutes that are true, words that help."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.document import FunnelDocument
from leads.document import GiftDoc, VideoDoc
from leads.films import film_of

# Who promises a minute may talk a little longer.
_LEEWAY_SECONDS = 30


def gift_faults(document: FunnelDocument) -> list[Fault]:
    return [
        fault
        for index, step in enumerate(document.steps)
        if isinstance(gift := getattr(step, "magnet", None), GiftDoc)
        for fault in _of(f"steps[{index}].magnet", gift)
    ]


def _of(path: str, gift: GiftDoc) -> Iterator[Fault]:
    for name, sentence in (
        ("title", _("Give the gift a title.")),
        ("problem", _("Say which one problem this gift takes up.")),
        ("promise", _("Say what people have after this gift.")),
    ):
        if not getattr(gift, name).strip():
            yield Fault(f"{path}.{name}", sentence)
    if isinstance(gift, VideoDoc):
        yield from _of_film(path, gift)


def _of_film(path: str, video: VideoDoc) -> Iterator[Fault]:
    if video.url and film_of(video.url) is None:
        sentence = _(
            "This is no address of a film at YouTube or Vimeo."
            " Open the film there and copy the address of its page."
        )
        yield Fault(f"{path}.url", sentence)
    if video.seconds > 60 * video.minutes + _LEEWAY_SECONDS:
        sentence = _("The film is longer than that. Write %(minutes)s minutes here.")
        yield Fault(f"{path}.minutes", sentence % {"minutes": ceil(video.seconds / 60)})
