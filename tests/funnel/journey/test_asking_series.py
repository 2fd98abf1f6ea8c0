from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from funnel.mail_links.confirming import confirm
from funnel.models import StepView
from funnel.translating.places import places as places_of
from leads.capture import capture_lead
from leads.consents import withdraw_consents
from leads.models import Activity, Consent, EmailAddress, Lead, Suppression
from leads.permission import awaits_confirmation, may_email
from leads.scoring_models import current
from leads.suppressing import suppress
from nurture.models import Delivery, Enrollment, MailLink, Sequence
from nurture.planning.versions import content_of
from nurture.reader.unsubscribing import unsubscribe
from nurture.writing.links import make_links
from nurture.writing.rendering import render_delivery
from tests.funnel.factories import document_from, make_publication
from tests.funnel.journey.series_document import series_data, series_document
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import Visitor
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False])
MARA = "mara@example.com"
# What the screen says, word for word, and what is kept of it.
ASKED = """Three quiet fixes
3 mails, 2 minutes each
Raising a rate is awkward
You raise one rate this week.
Today: Look up one number
The next day: Say it out loud
2 days later: Write the mail
Three mails in **four days**.
The others wait until you press “yes” in the first one. One press in every mail stops it.
[Send me the three mails]"""


def at_series(*, has_script: bool = True, **changes: object) -> Visitor:
    publication = make_publication(series_document(**changes))
    return again_at_series(Visitor(publication, has_script=has_script))


def again_at_series(visitor: Visitor) -> Visitor:
    return visitor.finish_quiz().go_on_to("series")


def topic() -> str:
    return str(Sequence.objects.get(key="fixes").pk)


def first_mail(number: int = 0) -> Delivery:
    return Delivery.objects.filter(purpose="requested").order_by("pk")[number]


def press_in_mail(target: str, number: int = 0, *, at: datetime | None = None) -> None:
    """The confirm or the unsubscribe button of a requested mail."""
    delivery = first_mail(number)
    make_links(delivery=delivery, targets=[target])
    link = MailLink.objects.select_related("delivery__lead", "delivery__address").get(
        delivery=delivery, target=target
    )
    now = at or timezone.now()
    if target == "confirm":
        confirm(link=link, now=now)
    else:
        unsubscribe(link=link, channel="page", now=now)


def places() -> list[dict[str, Any]]:  # Any: the values of rows
    rows = Enrollment.objects.order_by("pk")
    return [{**row} for row in rows.values("sequence__key", "state", "exit_reason", "position")]


ON_IT = {"sequence__key": "fixes", "state": "active", "exit_reason": "", "position": 1}


def test_screen_shows_all_that_is_asked_for_before_anybody_asks() -> None:
    html = at_series().html
    for words in (
        "3 mails, 2 minutes each",
        "Raising a rate is awkward",
        "You raise one rate this week.",
        "<span>Look up one number</span> <small>Today</small>",
        "<span>Say it out loud</span> <small>The next day</small>",
        "<span>Write the mail</span> <small>2 days later</small>",
        # The first mail, whole: recalled gently, in Markdown, its button told and not to press.
        "Hello there,",
        "you are The discounter.",
        "<em>today</em>",
        "A button in the mail. It opens: your result",
        "Three mails in <strong>four days</strong>.",
        "One press in every mail stops it.",
        'type="email"',
        ">Send me the three mails</button>",
        ">No thanks, just go on</button>",
    ):
        assert words in html, words
    assert html.count("<form") == 1
    assert "checkbox" not in html
    assert "/e/" not in html


@either
def test_unknown_person_asks_and_the_first_mail_goes_out_at_once(has_script: bool) -> None:
    visitor = at_series(has_script=has_script).press(act="next", email=" Mara@Example.com")
    assert visitor.screen == "opt_in"

    address, visit = EmailAddress.objects.get(), visitor.visit
    assert (visit.lead, visit.address, address.normalised) == (address.lead, address, MARA)
    same = {
        "moment": "given",
        "text": ASKED,
        "version": "rates 1",
        "language": "en",
        "url": f"{settings.SITE_URL}/f/rates/",
        "channel": "page",
    }
    assert list(
        Consent.objects.order_by("pk").values("purpose", "topic", "needs_confirmation", *same)
    ) == [
        {"purpose": "requested", "topic": "", "needs_confirmation": False, **same},
        {"purpose": "series", "topic": topic(), "needs_confirmation": True, **same},
    ]
    [delivery] = Delivery.objects.all()
    assert delivery.purpose == "requested"
    assert delivery.dedupe_key == f"gift:{visit.pk}:mails:{address.pk}:0"
    mail = render_delivery(delivery)
    assert mail.subject == "Look up one number"
    assert "You get this because you asked for “Three quiet fixes”." in mail.text
    assert "no other mail follows without your yes" in mail.text
    assert "Yes, send me the next mails" in mail.text
    # Nothing follows without the press in that mail.
    assert places() == []
    assert may_email(address=address, purpose="series", topic=topic()) == "not_confirmed"


