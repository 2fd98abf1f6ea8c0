from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from leads.consents import Terms, confirm_address, give_consents
from leads.models import Consent, EmailAddress
from nurture.models import Delivery
from tests.leads.factories import NOW, make_address
from tests.nurture.factories import make_requested

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("consent", "proof", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def address() -> EmailAddress:
    address = make_address(text="Mara@Example.com")
    terms = [
        Terms(Consent.Purpose.REQUESTED, "Where to?\n[Send it]", False, version="rates 3"),
        Terms(Consent.Purpose.MARKETING, "Four more mails.", True, version="rates 3"),
    ]
    give_consents(
        address=address,
        terms=terms,
        language="en",
        url="https://quiz.example.com/f/rates/",
        channel="page",
        now=NOW,
    )
    confirm_address(address=address, now=NOW + 2 * HOUR, channel="mail")
    for purpose, subject, hours in (
        ("requested", "Your checklist", 1),
        ("marketing", "Day one", 3),
        ("series", "From before", 4),
    ):
        delivery = make_requested(address=address)
        Delivery.objects.filter(pk=delivery.pk).update(
            purpose=purpose,
            subject=subject,
            state="accepted",
            handed_over_at=NOW + hours * HOUR,
        )
    make_requested(address=address)
    return address


def test_proof_prints_what_was_agreed_for_each_mail_ever_sent(address: EmailAddress) -> None:
    mails, _, moments = printed("MARA@example.com").partition("Every moment on record: ")
    where = "on https://quiz.example.com/f/rates/, live version rates 3, in en"
    assert mails.splitlines() == [
        "Consent proof for Mara@Example.com",
        "",
        "Mails sent: 3",
        "",
        "2026-05-05 13:00:00 UTC  Your checklist",
        "  Asked for, sent",
        f"  Agreed 2026-05-05 12:00:00 UTC {where}",
        "  | Where to?",
        "  | [Send it]",
        "  Confirmed: not needed",
        "  Taken back: no",
        "",
        "2026-05-05 15:00:00 UTC  Day one",
        "  Mail series, sent",
        f"  Agreed 2026-05-05 12:00:00 UTC {where}",
        "  | Four more mails.",
        "  Confirmed: 2026-05-05 14:00:00 UTC",
        "  Taken back: no",
        "",
        "2026-05-05 16:00:00 UTC  From before",
        "  Mail series they asked for, sent",
        "  No agreement is on record for this mail.",
        "",
    ]
    assert moments.startswith("3\n")


def test_proof_says_the_same_for_machines(address: EmailAddress) -> None:
    found = json.loads(printed(address.normalised, "--json"))
    rests_on = {each["subject"]: each["rests_on"] for each in found["mails"]}
    assert found["address"] == "Mara@Example.com"
    assert {name: rests and rests["text"] for name, rests in rests_on.items()} == {
        "Your checklist": "Where to?\n[Send it]",
        "Day one": "Four more mails.",
        "From before": None,
    }
    assert len(found["moments"]) == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nobody@example.com", "Nothing is kept of nobody@example.com: it was never left here"),
        ("nobody", "Please write an e-mail address like"),
    ],
)
def test_proof_of_an_unknown_address_says_so(text: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        printed(text)
