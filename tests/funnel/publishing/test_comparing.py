from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from funnel.document import FunnelDocument
from funnel.publishing.comparing import Change, compare
from funnel.translating import places, translated
from tests.funnel.factories import GONE, document_from, edited, make_rich_document, rich_document
from tests.laws import cases

RICH = make_rich_document()
# What is translated is a text of its own; the others are found by their places.
PLACES = sorted(places(RICH))
LISTS = (
    "steps",
    "steps[0].quiz.questions",
    "steps[0].quiz.questions[0].choices",
    "steps[0].quiz.outcomes",
    "steps[0].quiz.topics",
    "steps[3].magnet.items",
    "sequences",
    "sequences[0].messages",
)
# Values that are no texts, each with the place its change is told at.
VALUES: list[tuple[str, object, str]] = [
    ("steps[0].quiz.questions[0].choices[0].points", {"planner": 7}, "points"),
    ("steps[0].quiz.questions[0].choices[0].go_to", "raise", "go_to"),
    ("steps[0].quiz.questions[1].show_if", GONE, "show_if"),
    ("steps[0].quiz.questions[0].is_optional", True, "is_optional"),
    ("steps[0].quiz.questions[0].is_sensitive", True, "is_sensitive"),
    ("steps[0].quiz.outcomes[0].at_least", 40, "at_least"),
    ("steps[0].quiz.default_outcome", "discounter", "default_outcome"),
    ("steps[8].offer.min_depth", 9, "min_depth"),
    ("sequences[1].messages[0].delay.days", 9, "days"),
    ("sequences[1].window.opens", "10:00", "opens"),
    ("sequences[1].window.holidays", "DE-BY", "holidays"),
    ("sequences[1].messages[1].delay.working_days", True, "working_days"),
    ("sequences[1].messages[1].if_unmet", "wait", "if_unmet"),
    ("sequences[1].messages[1].expires_days", 5, "expires_days"),
    ("sequences[1].goals", ["call"], "goals"),
    ("sequences[1].reentry_days", 30, "reentry_days"),
    ("sequences[1].priority", 1, "priority"),
    ("sequences[1].counts_links", True, "counts_links"),
    ("theme.corner", 9, "corner"),
    ("double_opt_in", True, "double_opt_in"),
    ("embed_on", ["https://example.com"], "embed_on"),
    ("language", "de", "language"),
]


def reworded(document: FunnelDocument, place: str, text: str) -> FunnelDocument:
    language = "es"
    with_one = document.model_copy(update={"translations": {language: {place: text}}})
    return translated(with_one, language).model_copy(
        update={"translations": {}, "language": document.language}
    )


def shuffled(data: object, path: str, chance: random.Random) -> FunnelDocument:
    """The rich document with one list of it in another order, some of it gone."""
    here: object = data
    for part in path.replace("]", "").replace("[", ".").split("."):
        here = here[int(part)] if part.isdigit() else here[part]  # type: ignore[index]  # plain data
    assert isinstance(here, list)
    chance.shuffle(here)
    if len(here) > 2 and chance.random() < 0.5:
        here.pop()
    return FunnelDocument.model_construct(**_loose(data))


# Any: parts of a document by their names.
def _loose(data: object) -> dict[str, Any]:
    """Only shape is checked: what an order means for the rules is another matter."""
    document = document_from(data)  # type: ignore[arg-type]  # plain data
    return {name: getattr(document, name) for name in type(document).model_fields}


@cases(60)
@given(st.sampled_from(LISTS), st.integers(0, 10_000))
def test_compare_finds_nothing_exactly_in_equal_documents(path: str, seed: int) -> None:
    other = shuffled(edited(rich_document()), path, random.Random(seed))

    assert compare(RICH, RICH) == compare(other, other) == ()
    assert bool(compare(RICH, other)) == (other != RICH)


@cases(60)
@given(st.sampled_from(LISTS), st.sampled_from(LISTS), st.integers(0, 10_000))
def test_compare_the_other_way_round_mirrors_what_came_and_went(
    first: str, second: str, seed: int
) -> None:
    chance = random.Random(seed)
    one = shuffled(edited(rich_document()), first, chance)
    two = shuffled(edited(rich_document()), second, chance)

    def of(kind: str, changes: tuple[Change, ...]) -> set[str]:
        return {each.place for each in changes if each.kind == kind}

    there, back = compare(one, two), compare(two, one)
    assert of("added", there) == of("removed", back)
    assert of("removed", there) == of("added", back)
    assert of("changed", there) == of("changed", back)
    assert bool(of("moved", there)) == bool(of("moved", back))


@cases(100)
@given(st.sampled_from(PLACES))
def test_compare_names_the_text_that_was_reworded_and_no_other(place: str) -> None:
    before = places(RICH)[place]

    [change] = compare(RICH, reworded(RICH, place, "Quite another text"))

    assert (change.kind, change.place, change.before, change.after) == (
        "changed",
        place,
        before,
        "Quite another text",
    )


@cases(60)
@given(st.lists(st.sampled_from(VALUES), unique_by=lambda value: value[0], min_size=1))
def test_compare_names_each_value_that_was_set(values: list[tuple[str, object, str]]) -> None:
    edits = [(path, value) for path, value, _field in values]

    changes = compare(RICH, document_from(edited(rich_document(), *edits)))

    assert sorted(change.field for change in changes) == sorted(field for *_, field in values)


def test_compare_tells_one_that_moved_from_those_that_gave_way() -> None:
    steps = rich_document()["steps"]
    other = document_from({**rich_document(), "steps": [*steps[:3], steps[-1], *steps[3:-1]]})

    [change] = compare(RICH, other)

    assert (change.kind, change.place, change.before, change.after) == (
        "moved",
        "steps.offer",
        8,
        3,
    )
    assert change.beside == other.step("list")


def test_compare_sees_a_language_come_and_one_text_of_it_change() -> None:
    spanish = RICH.model_copy(update={"translations": {"es": {"name": "Hola"}}})
    other = RICH.model_copy(update={"translations": {"es": {"name": "Adiós"}}})

    [came], [text] = compare(RICH, spanish), compare(spanish, other)

    assert (came.kind, came.place) == ("added", "translations.es")
    assert (text.place, text.before, text.after) == ("translations.es.name", "Hola", "Adiós")
