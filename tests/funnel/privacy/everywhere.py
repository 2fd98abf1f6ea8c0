"""A person who left a trace in every place that keeps any, each by the way it comes there."""

from __future__ import annotations

from datetime import UTC, datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.test import override_settings
from django.utils import timezone

from funnel.document import FunnelDocument
from funnel.models import DataLink, HookEvent, LandingCount, Visit
from funnel.privacy.links import send_data_link
from leads.models import EmailAddress, Lead
from nurture.models import (
    Delivery,
    MailAnswer,
    MailEvent,
    MailLink,
    MailStop,
    Notice,
    Reply,
)
from nurture.sending.batch import send_batch
from nurture.writing.links import address_of
from tests.funnel.conversions.senders import bought, cal, connect, said, shop
from tests.funnel.conversions.test_calendars_and_stripe import booking
from tests.funnel.factories import Data, document_from, make_publication, plain_document
from tests.funnel.journey.visitor import Visitor
from tests.funnel.privacy.people import ADDRESS, COMPANY, DETAIL, NAME, NORMALISED, OUTBOX, PHONE
from tests.leads.factories import make_staff
from tests.nurture.ticking import dispatch

# When the first mail of the series is due, whatever the window and the day.
LATER = datetime(2099, 1, 1, 12, tzinfo=UTC)
# Where something of the person stands before erasing, and nothing after it.
TABLES = {
    "axes_accessattempt",
    "axes_accessfailurelog",
    "axes_accesslog",
    "django_admin_log",
    "funnel_answer",
    "funnel_conversion",
    "funnel_hookevent",
    "funnel_landingcount",
    "funnel_visit",
    "leads_activity",
    "leads_consent",
    "leads_emailaddress",
    "leads_happening",
    "leads_lead",
    "leads_leaddetail",
    "leads_visitfacts",
    "nurture_delivery",
    "nurture_mailanswer",
    "nurture_mailevent",
    "nurture_mailstop",
    "nurture_notice",
    "nurture_outboxmail",
    "nurture_reply",
}


def asking_document() -> FunnelDocument:
    """Own words in the quiz, all fields at the gate, a recall in what is agreed on, a checklist."""
    data = plain_document()
    quiz, result, gate, offer = data["steps"]
    typed = {"key": "word", "kind": "short_text", "text": "In a word?"}
    asked = {**quiz, "quiz": {**quiz["quiz"], "questions": [*quiz["quiz"]["questions"], typed]}}
    fields = [
        {"kind": "first_name"},
        {"kind": "company"},
        {"kind": "phone"},
        {"kind": "text", "key": "fruit", "label": "Fruit?"},
        {"kind": "email"},
    ]
    recalling = {**gate, "fields": fields, "body": 'You said {{ answer.quiz.word | default: "x" }}'}
    return document_from({**data, "steps": [asked, result, recalling, _checklist(), offer]})


def make_everywhere() -> Lead:
    """Walked it all, asked for a call, was mailed, booked, bought, and met sales."""
    visit = _walk()
    assert visit.lead is not None
    _series_mail(visit)
    _told_from_outside(visit)
    _noticed_by_staff(visit)
    address = EmailAddress.objects.get(lead=visit.lead)
    assert send_data_link(address=address, language="en", now=timezone.now())
    with override_settings(EMAIL_BACKEND=OUTBOX):
        send_batch(list(Delivery.objects.values_list("pk", flat=True)), clock=lambda: LATER)
    _came_back(visit)
    Delivery.objects.filter(enrollment=None).update(error=f"550 <{NORMALISED}> is full")
    assert DataLink.objects.count() == 1
    return visit.lead


def _checklist() -> Data:
    about = {"title": "Raise it", "problem": "Fear", "promise": "A plan", "minutes": 3}
    items = [{"key": "one", "text": "Look it up"}]
    magnet = {"kind": "checklist", **about, "items": items}
    return {"key": "list", "kind": "checklist", "invite": "Next: a list", "magnet": magnet}


