from __future__ import annotations

from funnel.document import ChecklistStep
from funnel.journey import gift_paper
from funnel.journey.gift_paper import checklist_pdf, file_name
from tests.funnel.factories import edited
from tests.funnel.journey.gift_documents import gift_document
from tests.funnel.journey.test_result_paper import HOSTILE, pages


def listed(**changes: object) -> ChecklistStep:
    edits = [(f"steps[2].magnet.{path}", value) for path, value in changes.items()]
    data = edited(gift_document().model_dump(mode="json"), *edits)
    step = gift_document(steps=data["steps"]).steps[2]
    assert isinstance(step, ChecklistStep)
    return step


def made(step: ChecklistStep, **more: object) -> bytes:
    document = gift_document(**more)
    return checklist_pdf(document=document, step=step, ticks=["rate"], business="Ledger & Leaf")


def test_a_list_is_one_page() -> None:
    pdf = made(listed())
    assert (pdf[:8], pages(pdf)) == (b"%PDF-1.7", 1)
    assert len(pdf) < 100_000
    assert file_name(gift_document(), listed()) == "gifts-list.pdf"


def test_what_reaches_the_paper_is_the_list_and_its_ticks() -> None:
    items = [
        {"key": "one", "text": "#panic()", "help": ""},
        {"key": "two", "text": "B", "help": "C"},
    ]
    paper = gift_paper._paper(gift_document(), listed(items=items), {"two"}, "Ledger & Leaf")
    assert paper == {
        "language": "en",
        "is_rtl": False,
        "accent": "#0b6e4f",
        "business": "Ledger & Leaf",
        "title": "Seven things before the price talk",
        "promise": "Everything you need for the talk, on one page.",
        "count": "1 of 2",
        "items": [
            {"text": "#panic()", "help": "", "is_ticked": False},
            {"text": "B", "help": "C", "is_ticked": True},
        ],
    }
    assert gift_paper._paper(gift_document(), listed(), (), "")["count"] == ""


def test_forty_long_lines_go_over_pages_and_hostile_text_stays_text() -> None:
    text = " ".join(HOSTILE.split())
    items = [{"key": f"i{n}", "text": text[:300], "help": text[-300:]} for n in range(40)]
    pdf = made(listed(items=items, title=text[:300]))
    assert pages(pdf) > 1


def test_a_list_from_right_to_left() -> None:
    items = [{"key": "one", "text": "السعر الحالي", "help": "من آخر فاتورة"}]
    assert pages(made(listed(items=items, title="قبل الحديث"), language="ar")) == 1
