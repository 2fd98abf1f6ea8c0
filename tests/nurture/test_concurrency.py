"""Workers that meet: the same ids, the same tick, an unsubscribe in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from pytest_django import Settings

from leads.models import EmailAddress
from nurture.models import Delivery, Enrollment, MailLink
from nurture.reader.unsubscribing import unsubscribe
from nurture.sending.batch import send_batch
from nurture.writing.links import make_links
from nurture.writing.requested import queue_requested
from tests.leads.factories import NOW, make_address
from tests.nurture.factories import (
    Clock,
    make_content,
    make_enrollment,
    make_requested,
    make_version,
)
from tests.nurture.ticking import dispatch
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], object]) -> None:
    def run(job: Callable[[], object]) -> object:
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for future in [pool.submit(run, job) for job in jobs]:
            future.result(timeout=60)


def test_four_workers_with_the_same_ids_send_each_mail_once(smtp_server: MailServer) -> None:
    version = make_version()
    for _ in range(6):
        make_enrollment(version=version)
    ids = [make_requested().pk for _ in range(6)]

    def work() -> None:
        send_batch([*ids, *dispatch(NOW)], clock=Clock())

    at_once(work, work, work, work)
    send_batch(dispatch(NOW), clock=Clock())

    assert len(smtp_server.messages) == 12
    recipients = Counter(str(mail["To"]) for mail in smtp_server.messages)
    assert set(recipients.values()) == {1}
    assert set(Delivery.objects.values_list("state", flat=True)) == {"accepted"}
    assert set(Enrollment.objects.values_list("position", flat=True)) == {1}


def test_an_unsubscribe_beside_the_senders_ends_in_one_of_two_ways(
    smtp_server: MailServer,
) -> None:
    for _ in range(6):
        make_enrollment()
    ids = dispatch(NOW)
    for delivery in Delivery.objects.all():
        make_links(delivery=delivery, targets=["unsubscribe"])
    links = list(MailLink.objects.select_related("delivery__lead", "delivery__address"))

    def leave() -> None:
        for link in links:
            unsubscribe(link=link, channel="header", now=NOW)

    at_once(leave, lambda: send_batch(ids, clock=Clock()), lambda: dispatch(NOW))

    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states["accepted"] == len(smtp_server.messages)
    assert states["accepted"] + states["cancelled"] == 6
    assert set(Enrollment.objects.values_list("exit_reason", flat=True)) == {"unsubscribed"}


def test_presses_of_one_network_at_once_share_what_it_may_ask_for(settings: Settings) -> None:
    settings.NETWORK_MAILS_PER_HOUR = 3
    addresses = [make_address(text=f"a{number}@example.com") for number in range(7)]

    def ask(address: EmailAddress) -> Callable[[], object]:
        return lambda: queue_requested(
            lead=address.lead,
            address=address,
            funnel_id=1,
            visit_id=address.pk,
            content=make_content(),
            dedupe_key=f"gift:{address.pk}:step:{address.pk}:0",
            network="net",
            now=NOW,
        )

    # The first row is the turnstile: from there on all of them wait in line.
    first, *others = addresses
    ask(first)()
    at_once(*map(ask, others))

    assert Counter(Delivery.objects.values_list("state", flat=True)) == {
        "scheduled": 3,
        "skipped": 4,
    }