def test_yes_is_told_with_its_points_and_counts_once() -> None:
    visitor = at_series().press(act="next", email=MARA)
    told = {row.label: row for row in Activity.objects.all()}
    asked = told["Asked for the mail series: Three quiet fixes"]
    assert (asked.kind, asked.points_key, asked.effort) == ("gift", "gift", 5)
    assert (told["Left an address"].points_key, told["Left an address"].effort) == (
        "address_given",
        0,
    )
    assert visitor.visit.depth == 2 + 5
    assert Lead.objects.get().depth == 2 + 5


def test_known_person_asks_by_one_press() -> None:
    data = series_data()
    data["steps"][2:4] = reversed(data["steps"][2:4])
    visitor = Visitor(make_publication(document_from(data))).finish_quiz().go_on_to("opt_in")
    visitor.press(act="next", email=MARA)
    assert visitor.screen == "series"
    assert 'type="email"' not in visitor.html
    assert MARA not in visitor.html
    # Another address sneaked in changes nothing: the mails go to whom this visit belongs to.
    visitor.press(act="next", email="other@example.com")
    assert visitor.screen == "offer"
    assert EmailAddress.objects.get().normalised == MARA
    series = Consent.objects.exclude(purpose="requested")
    assert list(series.values_list("purpose", "topic")) == [("series", topic())]
    keys = [each.message_key for each in Delivery.objects.order_by("pk")]
    assert keys == ["", "one"]
    assert Activity.objects.filter(points_key="address_given").count() == 1


def test_skip_is_an_equal_button_that_keeps_nothing() -> None:
    visitor = at_series()
    rows = everything()
    visitor.press(act="skip")
    assert visitor.screen == "opt_in"
    changed = {name for name, values in everything().items() if rows[name] != values}
    assert changed == {"funnel.Visit", "funnel.StepView"}
    assert StepView.objects.get(step_key="mails").is_yes is False


@either
@pytest.mark.parametrize("email", ["", "mara", "a@b", "mara@example.com\nbcc: x@example.com"])
def test_address_that_cannot_be_is_refused_on_the_same_screen(email: str, has_script: bool) -> None:
    visitor = at_series(has_script=has_script)
    rows = everything()
    visitor.press(act="next", email=email)
    assert 'data-screen="series"' in visitor.html
    assert visitor.html.count('id="error-email"') == 1
    assert everything() == rows


def test_asking_twice_asks_once() -> None:
    visitor = at_series().press(act="next", email=MARA)
    visitor.look(visitor.at("mails"))
    assert "You asked for these mails." in visitor.html
    for act in ("next", "again", "skip"):
        visitor.press(to=visitor.at("mails"), act=act, email="other@example.com")
        assert visitor.screen == "opt_in", act
    assert EmailAddress.objects.count() == Delivery.objects.count() == 1
    assert Consent.objects.count() == 2
    assert StepView.objects.get(step_key="mails").is_yes


def test_confirm_press_begins_with_the_second_mail() -> None:
    at_series().press(act="next", email=MARA)
    now = timezone.now()
    press_in_mail("confirm", at=now)
    press_in_mail("confirm", at=now)
    assert places() == [ON_IT]
    place = Enrollment.objects.get()
    assert place.anchor_at == now
    assert place.due_at is not None
    assert timedelta(0) < place.due_at - now < timedelta(days=2)
    assert not awaits_confirmation(EmailAddress.objects.get())
    assert dispatch(now) == [first_mail().pk]
    later = place.due_at + timedelta(minutes=1)
    [pk] = set(dispatch(later)) - {first_mail().pk}
    follower = Delivery.objects.get(pk=pk)
    assert (follower.purpose, follower.message_key) == ("series", "two")
    assert "You get this because you asked for “Three quiet fixes”." in (
        render_delivery(follower).text
    )


def test_confirm_press_begins_what_was_asked_for_in_another_visit_too() -> None:
    one = at_series().press(act="next", email=MARA)
    again_at_series(Visitor(one.publication)).press(act="skip").press(act="next", email=MARA)
    press_in_mail("confirm", number=1)
    assert places() == [ON_IT]


def test_without_double_opt_in_the_series_begins_with_the_press() -> None:
    at_series(double_opt_in=False).press(act="next", email=MARA)
    consent = Consent.objects.get(purpose="series")
    assert not consent.needs_confirmation
    assert "The others wait" not in consent.text
    assert places() == [ON_IT]
    press_in_mail("confirm")
    assert places() == [ON_IT]


