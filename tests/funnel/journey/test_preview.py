"""Every screen of a draft looks as visitors would see it; looking writes and leads nowhere."""

from __future__ import annotations

import pytest
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from funnel.demo.loading import FUNNEL_FILE
from funnel.document import FunnelDocument
from funnel.journey.preview import preview_page
from funnel.portable.reading import read_portable
from tests.funnel.factories import make_funnel, make_rich_document
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import ladder_document

pytestmark = pytest.mark.django_db


def looking(document: FunnelDocument, step: str = "", question: str = "") -> str:
    request: HttpRequest = RequestFactory().get("/admin/")
    HtmxMiddleware(lambda _: preview_page(request, document, step, question))(request)
    return " ".join(preview_page(request, document, step, question).content.decode().split())


@pytest.mark.parametrize("name", ["demo", "ladder", "rich"])
def test_preview_shows_every_screen_and_writes_nothing(name: str) -> None:
    document = {
        "demo": lambda: read_portable(FUNNEL_FILE).document,
        "ladder": ladder_document,
        "rich": make_rich_document,
    }[name]()
    if name == "ladder":
        make_funnel(document)
    before = everything()
    for step in document.steps:
        questions = step.quiz.questions if step.kind in {"quiz", "poll"} else ()
        for question in ("", *(each.key for each in questions)):
            html = looking(document, step.key, question)
            assert html.count("<h1") == 1, (step.key, question)
            assert f'data-kind="{step.kind}" data-step="{step.key}"' in html
            assert f'<html lang="{document.language}" dir="ltr"' in html
    assert everything() == before


def test_preview_begins_with_the_landing_page() -> None:
    html = looking(ladder_document())
    assert "What about your rate?" in html
    assert "Are you 20 % too cheap?" in html


def test_preview_recalls_the_first_choice_everywhere() -> None:
    html = looking(ladder_document(), "result")
    assert "You are a discounter" in html
    assert "Your result: The discounter" in html


def test_preview_shows_the_offer_itself_where_visitors_may_need_more() -> None:
    html = looking(make_rich_document(), "offer")
    assert 'data-screen="offer"' in html
    assert "Raise it together" in html


def test_preview_shows_the_stored_video() -> None:
    document = ladder_document()
    assert "The video cannot be shown right now" in looking(document, "video")
    make_funnel(document)
    assert '<source src="/media/gifts/' in looking(document, "video")


@pytest.mark.parametrize("step", ["", "list", "offer"])
def test_preview_has_no_beacon_no_script_and_nothing_to_press(step: str) -> None:
    """A marketer's look is no visitor: it neither counts a view nor starts a visit."""
    html = looking(ladder_document(), step)
    assert "<script" not in html
    assert "data-landing" not in html
    assert 'name="start"' not in html
    assert " inert>" in html


@pytest.mark.parametrize(
    ("step", "question"), [("nothing", ""), ("quiz", "nothing"), ("result", "rate"), ("<b>", "")]
)
def test_preview_of_what_is_not_there_is_missing(step: str, question: str) -> None:
    with pytest.raises(Http404):
        looking(ladder_document(), step, question)
