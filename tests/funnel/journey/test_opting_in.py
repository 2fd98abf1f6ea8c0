"""Leaving an address: errors beside the field, consent as shown, one person, one mail."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from funnel.document import FunnelDocument
from funnel.models import Visit
from leads.capture import capture_lead
from leads.consents import confirm_address, withdraw_consents
from leads.models import Activity, Consent, EmailAddress, Lead, VisitFacts
from leads.permission import awaits_confirmation
from nurture.models import Delivery
from tests.funnel.factories import NOW, make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import Visitor, ladder_document

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
BOX = "Send me four more mails."
ASKED = (
    "Where to?\nOne mail now. Stop with one press.\nFirst name (if you like) · E-mail\n[Send it]"
)


def at_opt_in(visitor: Visitor) -> Visitor:
    return visitor.finish_quiz().go_on_to("opt_in")


def error(visitor: Visitor, field: str) -> str:
    found = re.search(rf'role="alert" id="error-{field}">(.*?)</span>', visitor.html)
    return found[1] if found else ""


def typed(visitor: Visitor, field: str) -> str:
    found = re.search(rf'<input[^>]*name="{field}"[^>]*value="([^"]*)"', visitor.html)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"email": ""}, {"email": "Please write your e-mail address."}),
        (
            {"email": "mara(at)example.com", "first_name": "Mara"},
            {"email": "Please write an e-mail address like anna@example.com."},
        ),
        (
            {"email": "mara@example.com", "first_name": "Visit www.spam.example"},
            {"first_name": "Please write your first name only, without a link."},
        ),
        (
            {"email": "mara", "first_name": "http://x.example"},
            {
                "email": "Please write an e-mail address like anna@example.com.",
                "first_name": "Please write your first name only, without a link.",
            },
        ),
        (
            {"email": "mara@example.com", "first_name": "x" * 61},
            {"first_name": "Please shorten your name to 60 characters."},
        ),
    ],
)
@either
def test_opt_in_says_what_is_wrong_beside_each_field_and_keeps_what_was_typed(
    has_script: bool, fields: dict[str, str], errors: dict[str, str]
) -> None:
    visitor = at_opt_in(Visitor(has_script=has_script))
    before = everything()
    visitor.press(act="next", marketing="yes", **fields)

    assert everything() == before
    assert visitor.response.status_code == (422 if has_script else 200)
    assert visitor.screen == "opt_in"
    assert {name: error(visitor, name) for name in ("email", "first_name")} == {
        "email": "",
        "first_name": "",
        **errors,
    }
    for name in ("email", "first_name"):
        assert typed(visitor, name) == fields.get(name, "")
        wrong = f'aria-invalid="true" aria-describedby="error-{name}"'
        assert (wrong in visitor.html) is (name in errors)
    assert re.search(r'name="marketing" value="yes" checked', visitor.html)


@either
def test_skip_goes_on_without_a_person(has_script: bool) -> None:
    visitor = at_opt_in(Visitor(has_script=has_script))
    visitor.press(act="skip", email="not finished typ", first_name="www.example.com")

    assert visitor.screen == "offer"
    assert (Lead.objects.count(), Delivery.objects.count()) == (0, 0)
    assert visitor.visit.step_views.get(step_key="address").is_yes is False


def test_opt_in_that_cannot_be_skipped_asks_again() -> None:
    data = ladder_document().model_dump()
    data["steps"][-2].update(is_skippable=False, skip_label="")
    document = FunnelDocument.model_validate(data, strict=False)
    visitor = at_opt_in(Visitor(make_publication(document))).press(act="skip")
    assert visitor.screen == "opt_in"
    assert error(visitor, "email") == "Please write your e-mail address."


@either
def test_opt_in_makes_the_person_and_says_so_nowhere(has_script: bool) -> None:
    visitor = at_opt_in(Visitor(has_script=has_script))
    visitor.press(act="next", email=" Mara@Example.com ", first_name="Mara")

    lead, address, visit = Lead.objects.get(), EmailAddress.objects.get(), visitor.visit
    assert (lead.name, address.address, address.normalised) == (
        "Mara",
        "Mara@Example.com",
        "mara@example.com",
    )
    assert (visit.lead, visit.address) == (lead, address)
    assert visit.depth == 3 + 2 + 5  # answers and poll, the guide, the address
    assert (lead.depth, VisitFacts.objects.get().lead_id) == (visit.depth, lead.pk)
    for step in ("address", "offer", "result", "list"):
        html = visitor.look(visitor.at(step)).html.lower()
        assert "mara" not in html, step


def test_consent_keeps_the_words_as_shown() -> None:
    visitor = at_opt_in(Visitor())
    assert f"<span>{BOX}</span>" in visitor.html
    assert "checked" not in visitor.html
    visitor.press(act="next", email="mara@example.com", marketing="yes")

    rows = list(
        Consent.objects.order_by("pk").values(
            *("address__normalised", "purpose", "moment", "needs_confirmation"),
            *("text", "version", "language", "url", "channel"),
        )
    )
    both = {
        "address__normalised": "mara@example.com",
        "moment": "given",
        "version": f"rates {visitor.publication.number}",
        "language": "en",
        "url": f"{settings.SITE_URL}/f/rates/",
        "channel": "page",
    }
    assert rows == [
        {**both, "purpose": "requested", "needs_confirmation": False, "text": ASKED},
        {**both, "purpose": "marketing", "needs_confirmation": True, "text": BOX},
    ]
    assert visitor.visit.key not in json.dumps(rows)


@pytest.mark.parametrize("fields", [{}, {"marketing": ""}, {"marketing": "no"}])
def test_unticked_box_gives_no_consent(fields: dict[str, str]) -> None:
    at_opt_in(Visitor()).press(act="next", email="mara@example.com", **fields)
    assert list(Consent.objects.values_list("purpose", flat=True)) == ["requested"]


def test_a_series_that_the_ask_itself_offers_needs_no_tick() -> None:
    data = ladder_document().model_dump()
    data["sequences"][0]["purpose"] = "series"
    document = FunnelDocument.model_validate(data, strict=False)
    visitor = at_opt_in(Visitor(make_publication(document)))
    visitor.press(act="next", email="mara@example.com")
    assert list(Consent.objects.values_list("purpose", "needs_confirmation", "text")) == [
        ("requested", False, ASKED),
        ("series", True, ASKED),
    ]


def test_who_stopped_the_mails_and_comes_back_is_sent_a_new_one_to_confirm() -> None:
    visitor = at_opt_in(Visitor())
    visitor.press(act="next", email="mara@example.com", marketing="yes")
    address = EmailAddress.objects.get()
    confirm_address(address=address, now=timezone.now(), channel="mail")
    assert not awaits_confirmation(address)
    withdraw_consents(
        address=address, text="Stop", language="en", channel="page", now=timezone.now()
    )
    visitor.look(visitor.at("address"))
    visitor.press(act="next", email="mara@example.com", marketing="yes")
    keys = list(Delivery.objects.order_by("pk").values_list("dedupe_key", flat=True))
    assert [key.rpartition(":")[2] for key in keys] == ["0", "1"]
    assert awaits_confirmation(address)


def test_consent_nobody_was_asked_for_is_not_kept() -> None:
    data = ladder_document().model_dump()
    data["steps"][-2]["marketing"] = ""
    data |= {"sequences": [], "series_rules": []}
    document = FunnelDocument.model_validate(data, strict=False)
    visitor = at_opt_in(Visitor(make_publication(document)))
    assert 'name="marketing"' not in visitor.html
    visitor.press(act="next", email="mara@example.com", marketing="yes")
    assert list(Consent.objects.values_list("purpose", flat=True)) == ["requested"]


def test_same_address_is_one_person_over_visits_and_in_other_letters() -> None:
    one = at_opt_in(Visitor()).press(act="next", email="mara@example.com", first_name="Mara")
    two = at_opt_in(Visitor(one.publication)).press(act="next", email="MARA@Example.COM ")

    lead = Lead.objects.get()
    assert lead.name == "Mara"
    assert EmailAddress.objects.count() == 1
    assert [one.mine.lead, two.mine.lead] == [lead, lead]
    assert one.mine != two.mine
    assert sorted(VisitFacts.objects.values_list("visit_id", flat=True)) == sorted(
        Visit.objects.values_list("pk", flat=True)
    )


def test_mail_is_queued_once_per_visit_step_and_address() -> None:
    visitor = at_opt_in(Visitor())
    for email in ("mara@example.com", "MARA@example.com", "other@example.com"):
        visitor.look(visitor.at("address")).press(act="next", email=email)
    visit = visitor.visit

    keys = list(Delivery.objects.order_by("pk").values_list("dedupe_key", flat=True))
    first, other = EmailAddress.objects.order_by("pk")
    assert keys == [f"gift:{visit.pk}:address:{each.pk}:0" for each in (first, other)]
    again = at_opt_in(Visitor(visitor.publication)).press(act="next", email="mara@example.com")
    assert Delivery.objects.filter(visit_id=again.mine.pk).count() == 1


def test_mail_carries_the_words_of_this_visit() -> None:
    at_opt_in(Visitor()).press(act="next", email="mara@example.com", first_name="Mara")

    delivery = Delivery.objects.get()
    content = json.loads(delivery.content)
    stayed = "It stayed: für immer"
    assert delivery.purpose == Delivery.Purpose.REQUESTED
    assert content["mail"]["subject"] == "Your result"
    assert content["mail"]["button"] == {"label": "Open", "target": "result"}
    assert content["words"] == {
        "result": "The discounter",
        "answers": {"quiz": {"rate": stayed, "raise": stayed}, "mood": {"mood": stayed}},
        "topics": {"pricing": 100, "time": 0},
        "source": "direct",
    }
    assert (content["language"], content["has_confirm"]) == ("en", True)
    assert content["theme"] == {"accent": "#112233", "accent_dark": "#445566", "corner": 3}


def test_earlier_acts_are_told_with_their_true_times() -> None:
    visitor = Visitor().finish_quiz().go_on_to("video")
    visitor.press(act="save", played="80").press(act="next", played="80")
    visitor.go_on_to("opt_in")
    # As if all of it had been yesterday.
    day = timedelta(days=1)
    visit = visitor.visit
    for rows, field in (
        (visit.answers, "answered_at"),
        (visit.step_views.exclude(done_at=None), "done_at"),
        (visit.downloads, "opened_at"),
    ):
        for row in rows.all():
            setattr(row, field, getattr(row, field) - day)
            row.save()
    before = Visit.objects.get().last_act_at
    visitor.press(act="next", email="mara@example.com")

    acts = dict(Activity.objects.values_list("subject", "occurred_at"))
    assert set(acts) == {
        *("rates/quiz/rate", "rates/quiz/raise", "rates/quiz", "rates/mood/mood"),
        *("rates/guide", "rates/video", "rates/address"),
    }
    given = acts.pop("rates/address")
    assert given >= before
    assert all(before - 2 * day < at < before - day / 2 for at in acts.values()), acts
    assert Activity.objects.get(subject="rates/video").level == 75
    assert Activity.objects.filter(subject="rates/quiz/rate").get().occurred_at == (
        visit.answers.get(question_key="rate").answered_at
    )


@either
def test_page_is_the_same_for_known_and_unknown_addresses(has_script: bool) -> None:
    captured = capture_lead(address="known@example.com", first_name="Zebedee", now=NOW)
    Lead.objects.filter(pk=captured.lead.pk).update(depth=200, phone="+46 70 123 45 67")
    publication = make_publication(ladder_document())
    pages = []
    for email in ("known@example.com", "unknown@example.com"):
        visitor = at_opt_in(Visitor(publication, has_script=has_script))
        visitor.press(act="next", email=email)
        seen = [visitor.html, visitor.look(visitor.address).html]
        seen.append(visitor.press(act="press").html)
        pages.append([html.replace(visitor.mine.key, "KEY") for html in seen])
    assert pages[0] == pages[1]


def test_depth_of_a_known_person_does_not_open_the_offer_of_an_unconfirmed_visit() -> None:
    """Typing somebody's address tells nothing about them."""
    data = ladder_document().model_dump()
    data["steps"][-1]["offer"]["min_depth"] = 100
    document = FunnelDocument.model_validate(data, strict=False)
    capture_lead(address="known@example.com", first_name="", now=NOW)
    visitor = at_opt_in(Visitor(make_publication(document)))
    visitor.press(act="next", email="known@example.com")
    assert visitor.screen == "proposal"
    # What they did elsewhere is known of them, and stays with them.
    Lead.objects.update(depth=200)

    for token in ("x" * 22, "", "x"):
        visitor.press(to=visitor.at("offer"), act="press", good_time="\x00", m=token)
        assert visitor.screen == "proposal", token
        visitor.look(f"{visitor.at('offer')}?m={token}")
        assert visitor.screen == "proposal", token
