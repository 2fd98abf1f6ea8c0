"""Every seeded structural fault is found under its own code, and none is invented."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import funnel
from funnel.checking.findings import Family, Severity
from funnel.checking.placing import place_of
from funnel.checking.rules import RULES
from funnel.checking.subject import Subject
from funnel.document import FunnelDocument
from funnel.portable.reading import read_portable
from tests.funnel.checking.seeding import SEEDS, seeded
from tests.funnel.factories import document_from, make_document, make_rich_document
from tests.funnel.journey.random_documents import documents
from tests.funnel.kinds import make_kinds_document
from tests.laws import cases

_HOME = Path(funnel.__file__).parent
_LIMIT = 30_000
# What only counting all ways through a quiz can tell.
COUNTED = {"S103", "S108", "S109", "S110"}
STRUCTURE = {rule.code for rule in RULES if rule.family is Family.STRUCTURE}
LAWS = {
    rule.code
    for rule in RULES
    if rule.family is Family.STRUCTURE and rule.severity is Severity.ERROR
}


@cache
def whole() -> tuple[FunnelDocument, ...]:
    """The demo, the gallery, and the funnels of the tests."""
    files = sorted([*_HOME.glob("demo/*/funnel.yaml"), *_HOME.glob("starts/gallery/*/funnel.yaml")])
    made = (make_document(), make_rich_document(), make_kinds_document())
    return (*(read_portable(file).document for file in files), *made)


def codes(document: FunnelDocument, among: set[str]) -> set[str]:
    """Of these rules, those that find something; what was set aside on purpose does not count."""
    subject = Subject(document, _LIMIT if among & COUNTED else 1)
    ignored = {(each.code, each.place) for each in document.ignored}
    return {
        rule.code
        for rule in RULES
        if rule.code in among
        and any(
            (rule.code, place_of(document, hit.path)) not in ignored for hit in rule.find(subject)
        )
    }


def test_every_rule_of_structure_is_seeded() -> None:
    # What cannot be read is no document to seed; the command's tests have it.
    assert STRUCTURE - SEEDS.keys() == {"S100"}


@pytest.mark.parametrize("code", sorted(SEEDS))
def test_each_seed_is_found_wherever_it_grows(code: str) -> None:
    grown = 0
    for number, document in enumerate(whole()):
        data = seeded(document, SEEDS[code], Random(number))
        if data is not None:
            grown += 1
            assert codes(document_from(data), {code}) == {code}, document.slug
    assert grown


@given(document=documents(), code=st.sampled_from(sorted(SEEDS)), seed=st.integers(0, 2**32))
@cases(150)
def test_seeds_are_found_in_random_funnels(document: FunnelDocument, code: str, seed: int) -> None:
    data = seeded(document, SEEDS[code], Random(seed))
    assume(data is not None)
    assert data is not None
    assert codes(document_from(data), {code}) == {code}


@given(document=documents())
@cases(60)
def test_no_law_is_broken_where_nothing_was_seeded(document: FunnelDocument) -> None:
    assert codes(document, LAWS - COUNTED) == set()


@pytest.mark.parametrize("number", range(len(whole())))
def test_nothing_is_invented_in_whole_funnels(number: int) -> None:
    """What a start of the gallery leaves to be filled in is meant to be found."""
    assert codes(whole()[number], STRUCTURE - {"S115"}) == set()
