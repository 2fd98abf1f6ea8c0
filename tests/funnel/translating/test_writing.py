from __future__ import annotations

import pytest

from funnel.models import Translation
from funnel.translating.writing import remove_language, write_language, write_translations
from tests.funnel.factories import make_funnel

pytestmark = pytest.mark.django_db

Rows = list[tuple[str, str, str]]


def rows() -> Rows:
    found = Translation.objects.order_by("language", "place")
    return list(found.values_list("language", "place", "text"))


def test_write_language_changes_adds_and_takes_away() -> None:
    funnel = make_funnel()
    write_language(funnel=funnel, language="de", texts={"a": "A", "b": "B", "c": "C"})
    assert write_language(funnel=funnel, language="de", texts={"a": "Ä", "b": "", "d": "D"}) == 3
    assert rows() == [("de", "a", "Ä"), ("de", "c", "C"), ("de", "d", "D")]


def test_write_translations_leaves_what_the_file_says_and_no_more() -> None:
    funnel = make_funnel()
    write_translations(funnel=funnel, translations={"de": {"a": "A", "b": "B"}, "es": {"a": "A"}})
    write_translations(funnel=funnel, translations={"de": {"b": "B2", "c": ""}, "ar": {"a": "أ"}})
    assert rows() == [("ar", "a", "أ"), ("de", "b", "B2")]


def test_remove_language_takes_one() -> None:
    funnel = make_funnel()
    write_translations(funnel=funnel, translations={"de": {"a": "A"}, "es": {"a": "A"}})
    remove_language(funnel=funnel, language="de")
    assert rows() == [("es", "a", "A")]
