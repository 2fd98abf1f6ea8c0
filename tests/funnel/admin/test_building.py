from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel, SeriesRule, Step
from nurture.models import Message, Sequence
from quizzes.models import Choice, Outcome, Question, Quiz, Weight
from tests.funnel.admin.form_data import form_data

pytestmark = pytest.mark.django_db


def change(name: str, pk: int) -> str:
    return reverse(f"admin:{name}_change", args=[pk])


def test_a_new_funnel_brings_its_own_look(marketer: Client) -> None:
    response = marketer.post(
        reverse("admin:funnel_funnel_add"),
        {
            "name": "Late invoices",
            "slug": "late-invoices",
            "language": "en",
            "hook": "Who pays you late?",
            "reassurance": "No address needed.",
            "accent": "#AA3300",
            "accent_dark": "#ffaa77",
            "corner": 4,
        },
    )

    funnel = Funnel.objects.get()
    assert response.status_code == 302
    assert (funnel.theme.accent, funnel.theme.accent_dark, funnel.theme.corner) == (
        "#aa3300",
        "#ffaa77",
        4,
    )


def test_a_colour_nobody_can_see_is_refused_and_a_faint_one_warned_about(
    marketer: Client,
) -> None:
    address = reverse("admin:funnel_funnel_add")
    sent = {
        "name": "Late invoices",
        "slug": "late-invoices",
        "language": "en",
        "hook": "Who pays you late?",
        "reassurance": "No address needed.",
        "accent": "#f4d35e",
        "accent_dark": "#ffaa77",
        "background": "#FFFFFF",
        "font": "serif",
        "corner": 0,
    }
    refused = marketer.post(address, sent)
    assert "It is hard to see on its background: 1.5 to 1." in refused.content.decode()
    assert not Funnel.objects.exists()
    kept = marketer.post(address, {**sent, "accent": "#888888"}, follow=True)
    assert "Your colour is faint" in kept.content.decode()
    theme = Funnel.objects.get().theme
    assert (theme.background, theme.font, theme.corner) == ("#ffffff", "serif", 0)


@pytest.mark.parametrize("kind", Step.Kind.values)
def test_a_step_is_added_with_its_content_and_leads_to_it(
    kind: str, money_habits: Funnel, marketer: Client
) -> None:
    before = money_habits.steps.count()

    response = marketer.post(
        reverse("admin:funnel_add_step", args=[money_habits.pk]), {"kind": kind, "title": "New!"}
    )

    step = money_habits.steps.get(position=before)
    assert (step.kind, step.key) == (kind, "new")
    assert marketer.get(response["Location"]).status_code == 200


def test_saving_the_page_keeps_the_order_it_was_dragged_into(
    money_habits: Funnel, marketer: Client
) -> None:
    page = change("funnel_funnel", money_habits.pk)
    keys = list(money_habits.steps.values_list("key", flat=True))
    data = form_data(marketer.get(page))
    data["steps-0-position"], data["steps-1-position"] = 1, 0
    data["steps-0-invite"] = "Begin: six taps"

    response = marketer.post(page, data)

    assert response.status_code == 302
    assert list(money_habits.steps.values_list("key", flat=True)) == [keys[1], keys[0], *keys[2:]]
    assert money_habits.steps.get(key=keys[0]).invite == "Begin: six taps"


def test_a_removed_step_takes_its_content_along(money_habits: Funnel, marketer: Client) -> None:
    page = change("funnel_funnel", money_habits.pk)
    poll = money_habits.steps.get(kind="poll")
    data = form_data(marketer.get(page))
    prefix = next(
        key for key, value in data.items() if key.endswith("-id") and value == str(poll.pk)
    )
    data[prefix.replace("-id", "-DELETE")] = "on"

    marketer.post(page, data)

    assert not money_habits.steps.filter(kind="poll").exists()
    assert poll.quiz_id not in set(Quiz.objects.values_list("pk", flat=True))


def test_one_funnel_stands_at_the_front_door(money_habits: Funnel, marketer: Client) -> None:
    Funnel.objects.filter(pk=money_habits.pk).update(is_default=True)
    page = change("funnel_funnel", money_habits.pk)
    data = form_data(marketer.get(page))

    assert marketer.post(page, data).status_code == 302
    assert Funnel.objects.get(is_default=True) == money_habits


