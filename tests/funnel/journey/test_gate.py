"""The gate's own fields, its question about a likely slip, and input that nobody should send."""

from __future__ import annotations

import html
import re

import pytest

from funnel.document import FunnelDocument
from funnel.models import Publication
from leads.capture import capture_lead
from leads.models import Activity, Consent, EmailAddress, Lead, LeadDetail
from leads.scoring_models import current
from nurture.models import Delivery
from tests.funnel.factories import NOW, Data, make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import Visitor, ladder_document

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
ALL: list[Data] = [
    {"kind": "phone", "is_required": False},
    {"kind": "text", "key": "team", "label": "How large is your team?"},
    {"kind": "email"},
    {"kind": "company", "is_required": False},
    {"kind": "first_name", "is_required": False, "label": "What shall we call you?"},
]
EITHER: list[Data] = [
    {"kind": "email", "is_required": False},
    {"kind": "phone", "is_required": False},
]
ONE_IS_ENOUGH = "Leave an address or a number, one is enough."


def gated(fields: list[Data]) -> Publication:
    data = ladder_document().model_dump()
    data["steps"][-2]["fields"] = fields
    return make_publication(FunnelDocument.model_validate(data, strict=False))


def at_gate(fields: list[Data] | None = None, *, has_script: bool = True) -> Visitor:
    visitor = Visitor(gated(fields or [{"kind": "email"}]), has_script=has_script)
    return visitor.finish_quiz().go_on_to("opt_in")


def errors(visitor: Visitor) -> dict[str, str]:
    found = re.findall(r'role="alert" id="error-([\w-]+)">(.*?)</span>', visitor.html)
    return {name: html.unescape(sentence) for name, sentence in found}


def question(visitor: Visitor) -> str:
    found = re.search(r'id="error-meant"> <p>(.*?)</p>', visitor.html)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


def test_gate_draws_the_fields_in_the_order_of_the_marketer() -> None:
    visitor = at_gate(ALL)
    drawn = re.findall(
        r"<label> <span>(.*?)</span> <input type=\"(\w+)\" name=\"([\w-]+)\""
        r" autocomplete=\"([\w-]+)\" maxlength=\"(\d+)\"",
        visitor.html,
    )
    hint = " <small>if you like</small>"
    assert drawn == [
        (f"Phone{hint}", "tel", "phone", "tel", "32"),
        ("How large is your team?", "text", "detail_team", "off", "300"),
        ("E-mail", "email", "email", "email", "254"),
        (f"Company{hint}", "text", "company", "organization", "120"),
        (f"What shall we call you?{hint}", "text", "first_name", "given-name", "60"),
    ]


def test_gate_keeps_all_that_was_filled_in() -> None:
    visitor = at_gate(ALL).press(
        email="mara@example.com",
        phone="0151 23456789",
        company="Ledger & Lark",
        first_name="Mara",
        detail_team="Twelve",
        detail_other="nobody asked",
    )
    lead = Lead.objects.get()
    assert (lead.name, lead.company, lead.phone, lead.known_by_phone) == (
        *("Mara", "Ledger & Lark"),
        *("+4915123456789", None),
    )
    [detail] = LeadDetail.objects.values_list("key", "label", "value")
    assert detail == ("rates/address/team", "How large is your team?", "Twelve")
    assert visitor.screen == "offer"
    asked = Consent.objects.get().text.splitlines()[2]
    assert asked == (
        "Phone (if you like) · How large is your team? · E-mail · Company (if you like)"
        " · What shall we call you? (if you like)"
    )


@either
def test_gate_says_all_that_is_wrong_at_once_and_keeps_what_was_typed(has_script: bool) -> None:
    visitor = at_gate(ALL, has_script=has_script)
    before = everything()
    typed = {
        "email": "mara",
        "phone": "abc",
        "company": "www.spam.example",
        "first_name": "http://x.example",
        "detail_team": "x" * 10_000,
    }
    visitor.press(**typed)
    assert everything() == before
    assert set(errors(visitor)) == set(typed)
    assert errors(visitor)["detail_team"] == "Please shorten this to 300 characters."
    assert errors(visitor)["phone"].startswith("We cannot dial this number.")
    for name in ("email", "phone", "company", "first_name"):
        assert f'value="{typed[name]}"' in visitor.html
    visitor.press()
    assert errors(visitor) == {
        "email": "Please write your e-mail address.",
        "detail_team": "Please fill this in.",
    }


