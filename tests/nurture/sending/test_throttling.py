from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from nurture.models import Delivery, MailRules, Sequence, SequenceVersion
from nurture.rules import save_rules
from nurture.sending.batch import send_batch
from nurture.sending.ringing import due_to_ring
from nurture.sending.throttling import Rate, rates
from tests.leads.factories import NOW, make_address
from tests.nurture.factories import (
    Clock,
    make_enrollment,
    make_reader,
    make_requested,
    make_version,
)
from tests.nurture.ticking import dispatch
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db


def planned(*domains: str, version: SequenceVersion | None = None) -> list[int]:
    for number, domain in enumerate(domains):
        address = make_reader(text=f"{domain.split('.')[0]}{number}@{domain}")
        make_enrollment(version=version, address=address)
    return dispatch(NOW)


def held() -> dict[str, int]:
    found: dict[str, int] = {}
    for state, reason in Delivery.objects.values_list("state", "held_reason"):
        key = reason or state
        found[key] = found.get(key, 0) + 1
    return found


def rung(at: datetime) -> list[str]:
    ids = due_to_ring(at, limit=100).series
    return sorted(Delivery.objects.filter(pk__in=ids).values_list("provider_group", flat=True))


def test_each_provider_group_keeps_to_its_own_minute(smtp_server: MailServer) -> None:
    save_rules(MailRules(google_a_minute=2, others_a_minute=1))
    ids = planned(*["gmail.com"] * 4, "yahoo.com", "web.example", "mail.example")

    # Nothing is rung for which there is no room.
    assert rung(NOW) == sorted(["google", "google", "yahoo", *rung(NOW)[2:3]])
    send_batch(ids, clock=Clock())
    assert held() == {"accepted": 4, "throttled": 3}
    assert rates(NOW) == {
        "google": Rate(2, 2, 2),
        "yahoo": Rate(1, 1, None),
        "microsoft": Rate(0, 0, None),
        "others": Rate(1, 1, 1),
    }
    clock = Clock(NOW + timedelta(seconds=61))
    assert len(rung(clock.at)) == 3
    send_batch(ids, clock=clock)
    assert held() == {"accepted": 7}
    assert rates(clock.at)["google"] == Rate(2, 4, 2)


def test_full_groups_do_not_hide_the_others() -> None:
    save_rules(MailRules(google_a_minute=0, others_a_minute=0))
    planned(*["gmail.com"] * 3, *["a.example"] * 3, "yahoo.com")
    series = due_to_ring(NOW, limit=3).series
    assert [Delivery.objects.get(pk=pk).provider_group for pk in series] == ["yahoo"]


def test_the_most_of_a_day_counts_all_series(smtp_server: MailServer) -> None:
    save_rules(MailRules(most_a_day=2))
    ids = planned("a.example", "b.example", "gmail.com")
    assert len(rung(NOW)) == 2
    send_batch(ids, clock=Clock())
    assert held() == {"accepted": 2, "most_a_day": 1}
    assert due_to_ring(NOW + timedelta(hours=1), limit=9).series == []
    later = Clock(NOW + timedelta(hours=25))
    send_batch(due_to_ring(later.at, limit=9).series, clock=later)
    assert held() == {"accepted": 3}


def test_a_slowed_series_sends_few_mails_an_hour(smtp_server: MailServer) -> None:
    save_rules(MailRules(slowed_an_hour=1))
    version = make_version()
    ids = planned("a.example", "b.example", version=version)
    Sequence.objects.update(slowed_at=NOW)
    assert len(rung(NOW)) == 1
    send_batch(ids, clock=Clock())
    assert held() == {"accepted": 1, "slowed": 1}
    assert due_to_ring(NOW + timedelta(minutes=30), limit=9).series == []
    later = Clock(NOW + timedelta(minutes=61))
    send_batch(due_to_ring(later.at, limit=9).series, clock=later)
    assert held() == {"accepted": 2}


def test_what_was_asked_for_knows_no_limits(smtp_server: MailServer) -> None:
    save_rules(MailRules(google_a_minute=0, others_a_minute=0, most_a_day=0))
    ids = [make_requested(address=make_address(text="a@gmail.com")).pk, make_requested().pk]
    assert due_to_ring(NOW, limit=9).requested == ids
    assert send_batch(ids, clock=Clock()) == 2