def test_a_series_is_added_for_one_result_and_only_once(
    money_habits: Funnel, marketer: Client
) -> None:
    result = Outcome.objects.filter(quiz__step__funnel=money_habits)[0]
    page = reverse("admin:funnel_add_series", args=[money_habits.pk])

    first = marketer.post(page, {"name": "For lenders", "result": result.pk})
    second = marketer.post(page, {"name": "Again", "result": result.pk})

    rule = SeriesRule.objects.get(outcome=result)
    assert (first.status_code, second.status_code) == (302, 422)
    assert (rule.sequence.name, rule.sequence.messages.count()) == ("For lenders", 1)


def test_points_and_jumps_round_trip(money_habits: Funnel, marketer: Client) -> None:
    question = Question.objects.filter(quiz__step__funnel=money_habits, quiz__step__kind="quiz")[0]
    page = change("quizzes_question", question.pk)
    weights = set(Weight.objects.values_list("choice", "outcome", "category", "points"))

    data = form_data(marketer.get(page))
    assert marketer.post(page, data).status_code == 302
    assert set(Weight.objects.values_list("choice", "outcome", "category", "points")) == weights

    result = question.quiz.outcomes.all()[0]
    later = question.quiz.questions.all()[3]
    data |= {f"choices-0-result_{result.pk}": 42, "choices-0-go_to": later.key}
    marketer.post(page, data)

    choice = Choice.objects.get(pk=data["choices-0-id"])
    assert choice.go_to == later.key
    assert choice.weights.get(outcome=result).points == 42


def test_a_new_answer_gets_its_key_and_its_points(money_habits: Funnel, marketer: Client) -> None:
    question = Question.objects.filter(quiz__step__funnel=money_habits, quiz__step__kind="quiz")[0]
    page = change("quizzes_question", question.pk)
    result = question.quiz.outcomes.all()[1]
    data = form_data(marketer.get(page))
    number = int(data["choices-TOTAL_FORMS"])
    data |= {
        "choices-TOTAL_FORMS": number + 1,
        f"choices-{number}-text": "I ask for time to think",
        f"choices-{number}-position": 0,
        f"choices-{number}-result_{result.pk}": 5,
    }

    assert marketer.post(page, data).status_code == 302

    choice = question.choices.get(text="I ask for time to think")
    assert (choice.key, choice.position) == ("i-ask-for-time-to-think", number)
    assert [(each.outcome, each.points) for each in choice.weights.all()] == [(result, 5)]


def test_a_simple_condition_is_ticked_and_taken_off(money_habits: Funnel, marketer: Client) -> None:
    first, second = Question.objects.filter(quiz__step__kind="quiz").order_by("position")[:2]
    page = change("quizzes_question", second.pk)
    choice = first.choices.all()[0]
    data = form_data(marketer.get(page))

    marketer.post(page, data | {"only_when": [f"quiz/{first.key}/{choice.key}"]})
    second.refresh_from_db()
    assert second.show_if == {
        "fact": "answer",
        "step": "quiz",
        "question": first.key,
        "any_of": [choice.key],
    }

    marketer.post(page, data)
    second.refresh_from_db()
    assert second.show_if is None


def test_a_deep_condition_is_said_in_words_and_kept(money_habits: Funnel, marketer: Client) -> None:
    question = Question.objects.filter(quiz__step__kind="quiz").order_by("position")[1]
    deep = {"all": [{"fact": "depth", "at_least": 3}, {"fact": "source", "any_of": ["news"]}]}
    Question.objects.filter(pk=question.pk).update(show_if=deep)
    page = change("quizzes_question", question.pk)

    response = marketer.get(page)
    marketer.post(page, form_data(response))

    question.refresh_from_db()
    assert "small yeses so far: at least 3 and they came from “news”" in response.content.decode()
    assert question.show_if == deep


def test_a_mail_series_saves_just_as_it_was(money_habits: Funnel, marketer: Client) -> None:
    series = Sequence.objects.get(key="four-money-mails")
    page = change("nurture_sequence", series.pk)
    texts = list(Message.objects.values_list("subject", "body", "button_target", "delay_at"))
    window = series.window

    response = marketer.get(page)
    assert marketer.post(page, form_data(response)).status_code == 302

    series.refresh_from_db()
    assert (
        list(Message.objects.values_list("subject", "body", "button_target", "delay_at")) == texts
    )
    assert series.window == window


def test_a_window_that_closes_before_it_opens_is_refused(
    money_habits: Funnel, marketer: Client
) -> None:
    page = change("nurture_sequence", Sequence.objects.get(key="four-money-mails").pk)
    data = form_data(marketer.get(page)) | {"opens": "18:00", "closes": "08:00"}

    response = marketer.post(page, data)

    assert "Choose a later one" in response.content.decode()
