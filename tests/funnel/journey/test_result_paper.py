from __future__ import annotations

import re
import zlib

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from funnel.document import FunnelDocument
from funnel.journey import result_paper
from funnel.journey.result_paper import result_pdf
from funnel.journey.results import (
    Bar,
    Figure,
    Gauge,
    Judged,
    Reason,
    ResultSheet,
    RunnerUp,
)
from funnel.models import Answer, Visit
from funnel.papers.compiling import BusyPressError
from tests.funnel.factories import make_document, make_publication
from tests.funnel.journey.scored_documents import calculator, knowledge, personality

HOSTILE = (
    '#panic("no") #import "/etc/passwd": * #read("/etc/passwd") $x^2$ \\ " \' @name <label> '
    "// one /* two */ `three` ``` = four\n\n- five\n+ six / seven: eight ~ --- ... "
    "[#eval] {#sys.inputs} \u202eback\u202c \x07 \ufffe \U0001f389 " + "W" * 400 + " مرحبا £"
)


def sheet(**changes: object) -> ResultSheet:
    whole: dict[str, object] = {
        "key": "planner",
        "name": "Planner",
        "title": "You know what next month brings",
        "interpretation": "Text with **weight**.",
        "first_action": "* Write it down",
        "figures": (Figure("lost", "€380"),),
        "gauge": Gauge("50 %", "of what was within reach", 50),
        "bars": (Bar("Pricing", 0), Bar("Calm", 100)),
        "reasons": (Reason("How?", "So"),),
        "runner_up": RunnerUp("Juggler", "You keep it in the air"),
        "questions": (Judged("What?", "That", "This", "Because.", is_right=False),),
    }
    return ResultSheet(**{**whole, **changes})  # type: ignore[arg-type]  # fields by name


def made(document: FunnelDocument, result: ResultSheet) -> bytes:
    return result_pdf(document=document, sheet=result, business="Ledger & Leaf")


def pages(pdf: bytes) -> int:
    """How many pages the file has; its objects lie in compressed streams."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = b" ".join([pdf, *(_opened(part) for part in parts)])
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", opened))


def _opened(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return b""


def test_a_result_is_one_page() -> None:
    pdf = made(make_document(), sheet())
    assert pdf.startswith(b"%PDF-1.7")
    assert pages(pdf) == 1
    assert len(pdf) < 100_000


def test_the_words_reach_the_paper_as_they_are() -> None:
    paper = result_paper._paper(make_document(), sheet(title="#panic()"), "Ledger & Leaf")
    assert paper["title"] == "#panic()"
    assert paper["badge"] == "Your result: Planner"
    assert paper["close"] == "Close to it: Juggler."
    assert paper["questions"] == [
        {
            "asked": "What?",
            "mine": "Your answer: That",
            "right": "The right answer: This",
            "verdict": "Not right",
            "explanation": [
                {"kind": "paragraph", "inside": [{"kind": "text", "text": "Because."}]}
            ],
        }
    ]


@pytest.mark.parametrize("language", ["en", "de-at", "ar", "he"])
def test_hostile_words_are_only_words(language: str) -> None:
    document = make_document(language=language, name=HOSTILE.replace("\n", " ")[:300])
    line = HOSTILE.replace("\n", " ")
    result = sheet(
        name=line,
        title=line,
        interpretation=HOSTILE,
        first_action=HOSTILE,
        figures=(Figure(line, line),) * 4,
        bars=(Bar(line, 50),),
        reasons=(Reason(line, line),),
        runner_up=RunnerUp(line, line),
        questions=(Judged(line, line, line, HOSTILE, is_right=False),),
    )
    assert made(document, result).startswith(b"%PDF")


@pytest.mark.parametrize(
    "text",
    [
        f"[a](https://a.example/{'b' * 9000})",
        "|" + "a|" * 60 + "\n|" + "-|" * 60,
        "",
        "#",
        "\\",
        "$",
        "*",
        "|a|\n|-|\n|",
        "> " * 40 + "deep",
        "* " * 15 + "deep",
        "<",
    ],
)
def test_any_markdown_can_be_printed(text: str) -> None:
    assert made(make_document(), sheet(interpretation=text)).startswith(b"%PDF")


def test_the_longest_text_is_still_made() -> None:
    long = "A sentence of some words that goes on. " * 500
    assert made(make_document(), sheet(interpretation=long)).startswith(b"%PDF")


# Over HTTP


def visit_after(document: FunnelDocument, **answers: list[str]) -> Visit:
    now = timezone.now()
    live = make_publication(document)
    visit = Visit.objects.create(
        start_key="start",
        publication=live,
        funnel=live.funnel,
        started_at=now,
        last_act_at=now,
        at_step="result",
    )
    for question, values in answers.items():
        Answer.objects.create(
            visit=visit, step_key="quiz", question_key=question, values=values, answered_at=now
        )
    return visit


@pytest.mark.django_db
def test_pdf_is_private_and_named(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    visit = visit_after(calculator(), hours=["12"], rate=["75"])
    client.get(f"/v/{visit.key}/result/result.pdf")
    with django_assert_max_num_queries(5):
        response = client.get(f"/v/{visit.key}/result/result.pdf")
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF")
    assert visit.key.encode() not in response.content
    assert {
        name: response[name]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "Cache-Control",
            "X-Content-Type-Options",
        )
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'inline; filename="rates-large.pdf"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }


@pytest.mark.django_db
def test_pdf_opens_with_the_result_and_not_before(client: Client) -> None:
    visit = visit_after(knowledge(), vat=["a"])
    response = client.get(f"/v/{visit.key}/result/result.pdf")
    assert (response.status_code, response["Location"]) == (302, f"/v/{visit.key}/quiz/days/")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["quiz", "offer", "nothing"])
def test_pdf_is_of_results_only(client: Client, step: str) -> None:
    visit = visit_after(personality(), rate=["a"], **{"raise": ["a"]}, tight=["a"])
    assert client.get(f"/v/{visit.key}/{step}/result.pdf").status_code in {302, 404}
    assert client.get(f"/v/{'x' * 22}/result/result.pdf").status_code == 404


@pytest.mark.django_db
def test_a_busy_press_asks_for_patience(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(**_words: object) -> bytes:
        raise BusyPressError

    monkeypatch.setattr(result_paper, "result_pdf", busy)
    visit = visit_after(calculator(), hours=["12"], rate=["75"])
    response = client.get(f"/v/{visit.key}/result/result.pdf")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
