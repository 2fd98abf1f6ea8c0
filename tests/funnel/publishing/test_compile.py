from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funnel.document import FunnelDocument
from funnel.models import Funnel, SeriesRule, Step, Theme
from funnel.publishing import Fault, PublishError
from funnel.publishing.compile import compile_funnel
from leads.models import LeadMagnet, MediaFile
from nurture.models import Sequence
from quizzes.models import Outcome, Question, Quiz, Weight
from tests.funnel.factories import (
    NOW,
    document_from,
    make_funnel,
    make_rich_document,
    rich_document,
)

pytestmark = pytest.mark.django_db


def _queries(document: FunnelDocument) -> int:
    funnel = Funnel.objects.get(pk=make_funnel(document).pk)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        compile_funnel(funnel)
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_rows() -> None:
    few = rich_document()
    many = rich_document() | {"slug": "many"}
    quiz = many["steps"][0]["quiz"]
    quiz["questions"] += [{**quiz["questions"][0], "key": f"q{n}"} for n in range(20)]
    many["steps"][3:3] = [{**many["steps"][3], "key": f"list{n}"} for n in range(10)]
    many["sequences"][0]["messages"] += [
        {**many["sequences"][0]["messages"][0], "key": f"m{n}"} for n in range(20)
    ]
    assert _queries(document_from(few)) == _queries(document_from(many)) <= 18


def test_points_follow_the_order_of_the_results() -> None:
    funnel = make_funnel(make_rich_document())
    Outcome.objects.filter(key="planner").update(position=0)
    Outcome.objects.filter(key="discounter").update(position=1)
    first = compile_funnel(funnel).steps[0].quiz.questions[0].choices[0]  # type: ignore[union-attr]  # a quiz
    assert list(first.points) == ["planner", "discounter"]


def test_texts_are_cleaned_on_the_way() -> None:
    funnel = make_funnel()
    Step.objects.filter(key="result").update(invite=" Now\x07 ")
    Outcome.objects.filter(key="planner").update(first_action="One\r\ntwo\r\n")
    document = compile_funnel(funnel)
    assert document.steps[1].invite == "Now"
    assert document.steps[0].quiz.outcomes[1].first_action == "One\ntwo"  # type: ignore[union-attr]  # a quiz


def test_files_of_one_name_are_told_apart() -> None:
    funnel = make_funnel(make_rich_document())
    other = MediaFile.objects.create(
        sha256="ab" * 32,
        name="rate.mp4",
        file="x",
        size=1,
        content_type="video/mp4",
        created_at=NOW,
    )
    LeadMagnet.objects.filter(kind="video").update(poster=other)
    magnet = compile_funnel(funnel).steps[5].magnet  # type: ignore[union-attr]  # a video
    assert magnet.poster is not None  # type: ignore[union-attr]  # a video
    assert magnet.poster.path == "media/rate-abababab.mp4"  # type: ignore[union-attr]  # a video
    assert magnet.file.path.startswith("media/rate-")  # type: ignore[union-attr]  # a video


def _refused(funnel: Funnel) -> list[Fault]:
    with pytest.raises(PublishError) as refused:
        compile_funnel(funnel)
    return refused.value.faults


def test_an_empty_draft_says_what_is_missing() -> None:
    theme = Theme.objects.create(name="t")
    funnel = Funnel.objects.create(
        name="", slug="empty", hook="", reassurance="", theme=theme, created_at=NOW
    )
    assert _refused(funnel) == [Fault("steps", "This funnel has no steps yet. Add the first one.")]
    for kind in Step.Kind.values:
        Step.objects.create(funnel=funnel, key=kind, kind=kind)
    rule = SeriesRule.objects.create(
        funnel=funnel, sequence=Sequence.objects.create(key="s", name="")
    )
    said = {fault.path: fault.message for fault in _refused(funnel)}
    missing = {path for path, message in said.items() if message == "This is missing. Add it."}
    assert missing == {
        "steps[0].quiz",
        "steps[1].quiz",
        *(f"steps[{n}].magnet" for n in (3, 4, 5, 6, 7)),
        "steps[6].sequence",
        *(f"steps[9].{name}" for name in ("title", "body", "button", "mail")),
        "steps[10].offer",
    }
    assert said["name"] == "This is empty. Write something."
    assert said["sequences[0].messages"] == "Add the first mail."
    assert rule.sequence.key == "s"


def test_odd_rows_are_faults_never_a_crash() -> None:
    funnel = make_funnel(make_rich_document())
    Step.objects.filter(key="list").update(show_if={"fact": "moon"})
    Step.objects.filter(key="guide").update(show_if=[1, {"a": None}])
    Question.objects.filter(key="raise").update(text="two\nlines", kind="sort")
    Sequence.objects.filter(key="after").update(window={"days": ["moonday"], "x": 1.5})
    foreign = Outcome.objects.create(
        quiz=Quiz.objects.create(name="other"), key="alien", name="a", headline="a"
    )
    Weight.objects.filter(outcome__key="planner").update(outcome=foreign)
    condition = "This is no condition. Begin with fact (answer, number, answered, outcome, source,"
    condition += " device, language, topic, figure, score or depth) or with all, any or not."
    kinds = "'single', 'multiple', 'picture', 'yes_no', 'scale', 'number', 'short_text', "
    kinds += "'long_text', 'date', 'ranking'"
    assert set(_refused(funnel)) == {
        Fault("steps[3].show_if", condition),
        Fault("steps[4].show_if", condition),
        Fault("steps[0].quiz.questions[1]", f"There is no kind 'sort'. It is one of: {kinds}."),
        Fault(
            "sequences[0].window.days[0]",
            "This must be 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun'.",
        ),
        Fault(
            "sequences[0].window.x",
            "There is no key 'x' here. These are known: days, opens, closes, holidays.",
        ),
    }
