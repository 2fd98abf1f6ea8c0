from __future__ import annotations

from html.parser import HTMLParser
from statistics import median
from time import process_time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from funnel.models import Funnel, Offer, Step
from funnel.studio.look_places import jumps
from nurture.models import Message, Sequence
from quizzes.models import Outcome, Question
from tests.funnel.blanking import blank, blankable
from tests.funnel.factories import (
    document_from,
    edited,
    make_funnel,
    make_rich_document,
    rich_document,
)
from tests.funnel.journey.stored import everything

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


pytestmark = pytest.mark.django_db


class _Forms(HTMLParser):
    """The actions of a page's forms, with the names and values of their buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.action = ""
        self.buttons: list[tuple[str, str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = found["action"]
        if tag == "button" and found.get("type") == "submit":
            self.buttons.append((self.action, found.get("name", ""), found.get("value", "")))


@pytest.fixture
def marketer(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("mara"))
    return client


@pytest.fixture
def funnel() -> Funnel:
    return make_funnel(make_rich_document(language="en"))


def seen(client: Client, funnel: Funnel, piece: str = "", **query: str) -> Answer:
    address = reverse("studio:look", args=[funnel.pk, piece] if piece else [funnel.pk])
    return client.get(address, query)


def words(response: Answer) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def press(client: Client, response: Answer, name: str, value: str) -> Answer:
    """The button of this name and value pressed as the page's script does it."""
    action = next(
        action
        for action, *found in _Forms(response.content.decode()).buttons
        if found == [name, value]
    )
    query = urlencode({"press": "1", name: value})
    return client.get(f"{action}&{query}", follow=True)


def slug_of(funnel: Funnel, key: str) -> str:
    return f"step-{funnel.steps.get(key=key).pk}"


def test_look_begins_with_the_first_screen(marketer: Client, funnel: Funnel) -> None:
    html = words(seen(marketer, funnel))
    assert "What about your rate?" in html
    assert "Are you 20 % too cheap?" in html
    assert " inert" not in html
    assert "<script" not in html


def test_look_shows_each_screen_of_each_step(marketer: Client, funnel: Funnel) -> None:
    for step in funnel.steps.all():
        html = words(seen(marketer, funnel, f"step-{step.pk}"))
        assert f'data-step="{step.key}"' in html


def test_look_shows_a_question_where_it_stands_on_the_way(marketer: Client, funnel: Funnel) -> None:
    question = Question.objects.get(quiz__step__funnel=funnel, key="raise")
    html = words(seen(marketer, funnel, f"question-{question.pk}"))
    assert "What about your raise?" in html
    assert "2 of 2" in html


@pytest.mark.parametrize("key", ["planner", "discounter"])
def test_look_shows_each_result_as_who_gets_it(marketer: Client, funnel: Funnel, key: str) -> None:
    result = Outcome.objects.get(quiz__step__funnel=funnel, key=key)
    assert f"You are a {key}" in words(seen(marketer, funnel, f"result-{result.pk}"))


def test_look_shows_a_result_that_no_answers_lead_to(marketer: Client) -> None:
    funnel = make_funnel()
    result = Outcome.objects.get(quiz__step__funnel=funnel, key="discounter")
    never = Outcome.objects.create(
        quiz=result.quiz, key="never", name="Never", headline="You never get this", position=9
    )
    html = words(seen(marketer, funnel, f"result-{never.pk}"))
    assert "You never get this" in html


def test_look_shows_a_mail_with_its_head(marketer: Client, funnel: Funnel) -> None:
    mail = Message.objects.get(sequence__key="after", key="two")
    html = words(seen(marketer, funnel, f"mail-{mail.pk}"))
    assert "Second: yes" in html
    assert "Two minutes" in html
    assert "Hi Alex," in html
    series = Sequence.objects.get(key="after")
    assert "First" in words(seen(marketer, funnel, f"series-{series.pk}"))


def test_look_shows_the_mail_that_goes_out_at_once(marketer: Client, funnel: Funnel) -> None:
    html = words(seen(marketer, funnel, slug_of(funnel, "address"), mail="1"))
    assert "Your result" in html
    assert "Hi Alex," in html


