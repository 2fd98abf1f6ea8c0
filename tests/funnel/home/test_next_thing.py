from __future__ import annotations

from dataclasses import replace

import pytest

from funnel.home.next_thing import Standing, next_thing

FINE = Standing(pk=1, name="Rates", is_live=True, has_changes=False, faults=0, visitors=3)
READY = {"lacks_business": False, "is_ready": True, "waiting": 0}


def said(*funnels: Standing, **more: bool | int) -> str:
    found = next_thing(funnels, **{**READY, **more})  # type: ignore[arg-type]  # by name
    return found.words if found else ""


@pytest.mark.parametrize(
    ("funnels", "more", "words"),
    [
        ([], {"lacks_business": True}, "Say who is asking"),
        ([], {}, "Pick a start"),
        ([FINE], {"waiting": 1}, "1 warm lead is waiting"),
        ([replace(FINE, faults=2)], {"waiting": 4}, "4 warm leads are waiting"),
        ([FINE, replace(FINE, name="Late", faults=2)], {}, "Put Late right"),
        ([FINE, replace(FINE, name="New", is_live=False)], {}, "Publish New"),
        ([replace(FINE, has_changes=True)], {"is_ready": False}, "Publish Rates"),
        ([FINE], {"is_ready": False}, "Go live"),
        ([replace(FINE, visitors=0)], {}, "Share Rates"),
        ([FINE], {}, ""),
    ],
)
def test_next_thing_is_the_first_that_is_missing(
    funnels: list[Standing], more: dict[str, bool | int], words: str
) -> None:
    assert said(*funnels, **more) == words
