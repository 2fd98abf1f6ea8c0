from __future__ import annotations

import json
from typing import Any

import pytest

from funnel.document import OfferStep, OptInStep, load
from funnel.upgrading import upgraded
from tests.funnel.factories import make_document


# Any: JSON as an earlier version wrote it.
def _earlier(**step: Any) -> dict[str, Any]:
    return {"slug": "a", "steps": [{"key": "x", **step}]}


def test_an_asked_for_first_name_becomes_a_field_that_may_stay_empty() -> None:
    assert upgraded(_earlier(kind="opt_in", asks_first_name=True)) == _earlier(
        kind="opt_in",
        fields=[{"kind": "first_name", "is_required": False}, {"kind": "email"}],
    )
    assert upgraded(_earlier(kind="opt_in", asks_first_name=False)) == _earlier(
        kind="opt_in", fields=[{"kind": "email"}]
    )


def test_an_offer_with_an_address_leads_there() -> None:
    assert upgraded(_earlier(offer={"url": "https://example.com"})) == _earlier(
        offer={"url": "https://example.com", "action": "link"}
    )
    assert upgraded(_earlier(offer={"url": ""})) == _earlier(offer={"url": ""})


def test_a_document_of_an_earlier_version_is_read() -> None:
    parts = json.loads(make_document().model_dump_json())
    for step in parts["steps"]:
        if step["kind"] == "opt_in":
            del step["fields"]
            step["asks_first_name"] = True
        if step["kind"] == "offer":
            del step["offer"]["action"]
            step["offer"]["url"] = "https://example.com/x"
    steps = load(json.dumps(parts)).steps
    gate = next(step for step in steps if isinstance(step, OptInStep))
    offer = next(step for step in steps if isinstance(step, OfferStep))
    assert [(field.kind, field.is_required) for field in gate.fields] == [
        ("first_name", False),
        ("email", True),
    ]
    assert offer.offer.action == "link"


@pytest.mark.parametrize(
    "odd", [None, [], "x", {}, {"steps": None}, {"steps": [None, 3, {"offer": []}]}]
)
def test_what_is_not_recognised_stays_as_it_is(odd: object) -> None:
    assert upgraded(odd) == odd


def test_today_is_read_as_today() -> None:
    parts = json.loads(make_document().model_dump_json())
    assert upgraded(parts) == parts == upgraded(upgraded(parts))
