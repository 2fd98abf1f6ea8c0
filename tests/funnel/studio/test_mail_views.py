"""Around the form of a series or a mail: when it comes, pausing at once, a test to oneself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel
from funnel.studio.mail_people import readers_of, words_as
from funnel.studio.mail_state import sending_of
from funnel.studio.mail_times import times_of
from nurture.models import Delivery, Message, Sequence
from tests.funnel.factories import NOW, make_funnel
from tests.funnel.studio.test_looking import marketer  # noqa: F401  # the fixture
from tests.funnel.studio.test_panes import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture
def funnel(db: None) -> Funnel:
    return make_funnel()


def second(funnel: Funnel) -> Message:
    return Message.objects.get(key="two", sequence__seriesrule__funnel=funnel)


def address(name: str, funnel: Funnel, row: Sequence | Message) -> str:
    kind = "mail" if isinstance(row, Message) else "series"
    return reverse(f"studio:{name}", args=[funnel.pk, f"{kind}-{row.pk}"])


def test_the_next_moments_follow_the_draft_and_the_place(funnel: Funnel) -> None:
    row = second(funnel)
    berlin = times_of(funnel, row, zone="Europe/Berlin", now=NOW)
    assert berlin is not None
    assert [(each.number, each.is_own) for each in berlin.mails] == [(1, False), (2, True)]
    assert berlin.mails[1].at == datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
    Message.objects.filter(pk=row.pk).update(delay_days=5, is_working_days=True)
    tokyo = times_of(funnel, second(funnel), zone="Asia/Tokyo", now=NOW)
    assert tokyo is not None
    assert (tokyo.city, tokyo.mails[1].at) == ("Tokyo", datetime(2026, 3, 9, 0, 30, tzinfo=UTC))


def test_an_unknown_place_is_the_business_s_own(funnel: Funnel) -> None:
    found = times_of(funnel, second(funnel), zone="Mars/Olympus", now=NOW)
    assert found is not None
    assert found.zone == next(iter(found.zones))


def test_times_are_asked_for_again(marketer: Client, funnel: Funnel) -> None:  # noqa: F811
    url = address("mail_times", funnel, second(funnel))
    answer = marketer.get(url, {"zone": "Asia/Tokyo"}, headers=HTMX)
    assert '<option value="Asia/Tokyo" selected>Tokyo</option>' in answer.content.decode()
    assert marketer.get(url).status_code == 302


@pytest.mark.parametrize("of", ["series", "mail"])
def test_pausing_and_resuming_work_at_once(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
    of: str,
) -> None:
    row: Sequence | Message = second(funnel)
    if of == "series":
        row = second(funnel).sequence
    for wish, kind in (("pause", "staff"), ("resume", ""), ("stop", "stopped")):
        answer = marketer.post(address("mail_act", funnel, row), {"wish": wish}, headers=HTMX)
        assert answer.status_code == 200
        row.refresh_from_db()
        found = sending_of(row, now=NOW)
        assert found is not None
        assert found.kind == ("staff" if (of, wish) == ("series", "stop") else kind)


def test_a_test_goes_to_who_pressed_and_counts_nowhere(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
) -> None:
    url = address("mail_test", funnel, second(funnel))
    assert "Your account has no mail address" in marketer.post(url, headers=HTMX).content.decode()
    User.objects.update(email="mara@example.com")
    answer = marketer.post(url, {"as": "999"}, headers=HTMX)
    assert "Sent to mara@example.com" in answer.content.decode()
    [sent] = mail.outbox
    assert (sent.subject, sent.to) == ("[Test] Second: yes", ["mara@example.com"])
    assert "/e/" not in str(sent.body)
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize("pk", ["", "x", "9" * 30, "1"])
def test_nobody_is_shown_who_may_not_be_seen(funnel: Funnel, pk: str) -> None:
    writer = User.objects.create_user("writer")
    assert words_as(funnel, pk, writer) is None
    assert readers_of(funnel, second(funnel), writer) == []
