"""The pictures of the knowledge quiz: ours, small, of one size, each said in words."""

from __future__ import annotations

import hashlib
import struct

from funnel.demo.loading import FUNNEL_FILES
from funnel.document import QuizStep
from funnel.portable.reading import read_portable
from quizzes.document import ImageDoc

FILE = next(file for file in FUNNEL_FILES if file.parent.name == "fake-invoices")


def _pictures() -> list[ImageDoc]:
    step = read_portable(FILE).document.step("quiz")
    assert isinstance(step, QuizStep)
    question = step.quiz.question("home")
    assert question is not None
    return [choice.image for choice in question.options if choice.image is not None]


def _content(picture: ImageDoc) -> bytes:
    return (FILE.parent / picture.path).read_bytes()


def test_pictures_are_the_files_the_document_names() -> None:
    pictures = _pictures()

    assert len(pictures) == 4
    assert [hashlib.sha256(_content(each)).hexdigest() for each in pictures] == [
        each.sha256 for each in pictures
    ]
    assert {each.path for each in pictures} == {
        f"media/{file.name}" for file in (FILE.parent / "media").iterdir()
    }


def test_pictures_are_small_and_of_one_size() -> None:
    for each in _pictures():
        content = _content(each)
        assert len(content) <= 40 * 1024
        assert content.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack(">II", content[16:24]) == (480, 360)


def test_pictures_are_described_without_giving_the_answer_away() -> None:
    descriptions = [each.alt for each in _pictures()]

    assert len(set(descriptions)) == 4
    assert all(20 <= len(alt) <= 80 for alt in descriptions)
    assert not any("manager" in alt or "best" in alt for alt in descriptions)
