from __future__ import annotations

from datetime import timedelta

import pytest

from nurture.providers import provider_group
from nurture.sending.refusals import Phase, RefusedError, Verdict, back_off, judge


@pytest.mark.parametrize(
    ("phase", "code", "text", "verdict"),
    [
        (Phase.CONNECT, None, "Connection refused", Verdict.RETRY),
        (Phase.CONNECT, 421, "too many connections", Verdict.RETRY),
        (Phase.CONNECT, 554, "no service", Verdict.RETRY),
        (Phase.LOGIN, 535, "5.7.8 bad credentials", Verdict.STOP_ALL),
        (Phase.LOGIN, 454, "4.7.0 try later", Verdict.RETRY),
        (Phase.ENVELOPE, 530, "5.7.0 authentication required", Verdict.STOP_ALL),
        (Phase.ENVELOPE, 553, "5.1.8 bad sender", Verdict.FAILED),
        (Phase.RECIPIENT, 450, "4.2.0 greylisted", Verdict.RETRY),
        (Phase.RECIPIENT, 550, "5.1.1 no such user", Verdict.BOUNCED),
        (Phase.RECIPIENT, 550, "no such user", Verdict.BOUNCED),
        (Phase.RECIPIENT, 550, "5.2.1 mailbox disabled", Verdict.FAILED),
        (Phase.RECIPIENT, 550, "5.7.515 not authenticated", Verdict.STOP_PROVIDER),
        (Phase.DATA, None, "Connection unexpectedly closed", Verdict.RETRY),
        (Phase.END, None, "timed out", Verdict.MAYBE_SENT),
        (Phase.END, -1, "nonsense", Verdict.MAYBE_SENT),
        (Phase.END, 451, "4.3.0 later", Verdict.RETRY),
        (Phase.END, 550, "5.7.1 looks like spam", Verdict.STOP_PROVIDER),
        (Phase.END, 552, "too large", Verdict.FAILED),
        (Phase.END, 550, "rejected from 192.5.1.10", Verdict.FAILED),
    ],
)
def test_judge_knows_whose_fault_it_is(
    phase: Phase, code: int | None, text: str, verdict: Verdict
) -> None:
    assert judge(RefusedError(phase, code, text)) is verdict


def test_back_off_grows_with_a_fifth_of_jitter() -> None:
    minutes = [back_off(attempts, "7") / timedelta(minutes=1) for attempts in range(1, 8)]

    for waited, planned in zip(minutes, (1, 5, 15, 60, 180, 180, 180), strict=True):
        assert planned * 0.8 <= waited <= planned * 1.2
    assert back_off(3, "7") == back_off(3, "7")
    assert back_off(3, "7") != back_off(3, "8")


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("a@gmail.com", "google"),
        ("a@googlemail.com", "google"),
        ("a@yahoo.co.uk", "yahoo"),
        ("a@hotmail.fr", "microsoft"),
        ("a@notgmail.com", "notgmail.com"),
        ("a@" + "long." * 30 + "com", ("long." * 30)[:60]),
    ],
)
def test_provider_group_names_who_answers(address: str, group: str) -> None:
    assert provider_group(address) == group
