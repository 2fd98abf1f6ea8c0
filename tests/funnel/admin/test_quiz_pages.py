"""The page of a quiz: how it scores, what decides, figures, results, and what can come out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel
from funnel.portable.exporting import export_document
from quizzes.models import Figure, Outcome, Question, Quiz
from tests.funnel.admin.form_data import form_data
from tests.funnel.factories import make_funnel, make_rich_document
from tests.funnel.kinds import make_kinds_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def calculator() -> Quiz:
    return Quiz.objects.get(step__funnel=make_funnel(make_kinds_document()))


def page(quiz: Quiz) -> str:
    return reverse("admin:quizzes_quiz_change", args=[quiz.pk])


def fields(client: Client, quiz: Quiz) -> set[str]:
    """The names of what the page asks, without numbers of rows and parts of conditions."""
    context = client.get(page(quiz)).context
    found = {field for line in context["adminform"] for row in line for field in row.fields}
    for inline in context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        for form in inline:
            found |= {f"{prefix}.{f}" for line in form for row in line for f in row.fields}
    return found


def test_saving_a_quiz_changes_nothing_by_itself(marketer: Client) -> None:
    funnel = make_funnel(make_kinds_document())
    before = export_document(funnel)
    quiz = Quiz.objects.get(step__funnel=funnel)

    response = marketer.post(page(quiz), form_data(marketer.get(page(quiz))))

    assert response.status_code == 302
    assert export_document(Funnel.objects.get(pk=funnel.pk)) == before


@pytest.mark.parametrize(
    ("way", "by", "own"),
    [
        ("personality", "points", {"tie", "tie_question"}),
        ("personality", "rule", {"outcomes.only_when"}),
        ("scorecard", "category", {"tie", "tie_question", "outcomes.category"}),
        ("scorecard", "tier", {"outcomes.at_least", "outcomes.at_most"}),
        ("knowledge", "tier", {"explains", "outcomes.at_least", "outcomes.at_most"}),
        ("knowledge", "rule", {"explains", "outcomes.only_when"}),
        ("calculator", "range", {"decides", "outcomes.at_least", "outcomes.at_most"}),
    ],
)
def test_the_page_asks_for_what_belongs_to_the_chosen_way(
    way: str, by: str, own: set[str], calculator: Quiz, marketer: Client
) -> None:
    Quiz.objects.filter(pk=calculator.pk).update(scoring=way, outcome_by=by)
    all_own = {"tie", "tie_question", "explains", "decides"}
    all_own |= {f"outcomes.{name}" for name in ("category", "at_least", "at_most", "only_when")}

    found = fields(marketer, calculator)

    assert found & all_own == own
    assert {"name", "scoring", "outcome_by", "default_outcome", "figures.formula"} <= found


def test_a_survey_asks_for_no_results(calculator: Quiz, marketer: Client) -> None:
    calculator.outcomes.all().delete()
    Quiz.objects.filter(pk=calculator.pk).update(scoring="none")

    found = fields(marketer, calculator)

    assert {each for each in found if not each.startswith("questions.")} == {"name", "scoring"}


def test_a_poll_asks_for_its_name_and_its_question_only(marketer: Client) -> None:
    funnel = make_funnel(make_rich_document())
    poll = Quiz.objects.get(step__funnel=funnel, step__kind="poll")

    found = fields(marketer, poll)

    data = form_data(marketer.get(page(poll))) | {"name": "Mood"}
    assert marketer.post(page(poll), data).status_code == 302
    assert {each for each in found if not each.startswith("questions.")} == {"name"}


def test_another_way_brings_its_own_decision_and_stays_on_the_page(
    calculator: Quiz, marketer: Client
) -> None:
    data = form_data(marketer.get(page(calculator)))

    response = marketer.post(page(calculator), data | {"scoring": "scorecard"})

    calculator.refresh_from_db()
    assert (calculator.scoring, calculator.outcome_by) == ("scorecard", "tier")
    assert (response.status_code, response["Location"]) == (302, page(calculator))
    funnel = calculator.step.funnel_id
    again = marketer.post(page(calculator), form_data(marketer.get(page(calculator))))
    assert again["Location"] == reverse("admin:funnel_funnel_change", args=[funnel])


def test_a_tie_that_a_question_decides_needs_the_question(
    calculator: Quiz, marketer: Client
) -> None:
    Quiz.objects.filter(pk=calculator.pk).update(scoring="personality", outcome_by="points")
    data = form_data(marketer.get(page(calculator)))

    refused = marketer.post(page(calculator), data | {"tie": "question"})
    question = calculator.questions.get(key="one")
    marketer.post(page(calculator), data | {"tie": "question", "tie_question": question.pk})

    assert "Choose the question that decides." in refused.content.decode()
    calculator.refresh_from_db()
    assert calculator.tie_question == question


def test_formulas_are_written_with_the_names_of_questions(
    calculator: Quiz, marketer: Client
) -> None:
    hours = calculator.questions.get(key="hours")
    Question.objects.filter(pk=hours.pk).update(text="How many hours?")
    data = form_data(marketer.get(page(calculator)))
    name = next(n for n in data if n.startswith("figures-") and n.endswith("-formula"))

    assert data[name] == "[How many hours?] * known([What about rate?], 60) * 4.33"
    data[name] = "[how many hours?] * 5 + [What about sure?]"
    assert marketer.post(page(calculator), data).status_code == 302

    assert Figure.objects.get(key="lost").formula == "hours * 5 + sure"


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("[How much?] * 2", "There is no question or figure called “How much?”."),
        ("hours_ * 2", "“hours_” is not known here. Write names in square brackets."),
        ("1 +", "In this formula: it cannot be read"),
        ("0." + "1" * 600, "This formula is too long. Make two figures of it."),
    ],
)
def test_a_formula_that_cannot_be_counted_is_said_and_not_stored(
    formula: str, sentence: str, calculator: Quiz, marketer: Client
) -> None:
    data = form_data(marketer.get(page(calculator)))
    before = list(Figure.objects.values_list("formula", flat=True))

    response = marketer.post(page(calculator), data | {"figures-0-formula": formula})

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert list(Figure.objects.values_list("formula", flat=True)) == before


def test_a_new_figure_and_a_new_result_get_their_keys(calculator: Quiz, marketer: Client) -> None:
    data = form_data(marketer.get(page(calculator)))
    data |= {
        "figures-TOTAL_FORMS": 3,
        "figures-2-name": "Cost per day",
        "figures-2-formula": "[lost a month] / 30",
        "figures-2-round_to": "0.01",
        "figures-2-unit": "€",
        "figures-2-position": 2,
        "outcomes-TOTAL_FORMS": 3,
        "outcomes-2-name": "Somebody in between",
        "outcomes-2-headline": "You are [figure: lost a month | somebody]",
        "outcomes-2-interpretation": "x",
        "outcomes-2-first_action": "x",
        "outcomes-2-at_least": "1,201",
        "outcomes-2-at_most": "1209",
        "outcomes-2-position": 2,
    }
    data["outcomes-2-at_least"] = "1201"

    assert marketer.post(page(calculator), data).status_code == 302

    figure, result = Figure.objects.get(position=2), Outcome.objects.get(position=2)
    assert (figure.key, figure.formula, figure.round_to) == ("cost-per-day", "lost / 30", 0.01)
    assert (result.key, result.at_least, result.at_most) == ("somebody-in-between", 1201, 1209)
    assert result.headline == 'You are {{ figure.lost | default: "somebody" }}'


def test_bounds_the_wrong_way_round_are_refused(calculator: Quiz, marketer: Client) -> None:
    data = form_data(marketer.get(page(calculator)))

    response = marketer.post(
        page(calculator), data | {"outcomes-0-at_least": "9", "outcomes-0-at_most": "3"}
    )

    assert "This is smaller than the number before it." in response.content.decode()


def test_a_rule_of_a_result_is_chosen_like_any_condition(
    calculator: Quiz, marketer: Client
) -> None:
    Quiz.objects.filter(pk=calculator.pk).update(outcome_by="rule")
    data = form_data(marketer.get(page(calculator)))
    data |= {
        "outcomes-0-only_when": ["quiz/one/a"],
        "outcomes-1-only_when_about": "figure/lost",
        "outcomes-1-only_when_least": "100",
    }

    assert marketer.post(page(calculator), data).status_code == 302

    assert list(Outcome.objects.values_list("when", flat=True)) == [
        {"fact": "answer", "step": "quiz", "question": "one", "any_of": ["a"]},
        {"fact": "figure", "of": "lost", "at_least": 100},
    ]


def test_the_page_says_what_can_come_out(marketer: Client) -> None:
    quiz = Quiz.objects.get(step__funnel=make_funnel())

    coming = marketer.get(page(quiz)).context["coming"]

    assert [(bar.name, bar.said) for bar in coming.bars] == [
        ("The discounter", "50 %"),
        ("The planner", "50 %"),
    ]
    assert coming.lines == (
        "The shortest way: 2 questions, about 20 seconds.",
        "The longest way: 2 questions, about 20 seconds.",
    )
    assert (coming.warnings, coming.why_not) == ((), "")


def test_gaps_and_results_nobody_gets_are_named(calculator: Quiz, marketer: Client) -> None:
    Outcome.objects.filter(key="much").update(at_least=800)
    never = {"key": "never", "name": "Never", "at_least": -9, "at_most": -5, "position": 9}
    words = dict.fromkeys(("headline", "interpretation", "first_action"), "x")
    Outcome.objects.create(quiz=calculator, **never, **words)

    coming = marketer.get(page(calculator)).context["coming"]

    assert "No result fits from 610 to 790." in coming.warnings
    assert [bar.said for bar in coming.bars if bar.is_missed] == ["nobody can get it"]


def test_an_unfinished_quiz_says_so_in_a_friendly_line(calculator: Quiz, marketer: Client) -> None:
    Question.objects.filter(key="hours").update(low=None)

    coming = marketer.get(page(calculator)).context["coming"]

    assert coming.bars == ()
    assert coming.why_not == (
        "Once every question can be answered, this shows how often each result comes."
    )
