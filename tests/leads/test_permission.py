from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leads.consents import confirm_address, withdraw_consents
from leads.models import EmailAddress, Lead, Suppression
from leads.permission import may_email, permitted
from leads.suppressing import suppress
from tests.leads.factories import NOW, make_address, make_consent, make_lead

_PURPOSES = ("requested", "series", "marketing")
_STEPS = st.sampled_from(
    [
        *(
            (kind, purpose)
            for kind in ("give", "give_single")
            for purpose in ("series", "marketing")
        ),
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
                make_consent(address, purpose=what, needs_confirmation=is_double, at=now)
            case "confirm":
                confirm_address(address=address, now=now, channel="mail")
            case "withdraw":
                withdraw_consents(address=address, text="", language="en", channel="mail", now=now)
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
        for purpose in _PURPOSES:
            is_permitted = EmailAddress.objects.filter(permitted(purpose)).exists()
            assert is_permitted == (may_email(address=address, purpose=purpose) == "")


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
def test_permission_refuses_an_unknown_purpose() -> None:
    with pytest.raises(ValueError, match="newsletter"):
        may_email(address=make_address(), purpose="newsletter")
    with pytest.raises(ValueError, match="newsletter"):
        permitted("newsletter")
