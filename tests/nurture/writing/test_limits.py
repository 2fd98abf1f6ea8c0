"""Texts that loop, print without end or break off: they stop, and hold up one person only."""

from __future__ import annotations

import time

import pytest

from leads.facts import write_facts
from nurture.models import Delivery
from nurture.sending.batch import send_batch
from nurture.writing.rendering import UnrenderableError, render_delivery
from quizzes.recall import RecallError
from tests.leads.factories import NOW, make_story
from tests.nurture.factories import Clock, make_reader
from tests.nurture.writing.kinds import asking, series_mail
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db

LOOPS = [
    "{% for each in (1..100000000) %}x{% endfor %}",
    "{% tablerow each in (1..100000000) %}x{% endtablerow %}",
    "{% assign a = 'x' %}{% increment a %}",
    "{% include 'mail' %}",
    "{% render 'mail' %}",
    "{% capture a %}{% endcapture %}",
    "{% if first_name %}" * 9 + "x" + "{% endif %}" * 9,
]
PRINTS = "{{ answer.quiz.rate | default: '-' }} " * 500


def written(body: str, *, said: str = "x", email: str = "") -> Delivery:
    address = make_reader(text=email)
    delivery = series_mail(asking("result", "Look", body=body), address=address)
    write_facts(lead_id=address.lead_id, story=make_story(visit_id=7, said=said))
    return delivery


@pytest.mark.parametrize("body", LOOPS)
def test_a_text_that_loops_is_refused(body: str) -> None:
    delivery = written(body)
    with pytest.raises(RecallError):
        render_delivery(delivery)


def test_a_text_that_prints_ten_megabytes_is_stopped_early() -> None:
    delivery = written(PRINTS, said="x" * 20_000)
    began = time.monotonic()
    with pytest.raises(RecallError):
        render_delivery(delivery)
    assert time.monotonic() - began < 5


def test_a_question_without_answers_is_no_mail() -> None:
    with pytest.raises(UnrenderableError):
        render_delivery(series_mail(asking("poll", "How often?")))


def test_one_bad_text_holds_up_one_person(smtp_server: MailServer) -> None:
    bad = [written(LOOPS[0]), written(PRINTS, said="x" * 20_000)]
    good = written("Hello", email="mara@example.com")
    assert send_batch([*(each.pk for each in bad), good.pk], clock=Clock(NOW)) == 1
    assert smtp_server.recipients == [["mara@example.com"]]
    states = [Delivery.objects.get(pk=each.pk).state for each in bad]
    assert states == ["parked", "parked"]
