from __future__ import annotations

import pytest

from funnel.checking.drafts import check_draft
from funnel.checking.faults import PublishError
from funnel.checking.fixing import fix_finding
from funnel.checking.report import check, unreadable
from funnel.checking.waivers import (
    NotIgnorableError,
    heed_finding,
    ignore_finding,
    waivers_of,
)
from funnel.drafts import undo
from funnel.drafts.rows import draft_rows
from funnel.models import Funnel, Publication, Step
from funnel.portable.exporting import export_document
from funnel.publishing import publish
from quizzes.models import Question, Quiz
from tests.funnel.factories import NOW, document_from, edited, make_funnel, plain_document

Q = "steps[0].quiz"
TIED = [
    (f"{Q}.questions[1].choices[0].points", {"discounter": 2}),
    (f"{Q}.questions[1].choices[1].points", {"planner": 2}),
]
FILL_IN = ("steps[3].offer.body", "You get [[what you sell]] from me.")


def tied_funnel() -> Funnel:
    return make_funnel(document_from(edited(plain_document(), *TIED)))


def codes(funnel: Funnel) -> set[str]:
    return {each.rule.code for each in check_draft(funnel).report.standing}


def test_an_error_of_the_check_keeps_a_funnel_from_going_live(db: None) -> None:
    funnel = make_funnel()
    step = Step.objects.select_related("offer").get(funnel=funnel, key="offer")
    assert step.offer is not None
    step.offer.body = "You get [[what you sell]] from me."
    step.offer.save()
    with pytest.raises(PublishError) as refused:
        publish(funnel=funnel, now=NOW, by=None)
    assert [str(fault) for fault in refused.value.faults] == [
        "steps[3].offer.body: Still to be filled in: “what you sell”. Write your own words there."
    ]
    assert not Publication.objects.exists()


def test_a_warning_blocks_nothing(db: None) -> None:
    funnel = tied_funnel()
    assert "S110" in codes(funnel)
    assert publish(funnel=funnel, now=NOW, by=None).number == 1


def test_what_is_ignored_keeps_its_reason_and_travels_with_the_file(db: None) -> None:
    funnel = tied_funnel()
    place = "steps.quiz.quiz.tie"
    ignore_finding(
        funnel=funnel, code="S110", place=place, reason=" It is\n meant ", by=None, now=NOW
    )
    assert "S110" not in codes(funnel)
    document = export_document(funnel)
    assert [each.model_dump() for each in document.ignored] == [
        {"code": "S110", "place": place, "reason": "It is meant"}
    ]
    again = document.model_copy(update={"slug": "again"})
    assert waivers_of(make_funnel(again)) == {("S110", place): "It is meant"}
    heed_finding(funnel=funnel, code="S110", place=place)
    assert "S110" in codes(funnel)


def test_ignoring_changes_nothing_that_visitors_get(db: None) -> None:
    funnel = tied_funnel()
    first = publish(funnel=funnel, now=NOW, by=None)
    ignore_finding(
        funnel=funnel, code="S110", place="steps.quiz.quiz.tie", reason="Meant", by=None, now=NOW
    )
    assert publish(funnel=funnel, now=NOW, by=None) == first
    assert "ignored" not in first.document


@pytest.mark.parametrize(
    ("code", "reason", "sentence"),
    [
        ("S101", "So what", "This cannot be ignored: visitors would get stuck."),
        ("S115", "Later", "This cannot be ignored: visitors would get stuck."),
        ("S110", "  ", "Say why, in a few words."),
        ("X999", "Why not", "The check knows no such rule."),
    ],
)
def test_laws_and_nothing_at_all_are_no_reason(
    db: None, code: str, reason: str, sentence: str
) -> None:
    funnel = make_funnel()
    with pytest.raises(NotIgnorableError, match=sentence.replace(".", r"\.")):
        ignore_finding(funnel=funnel, code=code, place="", reason=reason, by=None, now=NOW)
    assert waivers_of(funnel) == {}


def test_a_waiver_of_a_law_in_a_file_counts_for_nothing() -> None:
    document = document_from(edited(plain_document(), FILL_IN))
    report = check(document, {("S115", "steps.offer.offer.body"): "Soon"})
    assert [each.rule.code for each in report.errors] == ["S115"]


def test_a_fix_is_one_edit_that_keeps_every_other_row(db: None) -> None:
    funnel = tied_funnel()
    before = draft_rows(funnel)
    found = fix_finding(funnel=funnel, code="S110", place="steps.quiz.quiz.tie", by=None, now=NOW)
    assert found is not None
    after = draft_rows(funnel)
    quiz = Quiz.objects.get(step__funnel=funnel)
    assert (quiz.tie, quiz.tie_question and quiz.tie_question.key) == ("question", "rate")
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    # Points have no life of their own: nothing refers to their rows.
    assert {name for name in changed if not name.startswith("quizzes.weight:")} == {
        f"quizzes.quiz:{quiz.pk}"
    }
    undo(funnel=funnel, by=None, now=NOW)
    assert draft_rows(funnel) == before


def test_a_fix_leaves_archived_questions_where_they_are(db: None) -> None:
    funnel = tied_funnel()
    quiz = Quiz.objects.get(step__funnel=funnel)
    kept = Question.objects.create(
        quiz=quiz, key="old", kind="single", text="Once asked", position=9, archived_at=NOW
    )
    assert fix_finding(funnel=funnel, code="S110", place="steps.quiz.quiz.tie", by=None, now=NOW)
    assert Question.with_archived.get(pk=kept.pk).text == "Once asked"


def test_a_fix_of_what_is_gone_changes_nothing(db: None) -> None:
    funnel = make_funnel()
    before = draft_rows(funnel)
    assert fix_finding(funnel=funnel, code="S110", place="steps.x", by=None, now=NOW) is None
    assert draft_rows(funnel) == before


def test_an_unfinished_draft_has_findings_in_their_places(db: None) -> None:
    funnel = make_funnel()
    Step.objects.filter(funnel=funnel, key="result").update(invite="")
    checked = check_draft(funnel)
    assert checked.document is None
    assert [(each.rule.code, each.place, each.message) for each in checked.report.errors] == [
        ("S100", "steps.result.invite", "This is empty. Write something.")
    ]
    Step.objects.filter(funnel=funnel).delete()
    assert [each.place for each in check_draft(funnel).report.errors] == ["steps"]


def test_nothing_is_unreadable_without_a_fault() -> None:
    assert unreadable([]).findings == ()
