"""Thousands unsubscribe or buy while a series sends: whoever was first, and nothing in between.

A small race in every run; PROOF_RACE=1000 makes it one of that many people.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.db import connections

from funnel.conversions.landing import News, land_by_hand
from nurture.models import Delivery, Enrollment, MailLink
from nurture.reader.unsubscribing import unsubscribe
from nurture.sending.batch import send_batch
from nurture.writing.links import make_links
from tests.leads.factories import NOW, make_staff
from tests.nurture.factories import Clock, make_enrollment, make_reader, make_version
from tests.nurture.ticking import dispatch
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = int(os.environ.get("PROOF_RACE", "40"))
SENDERS, LEAVERS = 3, 2

Leave = Callable[[Delivery], None]


def press_unsubscribe(delivery: Delivery) -> None:
    link = MailLink.objects.select_related("delivery__lead", "delivery__address").get(
        delivery=delivery, target="unsubscribe"
    )
    unsubscribe(link=link, channel="header", now=NOW)


def buy(delivery: Delivery) -> None:
    sales = User.objects.get(username="sales")
    news = News(kind="bought", external_key=f"shop:{delivery.pk}", at=BOUGHT_AT)
    land_by_hand(lead=delivery.lead, news=news, by=sales, now=BOUGHT_AT)


BOUGHT_AT = NOW.replace(minute=NOW.minute + 1)


@pytest.mark.parametrize(("leave", "reason"), [(press_unsubscribe, "unsubscribed"), (buy, "goal")])
def test_nothing_is_handed_over_after_the_commit(
    smtp_server: MailServer, leave: Leave, reason: str
) -> None:
    make_staff()
    version = make_version()
    for number in range(PEOPLE):
        make_enrollment(version=version, address=make_reader(text=f"p{number}@example.com"))
    ids = [pk for _ in range(0, PEOPLE, 200) for pk in dispatch(NOW, limit=PEOPLE)][:PEOPLE]
    for delivery in Delivery.objects.all():
        make_links(delivery=delivery, targets=["unsubscribe"])
    after_commit: dict[int, datetime | None] = {}

    def go(mine: list[int]) -> None:
        for pk in mine:
            leave(Delivery.objects.select_related("lead").get(pk=pk))
            # Whatever was handed over before stands here; from now on nothing may change it.
            after_commit[pk] = Delivery.objects.values_list("handed_over_at", flat=True).get(pk=pk)

    # The leavers come from the other end, so that they meet the senders in the middle.
    backwards = ids[::-1]
    jobs: list[Callable[[], object]] = [
        *(lambda part=number: go(backwards[part::LEAVERS]) for number in range(LEAVERS)),
        *(
            lambda part=number: send_batch(ids[part::SENDERS], clock=Clock())
            for number in range(SENDERS)
        ),
    ]
    at_once(jobs)

    at_last = dict(Delivery.objects.values_list("pk", "handed_over_at"))
    assert at_last == after_commit
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert set(states) <= {"accepted", "cancelled"}
    assert states["accepted"] == len(smtp_server.messages)
    assert states.total() == PEOPLE
    ended = Enrollment.objects.exclude(exit_reason="")
    if leave is press_unsubscribe:
        assert set(Enrollment.objects.values_list("exit_reason", flat=True)) == {reason}
    else:
        # Who bought after the first mail leaves when the second would be due.
        assert set(ended.values_list("exit_reason", flat=True)) <= {reason}


def at_once(jobs: list[Callable[[], object]]) -> None:
    def run(job: Callable[[], object]) -> object:
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for future in [pool.submit(run, job) for job in jobs]:
            future.result(timeout=600)