@either
def test_gate_takes_an_address_or_a_number(has_script: bool) -> None:
    visitor = at_gate(EITHER, has_script=has_script)
    assert visitor.html.count("one of the two is enough") == 2
    assert "With a number alone no mail comes." in visitor.html
    visitor.press()
    assert errors(visitor) == {"email": ONE_IS_ENOUGH}
    visitor.press(phone="0151 23456789")
    assert visitor.screen == "offer"
    assert (visitor.mine.lead, visitor.mine.address) == (Lead.objects.get(), None)
    assert (Delivery.objects.count(), Consent.objects.count()) == (0, 0)
    labels = Activity.objects.filter(kind="address").values_list("label", flat=True)
    assert list(labels) == ["Left a phone number"]
    # An address later is the same person's.
    visitor.look(visitor.at("address")).press(email="mara@example.com")
    assert (Lead.objects.count(), EmailAddress.objects.get().lead) == (1, visitor.mine.lead)
    assert Delivery.objects.count() == 1


def test_the_only_way_to_reach_a_person_is_needed_whatever_was_ticked() -> None:
    visitor = at_gate([{"kind": "phone", "is_required": False}]).press()
    assert errors(visitor) == {"phone": "Please write your phone number."}


@either
@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ({"mailbox": "meant"}, "anna@gmail.com"),
        ({"mailbox": "typed"}, "anna@gmial.com"),
        # The main button once more, without a letter changed, is an answer, too.
        ({"act": "next"}, "anna@gmial.com"),
    ],
)
def test_a_likely_slip_is_asked_about_once_and_never_forced(
    has_script: bool, answer: dict[str, str], kept: str
) -> None:
    visitor = at_gate(has_script=has_script)
    before = everything()
    visitor.press(act="next", email="anna@gmial.com", marketing="yes")
    assert everything() == before
    assert visitor.screen == "opt_in"
    assert question(visitor) == "Did you mean anna@gmail.com?"
    assert re.search(
        r'value="anna@gmial.com"[^>]*aria-invalid="spelling" aria-describedby="error-meant"',
        visitor.html,
    )
    # Enter in a field is the first button of the form: never the suggestion.
    first = re.search(r'<button type="submit"([^>]*)>', visitor.html)
    assert first
    assert "name" not in first[1]
    assert re.search(r'name="marketing" value="yes" checked', visitor.html)
    visitor.press(email="anna@gmial.com", **answer)
    assert visitor.screen == "offer"
    assert EmailAddress.objects.get().normalised == kept


def test_another_slip_is_asked_about_anew() -> None:
    visitor = at_gate().press(email="anna@gmial.com").press(email="anna@gmail.con")
    assert question(visitor) == "Did you mean anna@gmail.com?"
    visitor.press(email="anna@example.com", mailbox="meant")
    assert EmailAddress.objects.get().normalised == "anna@example.com"


@either
@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("a" * 308 + "@example.com", "This address is longer than mail allows. Please check it."),
        ("a" * 65 + "@example.com", "This address is longer than mail allows. Please check it."),
        ("anna@example.com\r\nBcc: b@example.com", None),
        ("änna@example.com", "Please write an e-mail address like anna@example.com."),
        ("=cmd@example.com", None),
        ("a@localhost", "Please write an e-mail address like anna@example.com."),
    ],
)
def test_an_address_that_is_none_gets_a_sentence(
    has_script: bool, email: str, sentence: str | None
) -> None:
    visitor = at_gate(has_script=has_script)
    before = everything()
    visitor.press(email=email)
    assert everything() == before
    assert visitor.screen == "opt_in"
    assert errors(visitor)["email"] == (sentence or errors(visitor)["email"])
    assert errors(visitor)["email"].endswith("anna@example.com.") or sentence


@pytest.mark.parametrize(
    ("email", "is_throwaway"), [("a@mailinator.com", True), ("a@bücher.example", False)]
)
def test_what_is_only_odd_is_taken_and_flagged(email: str, is_throwaway: bool) -> None:
    visitor = at_gate().press(email=email)
    assert visitor.screen == "offer"
    assert EmailAddress.objects.get().is_throwaway is is_throwaway


@pytest.mark.parametrize("fields", [ALL, EITHER], ids=["all", "either"])
def test_the_answer_never_tells_whether_somebody_is_known(fields: list[Data]) -> None:
    capture_lead(address="known@example.com", first_name="Zebedee", phone="+4915123456789", now=NOW)
    current()  # What counts is read once a minute, whoever presses.
    publication = gated(fields)
    pages, statuses, numbers = [], [], []
    for email, phone in (
        ("known@example.com", "0151 23456789"),
        ("unknown@example.com", "0151 23456780"),
    ):
        visitor = Visitor(publication).finish_quiz().go_on_to("opt_in")
        visitor.press(email=email, phone=phone, detail_team="x")
        pages.append(visitor.html.replace(visitor.mine.key, "KEY"))
        statuses.append(visitor.response.status_code)
        numbers.append(len(visitor.queries))
    assert pages[0] == pages[1]
    assert statuses[0] == statuses[1]
    assert abs(numbers[0] - numbers[1]) <= 3, numbers
    assert max(numbers) <= 26, numbers  # two more than the address alone: phone and details
