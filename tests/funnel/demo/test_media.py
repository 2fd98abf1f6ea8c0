"""The demo's video: small, what the file says it is, with captions for all of its minute."""

from __future__ import annotations

import hashlib
import re

from funnel.demo.loading import FUNNEL_FILE
from funnel.document import GuideStep, VideoStep
from funnel.portable.reading import read_portable
from leads.document import VideoDoc
from quizzes.document import MediaDoc

CUE = re.compile(r"(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d)\.(\d{3})\n(.+)", re.DOTALL)


def _video() -> VideoDoc:
    step = read_portable(FUNNEL_FILE).document.step("video")
    assert isinstance(step, VideoStep)
    return step.magnet


def _film(video: VideoDoc) -> MediaDoc:
    assert video.file is not None
    return video.file


def _captions(video: VideoDoc) -> MediaDoc:
    assert video.captions is not None
    return video.captions


def _content(path: str) -> bytes:
    return (FUNNEL_FILE.parent / path).read_bytes()


def test_media_are_the_files_the_document_names() -> None:
    video = _video()
    assert video.poster is not None
    guide = read_portable(FUNNEL_FILE).document.step("texts")
    assert isinstance(guide, GuideStep)
    assert guide.magnet.file is not None
    named = [_film(video), _captions(video), video.poster, guide.magnet.file]

    assert [hashlib.sha256(_content(each.path)).hexdigest() for each in named] == [
        each.sha256 for each in named
    ]
    assert {each.path for each in named} == {
        f"media/{file.name}" for file in (FUNNEL_FILE.parent / "media").iterdir()
    }


def test_media_are_small_enough_for_a_phone() -> None:
    video = _video()
    assert video.poster is not None

    assert len(_content(_film(video).path)) <= 900 * 1024
    assert len(_content(video.poster.path)) <= 40 * 1024


def test_video_can_start_before_it_has_arrived() -> None:
    content = _content(_film(_video()).path)

    assert 0 < content.index(b"moov") < content.index(b"mdat")


def test_captions_follow_each_other_to_the_end_of_the_video() -> None:
    video = _video()
    head, *blocks = _content(_captions(video).path).decode().strip().split("\n\n")
    cues = [CUE.fullmatch(block) for block in blocks if not block.startswith("NOTE")]

    assert head == "WEBVTT"
    assert len(cues) == 11
    at = 0.0
    for cue in cues:
        assert cue is not None
        start, end = _seconds(cue, 1), _seconds(cue, 4)
        assert at <= start < end
        assert all(len(line) <= 50 for line in cue[7].splitlines())
        at = end
    assert at == video.seconds


def _seconds(cue: re.Match[str], first: int) -> float:
    return int(cue[first]) * 60 + int(cue[first + 1]) + int(cue[first + 2]) / 1000


def test_transcript_carries_the_words_of_the_captions() -> None:
    video = _video()

    assert video.transcript.startswith("This video has no sound.")
    for words in ("What shall we leave out?", "€1,440 a year", "Nobody loses face", "€500"):
        assert words in video.transcript
        assert words in _content(_captions(video).path).decode()
