"""The offer's own words, and "not now": it leads to a smaller step, a pause, back to the result."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from funnel.models import Conversion, Visit
from leads.models import EmailAddress
from nurture.models import Enrollment, SequenceVersion
from tests.funnel.factories import make_publication
from tests.funnel.journey.offers import CALENDAR, offer_document
from tests.funnel.journey.visitor import Visitor
from tests.leads.factories import make_address

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])


def at_offer(
    *, email: str = "", gift: str = "next", has_script: bool = True, **offer: str
) -> Visitor:
    """`gift` is what they do with the checklist."""
    publication = make_publication(offer_document(**offer))
    visitor = Visitor(publication, has_script=has_script).finish_quiz()
    visitor.press(act="next").press(act=gift, tick="one" if gift == "next" else [])
    if not email:
        return visitor.press(act="skip")
    return visitor.press(act="next", email=email, marketing="yes")


def test_offer_opens_with_their_answer_and_what_they_did() -> None:
    page = at_offer().html
    assert "<p>You said: “It stayed: für immer”.</p>" in page
    assert "<li>You answered 2 questions</li><li>You kept the checklist</li>" in page
    assert page.count('class="main"') == page.count('class="plain"') == 1
    assert page.index("You said") < page.index("<h1") < page.index("€149, once")


def test_what_they_left_is_not_said_to_be_done() -> None:
    assert "You kept the checklist" not in at_offer(gift="skip").html


@either
def test_not_now_proposes_the_gift_they_left(*, has_script: bool) -> None:
    visitor = at_offer(gift="skip", has_script=has_script).press(act="not_now")
    assert visitor.heading == "That is fine"
    assert "The five-line quote" in visitor.html
    assert "A quote in ten minutes" in visitor.html
    assert visitor.html.count('class="main"') == 1
    visitor.press(act="smaller")
    assert visitor.screen == "checklist"


def test_not_now_of_who_took_everything_leads_back_to_the_result() -> None:
    visitor = at_offer(later="One small thing a week is enough.").press(act="not_now")
    assert "<p>One small thing a week is enough.</p>" in visitor.html
    assert 'value="smaller"' not in visitor.html
    assert "Back to your result" in visitor.html
    visitor.press(act="smaller")
    assert visitor.screen == "offer_later"


@either
def test_pause_of_a_new_address_rests_its_mails(*, has_script: bool) -> None:
    visitor = at_offer(email="mara@example.com", has_script=has_script)
    address = EmailAddress.objects.get()
    make_active(address, visitor)
    assert "Write to me again in 30 days" in visitor.press(act="not_now").html
    visitor.press(act="pause")
    address.refresh_from_db()
    assert address.paused_until is not None
    rest = address.paused_until - timezone.now()
    assert timedelta(days=29) < rest <= timedelta(days=30)
    assert "Our mails to you rest for 30 days" in visitor.html
    assert 'value="pause"' not in visitor.html


def test_whoever_types_an_address_that_is_known_neither_learns_it_nor_rests_its_mails() -> None:
    address = make_address(text="mara@example.com")
    visitor = at_offer(email="mara@example.com")
    make_active(address, visitor)
    assert "30 days" not in visitor.press(act="not_now").html
    visitor.press(act="pause")
    address.refresh_from_db()
    assert address.paused_until is None


def make_active(address: EmailAddress, visitor: Visitor) -> None:
    """On a series, whatever the gate made of it."""
    enrolled = Enrollment.objects.filter(address=address)
    if not enrolled.exists():
        version = SequenceVersion.objects.earliest("pk")
        Enrollment.objects.create(
            lead=address.lead,
            address=address,
            sequence=version.sequence,
            version=version,
            funnel_id=visitor.publication.funnel_id,
            anchor_at=timezone.now(),
            due_at=timezone.now(),
            enrolled_at=timezone.now(),
        )
    enrolled.update(state=Enrollment.State.ACTIVE, ended_at=None)


def test_calendar_opens_with_the_address_given_in_this_visit_and_the_page_never_says_it() -> None:
    visitor = at_offer(email="mara@example.com", action="booking", url=CALENDAR)
    visitor.press(act="press")
    key = visitor.visit.conversion_key
    there = f"{CALENDAR}?email=mara%40example.com&metadata%5Bref%5D={key}"
    assert visitor.response.headers["HX-Redirect"] == there
    assert "mara" not in visitor.look(visitor.at("offer")).html.replace("Mara", "")


def test_calendar_of_a_person_known_before_is_told_no_name() -> None:
    address = make_address(text="mara@example.com")
    assert address.lead.name == "Mara"
    visitor = at_offer(email="mara@example.com", action="booking", url=CALENDAR).press(act="press")
    assert "name=" not in visitor.response.headers["HX-Redirect"]


def test_in_a_frame_the_button_takes_the_whole_window() -> None:
    visitor = at_offer(action="booking", url=CALENDAR)
    Visit.objects.update(embedded_on="studio.example")
    page = visitor.look(visitor.at("offer")).html
    assert page.count('target="_top"') == 1
    assert page.index('target="_top"') < page.index('value="press"') < page.index('value="not_now"')
    assert list(Conversion.objects.all()) == []
