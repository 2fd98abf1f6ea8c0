"""Figures for a monitor, read as the text format of Prometheus defines it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from funnel.operating.metrics import metrics
from nurture.models import Delivery, MailStop, Notice, Sequence
from nurture.noticing import notice
from tests.leads.factories import NOW
from tests.nurture.factories import make_requested

pytestmark = pytest.mark.django_db

_SAMPLE = re.compile(r'([a-z_]+)(\{[a-z_]+="[^"\\\n]*"\})? (\d+)')
OLD_NAMES = {
    "small_yes_due_deliveries",
    "small_yes_oldest_due_delivery_seconds",
    "small_yes_due_enrollments",
    "small_yes_oldest_due_enrollment_seconds",
    "small_yes_unsure_deliveries",
}


def parsed(text: str) -> dict[str, dict[str, int]]:
    """By name, then by labels. Fails where the text is not in the format: HELP and TYPE before
    the samples of their own name, each name once, no sample twice, a line break at the end."""
    assert text.endswith("\n")
    found: dict[str, dict[str, int]] = {}
    name = ""
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("# HELP "):
            name = line.split(" ", 3)[2]
            assert name not in found
            assert next(lines) == f"# TYPE {name} gauge"
            found[name] = {}
            continue
        sample = _SAMPLE.fullmatch(line)
        assert sample, line
        assert sample[1] == name
        assert (sample[2] or "") not in found[name]
        found[name][sample[2] or ""] = int(sample[3])
    return found


def test_metrics_are_in_the_exposition_format_under_one_prefix() -> None:
    found = parsed(metrics(now=NOW))
    assert set(found) >= OLD_NAMES
    assert all(name.startswith("small_yes_") for name in found)


def test_metrics_tell_the_queue_apart_by_kind_reason_and_group() -> None:
    late = make_requested(now=NOW - timedelta(minutes=3))
    held = make_requested(now=NOW - timedelta(minutes=20))
    Delivery.objects.filter(pk=held.pk).update(
        held_reason="server_away", due_at=NOW + timedelta(minutes=5)
    )
    sent = make_requested(now=NOW - timedelta(hours=1))
    Delivery.objects.filter(pk=sent.pk).update(
        state=Delivery.State.AMBIGUOUS,
        handed_over_at=NOW - timedelta(seconds=30),
        provider_group="google",
    )
    MailStop.objects.create(scope="lead:99", reason="sam", created_at=NOW)
    Sequence.objects.create(key="s", name="S", is_paused=True)
    notice(kind=Notice.Kind.TEXT, key="a", subject="A", text="B", now=NOW)

    found = parsed(metrics(now=NOW))

    assert late.state == Delivery.State.SCHEDULED
    assert found["small_yes_oldest_due_seconds"] == {
        '{kind="requested"}': 1200,
        '{kind="series"}': 0,
    }
    assert found["small_yes_late_mails"] == {"": 2}
    assert found["small_yes_held_deliveries"] == {'{reason="server_away"}': 1}
    assert found["small_yes_ambiguous_deliveries"] == {"": 1}
    assert found["small_yes_sent_last_minute"]['{provider_group="google"}'] == 1
    assert found["small_yes_sent_last_hour"]['{provider_group="others"}'] == 0
    assert found["small_yes_mail_stops"]['{kind="staff"}'] == 1
    assert found["small_yes_held_series"] == {"": 1}
    assert found["small_yes_unsent_notices"] == {"": 1}


def test_metrics_ask_the_same_for_many_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        make_requested(now=NOW)
    metrics(now=NOW)
    with django_assert_num_queries(11):
        metrics(now=NOW)
