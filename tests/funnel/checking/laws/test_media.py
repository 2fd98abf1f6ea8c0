from __future__ import annotations

from tests.funnel.checking.laws.examples import Edits, faults
from tests.funnel.factories import edited, rich_document


def test_media_are_named_for_what_they_are() -> None:
    edits: Edits = [
        ("steps[5].magnet.file.path", "media/rate.vtt"),
        ("steps[5].magnet.captions.path", "media/rate.txt"),
        ("steps[5].magnet.poster.path", "media/rate.pdf"),
    ]
    assert faults(edits, is_rich=True) == [
        ("steps[5].magnet.file.path", "This file ends in .mp4 or .webm."),
        ("steps[5].magnet.captions.path", "This file ends in .vtt."),
        ("steps[5].magnet.poster.path", "This file ends in .jpg or .jpeg or .png or .webp."),
    ]


def test_one_name_means_one_file() -> None:
    video = rich_document()["steps"][5]
    again = edited(video, ("key", "again"), ("magnet.file.sha256", "0" * 64))
    assert faults([("steps[3]", again)], is_rich=True) == [
        (
            "steps[5].magnet.file.sha256",
            "Two different files are named media/rate.mp4. Rename one.",
        )
    ]
