from __future__ import annotations

from datetime import datetime, timedelta

from nurture.document import DelayDoc, WindowDoc
from nurture.planning.foretelling import next_times
from tests.leads.factories import NOW
from tests.nurture.planning.series import mail, series

WORKDAYS = WindowDoc(days=("mon", "tue", "wed", "thu", "fri"), opens="09:00", closes="17:00")


def told(
    *delays: DelayDoc, purpose: str = "marketing", zone: str = "Europe/Stockholm"
) -> list[str]:
    mails = [mail(str(number), delay=delay) for number, delay in enumerate(delays)]
    document = series(*mails, purpose=purpose, window=WORKDAYS)
    times = next_times(document, zone=zone, start=NOW)
    assert [key for key, _at in times] == [each.key for each in mails[:3]]
    return [at.strftime("%a %H:%M") for _key, at in times]


def test_next_times_are_the_first_three_in_utc() -> None:
    # NOW is a Tuesday noon; Stockholm is two hours ahead.
    days = [DelayDoc(), DelayDoc(days=2, at="09:30"), DelayDoc(days=1, at="10:00"), DelayDoc()]
    assert datetime.fromisoformat("2026-05-05T12:00:00+00:00") == NOW
    assert told(*days) == ["Tue 12:00", "Thu 07:30", "Fri 08:00"]
    assert told(*days, zone="Asia/Tokyo") == ["Wed 00:00", "Fri 00:30", "Mon 01:00"]


def test_next_times_know_the_caps() -> None:
    # Two hours later would be the second mail of a day: 20 hours lie between two.
    assert told(DelayDoc(), DelayDoc(hours=2)) == ["Tue 12:00", "Wed 08:00"]


def test_the_first_mail_of_a_series_asked_for_is_sent_at_once_and_counts_for_no_cap() -> None:
    asked = told(DelayDoc(days=3), DelayDoc(hours=2), purpose="series")
    assert asked == ["Tue 12:00", "Tue 14:00"]


def test_next_times_keep_the_caps_of_a_week() -> None:
    document = series(*(mail(str(number), delay=DelayDoc(days=1)) for number in range(5)))
    times = [at for _key, at in next_times(document, zone="UTC", start=NOW, count=5)]
    assert [at - NOW for at in times] == [timedelta(days=each) for each in (1, 2, 3, 8, 9)]
