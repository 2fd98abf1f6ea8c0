"""The first mail of a series asked for by name is a mail of that series once it is out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from nurture.models import Delivery, Enrollment, MailLink, Sequence
from nurture.planning.gathering import gather
from nurture.reader.answering import answer
from nurture.sending.batch import send_batch
from nurture.telling.figures import figures_of
from nurture.writing.first_mails import join_series
from tests.funnel.factories import document_from, make_publication
from tests.funnel.journey.series_document import series_data
from tests.funnel.journey.test_asking_series import (
    MARA,
    ON_IT,
    again_at_series,
    at_series,
    first_mail,
    places,
    press_in_mail,
)
from tests.funnel.journey.visitor import Visitor
from tests.funnel.privacy.people import OUTBOX

pytestmark = pytest.mark.django_db


def later() -> datetime:
    return timezone.now() + timedelta(minutes=5)


def send_out() -> None:
    with override_settings(EMAIL_BACKEND=OUTBOX):
        send_batch([first_mail().pk], clock=timezone.now)
    assert first_mail().state == Delivery.State.ACCEPTED


@pytest.mark.parametrize("is_confirmed_first", [True, False])
def test_first_mail_belongs_to_the_series_once_it_is_out(is_confirmed_first: bool) -> None:
    at_series(double_opt_in=False).press(act="next", email=MARA)
    assert first_mail().enrollment is None
    if is_confirmed_first:
        press_in_mail("confirm")
        assert first_mail().enrollment is None
    send_out()
    assert first_mail().enrollment == Enrollment.objects.get()
    assert places() == [ON_IT]
    figures = figures_of(Sequence.objects.get(key="fixes"), since=None, until=later())
    assert [(each.key, each.counts.sent) for each in figures.mails][:1] == [("one", 1)]


def test_confirm_press_takes_the_first_mail_along() -> None:
    visitor = at_series().press(act="next", email=MARA)
    send_out()
    assert first_mail().enrollment is None
    press_in_mail("confirm")
    place = Enrollment.objects.get()
    assert first_mail().enrollment == place
    # An erasure leaves a mail that says nothing any more, and nothing stumbles over it.
    Delivery.objects.update(content="", enrollment=None)
    assert join_series(address_id=place.address_id) == 0
    assert visitor.look(visitor.at("mails")).screen == "series"


def test_answer_in_the_first_mail_is_a_fact_for_the_next() -> None:
    data = series_data()
    asking = data["sequences"][-1]["messages"]
    asking[0]["button"] = {"label": "How did it go?", "target": "helped"}
    asked = {"fact": "answer", "step": "mail:one", "question": "answer", "any_of": ["yes"]}
    asking[1]["show_if"] = asked
    visitor = again_at_series(Visitor(make_publication(document_from(data))))
    visitor.press(act="next", email=MARA)
    send_out()
    press_in_mail("confirm")
    link = MailLink.objects.select_related("delivery__enrollment").get(target="choice:yes")
    answer(link=link, choice="yes", now=later())
    place = Enrollment.objects.get()
    facts = gather([place], now=later()).facts(place)
    assert facts.answers[("mail:one", "answer")] == ("yes",)
