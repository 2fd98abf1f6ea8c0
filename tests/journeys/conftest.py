"""The demo funnel on a live site, and people who walk through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from funnel.demo.loading import Demo, load_demo
from tests.conftest import OpenPage
from tests.journeys.walking import Walker

NewWalker = Callable[..., Walker]


@pytest.fixture
def demo(transactional_db: None, _clean_start: None) -> Demo:
    loaded = load_demo(now=timezone.now(), by=None)
    assert loaded is not None
    return loaded


@pytest.fixture
def new_walker(demo: Demo, live_site: str, open_page: OpenPage) -> Iterator[NewWalker]:
    """new_walker(width=390, dark=False, javascript=True) -> somebody on the landing page.

    A script error anywhere on the way fails the test.
    """
    wrong: list[str] = []

    def new(**look: object) -> Walker:
        page = open_page(**look)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return Walker(page, live_site).land()

    yield new
    assert wrong == []


@pytest.fixture
def walker(new_walker: NewWalker) -> Walker:
    return new_walker()