def test_series_of_a_rule_runs_beside_the_one_asked_for() -> None:
    visitor = at_series().press(act="next", email=MARA)
    press_in_mail("confirm")
    visitor.press(act="next", email=MARA, marketing="yes")
    press_in_mail("confirm", number=1)
    assert {each["sequence__key"]: each["state"] for each in places()} == {
        "fixes": "active",
        "after": "active",
    }


def test_mails_that_were_stopped_go_on_where_they_stopped_by_a_new_yes() -> None:
    visitor = at_series().press(act="next", email=MARA)
    press_in_mail("confirm")
    due = Enrollment.objects.get().due_at
    assert due is not None
    dispatch(due)  # The second mail is planned, and called back before it goes out.
    press_in_mail("unsubscribe")
    [left] = places()
    assert (left["state"], left["exit_reason"]) == ("exited", "unsubscribed")

    # The page does not tell that they were stopped.
    assert "You asked for these mails." in visitor.look(visitor.at("mails")).html
    visitor.press(act="again")
    assert Delivery.objects.filter(purpose="requested").count() == 2
    assert places() == [left]
    assert awaits_confirmation(EmailAddress.objects.get())
    press_in_mail("confirm", number=1)
    assert places() == [ON_IT]
    assert not Suppression.objects.exists()
    again = Enrollment.objects.get()
    assert again.due_at is not None
    dispatch(again.due_at)
    assert list(Delivery.objects.filter(purpose="series").values_list("message_key", "state")) == [
        ("two", "scheduled")
    ]


def test_one_series_is_left_alone_while_others_go_on() -> None:
    visitor = at_series(double_opt_in=False).press(act="next", email=MARA)
    visitor.press(act="next", email=MARA, marketing="yes")
    address = EmailAddress.objects.get()
    words = {"text": "No more of these", "language": "en", "channel": "page"}
    withdraw_consents(address=address, purpose="series", topic=topic(), now=timezone.now(), **words)
    dispatch(timezone.now() + timedelta(days=4))
    assert {each["sequence__key"]: each["exit_reason"] for each in places()} == {
        "fixes": "unsubscribed",
        "after": "",
    }


@pytest.mark.parametrize("reason", ["unsubscribed", "erased", "complained", "do_not_contact"])
def test_page_is_the_same_for_an_address_we_may_not_write_to(reason: str) -> None:
    before = timezone.now() - timedelta(days=1)
    known = capture_lead(address=MARA, first_name="", now=before).address
    assert known is not None
    suppress(address=known, reason=reason, now=before)
    publication, pages = make_publication(series_document()), []
    for email in (MARA, "other@example.com"):
        visitor = again_at_series(Visitor(publication)).press(act="next", email=email)
        key = visitor.mine.key
        seen = [visitor.html, visitor.look(f"/v/{key}/mails/").html]
        pages.append([html.replace(key, "KEY") for html in seen])
    assert pages[0] == pages[1]
    # The press in the mail lifts what the person did themselves, and nothing else.
    press_in_mail("confirm")
    assert (places() == [ON_IT]) is (reason in Suppression.LIFTED_BY_OPT_IN)


def test_words_are_those_the_visitor_reads() -> None:
    said = places_of(series_document())
    german = {place: f"DE {text}" for place, text in said.items()}
    publication = make_publication(series_document(translations={"de": german}))
    visitor = Visitor(publication).look("/f/rates/de/").answer().answer().go_on_to("series")
    assert "<span>DE Look up one number</span>" in visitor.html
    assert "<small>Morgen" not in visitor.html  # Our own German is the catalogs' business.
    visitor.press(act="next", email=MARA)
    consent = Consent.objects.get(purpose="series")
    assert (consent.language, consent.text.split("\n")[0]) == ("de", "DE Three quiet fixes")
    assert render_delivery(first_mail()).subject == "DE Look up one number"
    # Sales reads the funnel's own words.
    assert Activity.objects.filter(label="Asked for the mail series: Three quiet fixes").exists()
    press_in_mail("confirm")
    content = content_of(Enrollment.objects.get().version)
    assert [each.subject for each in content.sequence.messages][2] == "DE Write the mail"


def test_slip_in_a_well_known_domain_is_asked_about_once() -> None:
    visitor = at_series().press(act="next", email="mara@gmial.com")
    assert "Did you mean" in visitor.html
    visitor.press(mailbox="meant", email="mara@gmial.com")
    assert EmailAddress.objects.get().normalised == "mara@gmail.com"


@pytest.mark.parametrize(("waits", "most"), [(True, 24), (False, 28)])
def test_press_stays_near_the_budget_of_an_opt_in(waits: bool, most: int) -> None:
    """Without double opt-in it begins the series in the same write."""
    current()  # What counts is read once a minute, whoever presses.
    visitor = at_series(double_opt_in=waits).press(act="next", email=MARA)
    assert len(visitor.queries) <= most, "\n".join(visitor.queries)
