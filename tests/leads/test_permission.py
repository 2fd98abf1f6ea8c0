from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db.models import Value
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leads.consents import confirm_address, withdraw_consents
from leads.models import EmailAddress, Lead, Suppression
from leads.permission import awaits_confirmation, may_email, permitted
from leads.suppressing import suppress
from tests.leads.factories import NOW, make_address, make_consent, make_lead

_PURPOSES = ("requested", "series", "marketing")
_STEPS = st.sampled_from(
    [
        *(
            (kind, purpose)
            for kind in ("give", "give_single", "withdraw")
            for purpose in ("series", "marketing", "series 4", "series 7", "marketing 4")
        ),
        ("give_single", "requested"),
        ("confirm", ""),
        ("withdraw", ""),
        *(("suppress", reason) for reason in Suppression.Reason.values),
        ("disqualify", ""),
        ("merge", ""),
    ]
)


def _walk(address: EmailAddress, steps: list[tuple[str, str]]) -> None:
    for number, (step, what) in enumerate(steps):
        now = NOW + timedelta(minutes=number)
        match step:
            case "give" | "give_single":
                is_double = step == "give"
                purpose, _, topic = what.partition(" ")
                make_consent(
                    address, purpose=purpose, topic=topic, needs_confirmation=is_double, at=now
                )
            case "confirm":
                confirm_address(address=address, now=now, channel="mail")
            case "withdraw":
                purpose, _, topic = what.partition(" ")
                where = {"text": "", "language": "en", "channel": "mail"}
                withdraw_consents(address=address, now=now, purpose=purpose, topic=topic, **where)
            case "suppress":
                suppress(address=address, reason=what, now=now)
            case "disqualify":
                Lead.objects.filter(pk=address.lead_id).update(stage=Lead.Stage.DISQUALIFIED)
            case _:
                Lead.objects.filter(pk=address.lead_id).update(merged_into=make_lead())


class TestPermissionAgrees(TestCase):
    @settings(max_examples=60)
    @given(st.lists(_STEPS, max_size=9))
    def test_may_email_agrees_with_permitted(self, steps: list[tuple[str, str]]) -> None:
        _walk(make_address(), steps)
        address = EmailAddress.objects.select_related("lead").get()
        for purpose, topic in product(_PURPOSES, ("", "4", "7", "47")):
            may = may_email(address=address, purpose=purpose, topic=topic) == ""
            assert EmailAddress.objects.filter(permitted(purpose, topic)).exists() == may
            named = EmailAddress.objects.annotate(named=Value(topic))
            assert named.filter(permitted(purpose, topic_from="named")).exists() == may


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("steps", "answers"),
    [
        ([], ("", "no_consent", "no_consent")),
        ([("give", "series")], ("", "not_confirmed", "no_consent")),
        ([("give", "series"), ("confirm", "")], ("", "", "no_consent")),
        ([("give_single", "marketing")], ("", "no_consent", "")),
        ([("give", "series"), ("confirm", ""), ("give", "series")], ("", "", "no_consent")),
        ([("give_single", "series"), ("withdraw", "")], ("", "no_consent", "no_consent")),
        (
            [("give_single", "series"), ("suppress", "unsubscribed")],
            ("", "suppressed", "suppressed"),
        ),
        ([("suppress", "complained")], ("suppressed", "suppressed", "suppressed")),
        ([("suppress", "erased")], ("", "suppressed", "suppressed")),
        ([("suppress", "bounced")], ("bounced", "bounced", "bounced")),
        ([("give_single", "series"), ("disqualify", "")], ("", "disqualified", "disqualified")),
        ([("give_single", "series"), ("merge", "")], ("", "merged", "merged")),
    ],
)
def test_may_email_gives_the_reason(
    steps: list[tuple[str, str]], answers: tuple[str, str, str]
) -> None:
    _walk(make_address(), steps)
    address = EmailAddress.objects.get()
    assert tuple(may_email(address=address, purpose=purpose) for purpose in _PURPOSES) == answers


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("steps", "answers"),
    [
        # What was asked for by name says nothing of the others.
        ([("give_single", "series 4")], ("no_consent", "", "no_consent")),
        ([("give", "series 4")], ("no_consent", "not_confirmed", "no_consent")),
        ([("give", "series 4"), ("confirm", "")], ("no_consent", "", "no_consent")),
        # All of them were asked for; one is left.
        ([("give_single", "series")], ("", "", "")),
        ([("give_single", "series"), ("withdraw", "series 4")], ("", "no_consent", "")),
        ([("give_single", "series 4"), ("withdraw", "series 4")], ("no_consent",) * 3),
        ([("give_single", "series 4"), ("withdraw", "series 7")], ("no_consent", "", "no_consent")),
        # Leaving everything leaves each of them; who asks for one again gets that one.
        ([("give_single", "series 4"), ("withdraw", "")], ("no_consent",) * 3),
        (
            [("give_single", "series"), ("withdraw", ""), ("give_single", "series 7")],
            ("no_consent", "no_consent", ""),
        ),
        ([("give_single", "requested")], ("no_consent",) * 3),
    ],
)
def test_may_email_knows_one_series_from_another(
    steps: list[tuple[str, str]], answers: tuple[str, str, str]
) -> None:
    address = make_address()
    _walk(address, steps)
    assert (
        tuple(may_email(address=address, purpose="series", topic=t) for t in ("", "4", "7"))
        == answers
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("steps", "waits"),
    [
        ([("give", "marketing"), ("confirm", "")], False),
        ([("give", "marketing"), ("confirm", ""), ("give", "series 4")], True),
        ([("give", "marketing"), ("confirm", ""), ("give_single", "requested")], False),
        ([("give", "series"), ("confirm", ""), ("give", "series 4")], False),
        ([("give", "series 4"), ("confirm", ""), ("withdraw", "series 4")], False),
    ],
)
def test_awaits_confirmation_of_each_series_asked_for(
    steps: list[tuple[str, str]], waits: bool
) -> None:
    address = make_address()
    _walk(address, steps)
    address.refresh_from_db()
    assert awaits_confirmation(address) is waits


@pytest.mark.django_db
def test_permission_refuses_an_unknown_purpose() -> None:
    with pytest.raises(ValueError, match="newsletter"):
        may_email(address=make_address(), purpose="newsletter")
    with pytest.raises(ValueError, match="newsletter"):
        permitted("newsletter")