def _walk() -> Visit:
    visitor = Visitor(make_publication(asking_document()), has_script=False)
    query = f"utm_source={NORMALISED.replace('+', '%2B')}&h_ref=sent-along-7"
    visitor.land(f"?embed=shop.example&{query}").answer().answer()
    visitor.press(answer="typed by her").go_on_to("opt_in")
    typed = {"first_name": NAME, "company": COMPANY, "phone": PHONE, "detail_fruit": DETAIL}
    visitor.press(act="next", email=ADDRESS, marketing="yes", **typed)
    assert visitor.screen == "checklist", visitor.html
    visitor.press(act="mail", tick=["one"])
    visitor.look(visitor.at("list")).go_on_to("offer")
    visitor.press(act="press").press(act="call", phone=PHONE, good_time=f"Ask for {NAME}")
    assert visitor.screen == "offer_thanks", visitor.html
    day = timezone.now().date()
    counted = LandingCount.objects.get_or_create(
        publication=visitor.publication, day_on=day, source=NORMALISED
    )
    assert counted
    return visitor.mine


def _series_mail(visit: Visit) -> None:
    """Confirmed, on the series, its first mail prepared; then the yes to the offer ends it."""
    send_batch(list(Delivery.objects.values_list("pk", flat=True)), clock=timezone.now)
    confirm = MailLink.objects.filter(target="confirm").earliest("pk")
    visitor = Visitor(visit.publication, has_script=False)
    assert visitor.client.post(address_of(confirm)).status_code == 200
    dispatch(LATER, limit=10)


def _came_back(visit: Visit) -> None:
    """Answered in a mail, wrote back, wrote from elsewhere, and a mail of theirs bounced."""
    mail = Delivery.objects.filter(lead=visit.lead).earliest("pk")
    MailAnswer.objects.create(
        delivery=mail, choice_key="a", asked="Who?", said=NAME, answered_at=LATER
    )
    MailEvent.objects.create(
        provider="Mailgun",
        event_key="e-1",
        kind="deferred",
        state="applied",
        delivery=mail,
        said=f"450 {NORMALISED} later",
        occurred_at=LATER,
        received_at=LATER,
    )
    for number, (lead, sender) in enumerate(((visit.lead, "x@y.zz"), (None, ADDRESS.upper()))):
        Reply.objects.create(
            lead=lead,
            way="mailbox",
            reply_key=f"<{number}@y.zz>",
            sender=sender,
            subject=f"Re: {NAME}",
            text=f"Call me: {PHONE}",
            received_at=LATER,
        )
    stranger = Lead.objects.create(created_at=LATER, last_act_at=LATER, stage_changed_at=LATER)
    Reply.objects.create(
        lead=stranger,
        way="mailbox",
        reply_key="<9@y.zz>",
        sender="friend@y.zz",
        text=f"Ask {ADDRESS}, too.",
        received_at=LATER,
    )
    Notice.objects.create(
        kind="text", key="k", subject="A mail waits", text=f"To {NORMALISED}", created_at=LATER
    )


def _told_from_outside(visit: Visit) -> None:
    connect("cal")
    connect("conversion")
    assert said(cal(booking(email=ADDRESS.upper()))) == (200, "Landed.")
    order = bought(visit, id=f"order of {NORMALISED}")
    assert said(shop(order)) == (200, "Landed.")
    assert HookEvent.objects.filter(state="landed").count() == 2


def _noticed_by_staff(visit: Visit) -> None:
    address = EmailAddress.objects.get(lead=visit.lead)
    LogEntry.objects.create(
        user=make_staff("zoe"),
        content_type=ContentType.objects.get_for_model(EmailAddress),
        object_id=str(address.pk),
        object_repr=NORMALISED,
        action_flag=CHANGE,
        change_message=f"Changed {NAME}.",
    )
    MailStop.objects.create(
        scope="all", reason=f"535 {NORMALISED} refused", created_at=LATER, until=timezone.now()
    )
    tried = {"username": ADDRESS, "ip_address": "127.0.0.1"}
    AccessAttempt.objects.create(**tried, failures_since_start=1, get_data="", post_data=ADDRESS)
    AccessFailureLog.objects.create(**tried)
    AccessLog.objects.create(**tried)
    store = SessionStore()
    store["last_search"] = ADDRESS
    store.create()
