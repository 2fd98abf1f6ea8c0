from __future__ import annotations

from pydantic import BaseModel

from funnel.document import FunnelDocument
from funnel.translating.naming import _FIELDS, field_name, thing_of
from funnel.translating.places import text_fields
from quizzes.document import CategoryDoc
from tests.funnel.translating.test_places import _models


def test_every_field_people_read_has_a_name_on_screens() -> None:
    models: set[type[BaseModel]] = _models(FunnelDocument)
    read = {name for model in models for name in text_fields(model)}
    assert read - _FIELDS.keys() == set()
    assert field_name("first_action") == "what to do first"
    assert field_name("new_thing") == "new thing"


def test_a_long_name_is_cut() -> None:
    topic = CategoryDoc(key="a", name="word " * 40 + "end")
    assert str(thing_of("topics", topic, 1)) == f"topic “{('word ' * 12)[:59]}…”"
    assert thing_of("quiz", topic, 1) is None