def test_look_goes_on_as_a_visitor_would_and_records_nothing(
    marketer: Client, funnel: Funnel
) -> None:
    before = everything()
    first = seen(marketer, funnel)
    second = press(marketer, first, "choice", "b")
    assert "What about your raise?" in words(second)
    third = press(marketer, second, "choice", "a")
    assert "What about your mood?" in words(third)
    poll = press(marketer, third, "choice", "a")
    assert "You are the first to answer" in words(poll)
    result = press(marketer, poll, "act", "next")
    assert "You are a planner" in words(result)
    assert everything() == before


def test_look_jumps_as_the_answer_says(marketer: Client, funnel: Funnel) -> None:
    """The first choice of the rich quiz leads to its end."""
    assert "What about your mood?" in words(press(marketer, seen(marketer, funnel), "choice", "a"))


def test_look_shows_the_other_sides_of_an_offer(marketer: Client, funnel: Funnel) -> None:
    offer = seen(marketer, funnel, slug_of(funnel, "offer"))
    assert "That is fine" in words(press(marketer, offer, "act", "not_now"))
    assert "Here is what happens next" in words(press(marketer, offer, "act", "press"))
    Offer.objects.filter(step__funnel=funnel).update(action="call")
    assert "How do we reach you?" in words(press(marketer, offer, "act", "press"))


def test_look_says_what_is_wrong_with_an_answer(marketer: Client, funnel: Funnel) -> None:
    first = seen(marketer, funnel)
    action = _Forms(first.content.decode()).action
    assert "Please choose one of the answers." in words(marketer.get(f"{action}&press=1"))


@pytest.mark.parametrize("said", ["nonsense", "{}", '{"answers": {"quiz/gone": ["x"]}}', "[" * 99])
def test_look_lives_with_any_walk(marketer: Client, funnel: Funnel, said: str) -> None:
    words(seen(marketer, funnel, slug_of(funnel, "result"), said=said))


def test_look_takes_no_post(marketer: Client, funnel: Funnel) -> None:
    address = reverse("studio:look", args=[funnel.pk])
    assert marketer.post(address, {"choice": "a"}).status_code == 405


def test_look_stands_in_a_frame_of_our_own_only(marketer: Client, funnel: Funnel) -> None:
    response = seen(marketer, funnel)
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'none'" in policy
    assert "form-action 'none'" in policy


def test_look_knows_no_piece_of_another_funnel(marketer: Client, funnel: Funnel) -> None:
    other = make_funnel(document_from(edited(rich_document(), ("slug", "other"))))
    piece = f"step-{other.steps.all()[0].pk}"
    assert seen(marketer, funnel, piece).status_code == 404
    assert seen(marketer, funnel, "anything").status_code == 404


def test_look_says_so_where_a_step_cannot_be_shown(marketer: Client, funnel: Funnel) -> None:
    Step.objects.filter(funnel=funnel, key="offer").update(offer=None)
    assert "Nothing to show yet" in words(seen(marketer, funnel, slug_of(funnel, "offer")))


def test_look_takes_few_queries_and_little_time(
    marketer: Client, funnel: Funnel, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    piece = slug_of(funnel, "offer")
    with django_assert_max_num_queries(45):
        seen(marketer, funnel, piece)
    took = []
    for _turn in range(5):
        began = process_time()
        seen(marketer, funnel, piece)
        took.append(process_time() - began)
    assert median(took) < 0.15


def test_jumps_name_every_screen_result_and_mail(funnel: Funnel) -> None:
    found = {group.name: [line.name for line in group.lines] for group in jumps(funnel)}
    assert list(found) == ["Screens", "Results", "Mails"]
    assert found["Screens"][:4] == [
        "First screen",
        "What is your hour worth?: quiz",
        "What about your rate?",
        "What about your raise?",
    ]
    assert found["Results"] == ["The discounter", "The planner"]
    assert found["Mails"][0] == "Your result"
    assert len(found["Mails"]) == 5


@settings(max_examples=12)
@given(data=st.data())
def test_look_shows_every_piece_whatever_is_blank(data: st.DataObject) -> None:
    with transaction.atomic():
        client, funnel = Client(), make_funnel(make_rich_document())
        client.force_login(User.objects.create_superuser("mara"))
        names = blankable(funnel)
        for name, column in data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=9)):
            blank(name, column)
        for group in jumps(Funnel.objects.get(pk=funnel.pk)):
            for line in group.lines:
                assert seen(client, funnel, line.slug).status_code == 200
        transaction.set_rollback(True)
