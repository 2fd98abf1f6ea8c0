from __future__ import annotations

import pytest

from funnel.checking.faults import Fault
from funnel.checking.laws.gifts import gift_faults
from tests.funnel.factories import Data, document_from, edited, plain_document
from tests.funnel.journey.gift_documents import gift_document

NOT_UNDERSTOOD = (
    "This is no address of a film at YouTube or Vimeo."
    " Open the film there and copy the address of its page."
)


def faults(*edits: tuple[str, object]) -> list[Fault]:
    data: Data = gift_document().model_dump(mode="json")
    return gift_faults(document_from(edited(data, *edits)))


def test_a_funnel_of_all_gifts_is_well() -> None:
    assert faults() == []
    assert gift_faults(document_from(plain_document())) == []


@pytest.mark.parametrize(
    "address",
    ["https://example.org/film", "https://vimeo.com/channels/staff", "https://youtu.be/x"],
)
def test_a_film_has_an_address_we_understand(address: str) -> None:
    assert faults(("steps[5].magnet.url", address)) == [
        Fault("steps[5].magnet.url", NOT_UNDERSTOOD)
    ]


def test_a_gift_says_its_problem_and_its_promise() -> None:
    found = faults(
        ("steps[2].magnet.problem", " "),
        ("steps[3].magnet.promise", " "),
        ("steps[4].magnet.title", " "),
    )
    assert found == [
        Fault("steps[2].magnet.problem", "Say which one problem this gift takes up."),
        Fault("steps[3].magnet.promise", "Say what people have after this gift."),
        Fault("steps[4].magnet.title", "Give the gift a title."),
    ]


def test_a_film_is_no_longer_than_its_minutes() -> None:
    assert faults(("steps[5].magnet.seconds", 150)) == []
    assert faults(("steps[5].magnet.seconds", 151)) == [
        Fault("steps[5].magnet.minutes", "The film is longer than that. Write 3 minutes here.")
    ]
