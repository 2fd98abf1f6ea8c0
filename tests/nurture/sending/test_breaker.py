from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from pytest_django import Settings

from nurture.models import Delivery, MailStop, Notice
from nurture.sending import breaker, connecting
from nurture.sending.batch import send_batch
from nurture.sending.ringing import due_to_ring
from nurture.sending.stopping import ALL, SERVER, group_scope, pause
from tests.leads.factories import NOW, make_address
from tests.nurture.factories import Clock, make_requested
from tests.nurture.rude import RudeServer
from tests.nurture.sending.test_faults import rude
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def closed(settings: Settings) -> None:
    """A port behind which nobody is any more."""
    with rude(settings, "busy"):
        pass


def tried(clock: Clock) -> int:
    """How many mails were tried in one tick: each try moves its mail on."""
    before = {row.pk: row.due_at for row in Delivery.objects.all()}
    send_batch(due_to_ring(clock.at, limit=100).requested, clock=clock)
    return sum(row.due_at != before[row.pk] for row in Delivery.objects.all())


def test_a_server_that_is_away_is_tried_more_and_more_seldom(settings: Settings) -> None:
    closed(settings)
    for _ in range(200):
        make_requested()
    clock, tries, pauses = Clock(), [], []
    for _ in range(4 * 60):
        if tried(clock):
            tries.append(clock.at)
            [stop] = MailStop.objects.all()
            assert stop.until is not None
            if stop.until > clock.at:
                pauses.append(round((stop.until - clock.at) / MINUTE))
        clock.move(minutes=1)

    assert pauses[:8] == [1, 2, 4, 8, 16, 30, 30, 30]
    assert len(tries) == 4 + len(pauses)
    assert min(after - before for before, after in pairwise(tries)) >= MINUTE
    assert not Notice.objects.exists()


def test_one_mail_tries_and_its_success_lets_all_others_go(
    settings: Settings, smtp_server: MailServer
) -> None:
    ids = [make_requested().pk for _ in range(3)]
    stop = MailStop.objects.create(
        scope=SERVER, kind="away", failures=7, reason="x", created_at=NOW, until=NOW + MINUTE
    )
    clock = Clock()
    assert (due_to_ring(NOW, limit=9).requested, send_batch(ids, clock=clock)) == ([], 0)

    clock.at = NOW + MINUTE
    first, second = breaker.begin(clock.at), breaker.begin(clock.at)
    assert (first.is_open, first.tries, second.is_open) == (False, {SERVER}, True)
    clock.move(minutes=2)
    assert send_batch(ids, clock=clock) == 3
    assert not MailStop.objects.filter(pk=stop.pk).exists()


def test_a_refused_password_is_told_once_and_tried_more_seldom(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(9):
        make_requested()
    clock, waits = Clock(), []
    with rude(settings, "locked"):
        for _ in range(3):
            send_batch(due_to_ring(clock.at, limit=9).requested, clock=clock)
            until = MailStop.objects.get(scope=ALL).until
            assert until is not None
            waits.append(round((until - clock.at) / MINUTE))
            clock.at = until

    assert waits == [30, 60, 120]
    [told] = Notice.objects.all()
    assert (told.kind, "535" in told.text) == ("stop", True)
    assert MailStop.objects.get().kind == "login"


def test_a_provider_that_refuses_again_waits_longer_until_it_takes_one(
    smtp_server: MailServer,
) -> None:
    clock, waits = Clock(), []
    ids = [make_requested(address=make_address(text="a@gmail.com")).pk]
    scope = group_scope("google")
    smtp_server.reply_with("RCPT", "550 5.7.1 refused", times=3)
    for _ in range(3):
        send_batch(ids, clock=clock)
        until = MailStop.objects.get(scope=scope).until
        assert until is not None
        waits.append(round((until - clock.at) / MINUTE))
        clock.at = until
    assert waits == [30, 60, 120]
    assert send_batch(ids, clock=clock) == 1
    assert not MailStop.objects.exists()


def test_what_staff_paused_is_not_shortened_by_trouble() -> None:
    pause(scope=ALL, by="Anna", now=NOW)
    breaker.trip(scope=ALL, kind=MailStop.Kind.LOGIN, said="535", now=NOW)
    assert MailStop.objects.get().until is None


def test_too_many_connections_are_halved() -> None:
    def taken() -> int:
        with connecting.place() as one, connecting.place() as two, connecting.place() as three:
            return sum([one, two, three])

    assert taken() == 3
    connecting.lower()
    connecting.lower()
    assert taken() == 2
    connecting.lower()
    assert (taken(), taken()) == (1, 1)


def test_421_lowers_the_bound(settings: Settings) -> None:
    ids = [make_requested().pk for _ in range(2)]
    with rude(settings, "busy") as server:
        assert isinstance(server, RudeServer)
        send_batch(ids, clock=Clock())
        connecting.lower()
        connecting.lower()
    with connecting.place() as has_place, connecting.place() as has_another:
        assert (has_place, has_another) == (True, False)
        assert send_batch(ids, clock=Clock(NOW + 5 * MINUTE)) == 0


def test_a_bell_for_mails_that_are_out_leaves_the_try_to_a_mail_that_waits(
    smtp_server: MailServer,
) -> None:
    gone, waiting = make_requested(), make_requested()
    clock = Clock()
    assert send_batch([gone.pk], clock=clock) == 1
    MailStop.objects.create(
        scope=SERVER, kind="away", failures=7, reason="x", created_at=NOW, until=NOW + MINUTE
    )
    clock.at = NOW + MINUTE

    assert send_batch([gone.pk], clock=clock) == 0
    assert send_batch([gone.pk, waiting.pk], clock=clock) == 1
    assert not MailStop.objects.exists()
