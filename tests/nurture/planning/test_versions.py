from __future__ import annotations

import hashlib

import pytest

from nurture.document import SequenceDoc
from nurture.models import Sequence, SequenceVersion
from nurture.planning.versions import ThemeColours, content_of, publish_sequence
from quizzes.conditions import NotOf, OutcomeIs
from tests.leads.factories import NOW
from tests.nurture.factories import message

pytestmark = pytest.mark.django_db


def publish(sequence: Sequence, *, accent: str = "#0b6e4f") -> SequenceVersion:
    condition = NotOf(none=OutcomeIs(fact="outcome", any_of=("bold",)))
    document = SequenceDoc(key="five", name="Fünf", messages=(message(show_if=condition),))
    return publish_sequence(
        sequence=sequence,
        document=document,
        theme=ThemeColours(accent=accent),
        time_zone="Europe/Berlin",
        language="de",
        now=NOW,
    )


def test_publish_sequence_finds_the_same_content_again() -> None:
    sequence = Sequence.objects.create(key="five", name="Five")

    numbers = [publish(sequence).number, publish(sequence).number]
    numbers += [publish(sequence, accent="#112233").number, publish(sequence).number]

    assert numbers == [1, 1, 2, 1]


def test_content_of_reads_back_what_was_published() -> None:
    version = publish(Sequence.objects.create(key="five", name="Five"))
    content = content_of(version)

    assert (content.sequence.name, content.time_zone, content.language) == (
        "Fünf",
        "Europe/Berlin",
        "de",
    )
    assert content.sequence.messages == (
        message(show_if=NotOf(none=OutcomeIs(fact="outcome", any_of=("bold",)))),
    )
    assert version.content_hash == hashlib.sha256(version.document.encode()).hexdigest()
