"""A person about whom everything is kept that can be kept, and a dump of the whole database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from funnel.models import Publication, Visit
from leads.activity import Act, record_acts
from leads.consents import Terms, give_consents
from leads.facts import VisitStory, write_facts
from leads.models import EmailAddress, Lead, LeadDetail
from nurture.models import Delivery, MailLink, OutboxMail
from nurture.sending.batch import send_batch
from nurture.writing.links import make_links
from tests.funnel.factories import make_document, make_publication
from tests.funnel.journey.visitor import Visitor
from tests.leads.factories import make_staff

ADDRESS = "Quirina.Zobel+Taxes@Example.COM"
NORMALISED = "quirina.zobel+taxes@example.com"
NAME, PHONE, COMPANY, DETAIL = "Quirina", "+46701234567", "Zobel & Wisp", "Seventeen lemons"
OUTBOX = "nurture.sending.outbox.OutboxBackend"
# Nothing of these may be left anywhere, in any spelling.
TRACES = ("quirina", "zobel", "46701234567", "seventeen lemons", "typed by her", "sent-along-7")


@dataclass(frozen=True, slots=True)
class Person:
    lead: Lead
    address: EmailAddress
    visit: Visit
    visitor: Visitor
    delivery: Delivery

    def link(self, target: str) -> MailLink:
        make_links(delivery=self.delivery, targets=[target])
        return MailLink.objects.get(delivery=self.delivery, target=target)


def make_person(
    publication: Publication | None = None, *, email: str = ADDRESS, has_marketing: bool = True
) -> Person:
    """Walked the plain funnel to its offer, left an address, got the mail they asked for."""
    publication = publication or make_publication(make_document())
    visitor = Visitor(publication, has_script=False).land()
    while visitor.screen != "opt_in":
        visitor.press(**({"choice": "a"} if visitor.screen == "question" else {"act": "next"}))
    visitor.press(act="next", email=email, marketing="yes" if has_marketing else "")
    visit = visitor.mine
    assert visit.lead is not None
    assert visit.address is not None
    delivery = Delivery.objects.filter(address=visit.address).earliest("pk")
    return Person(visit.lead, visit.address, visit, visitor, delivery)


def make_known_person(now: datetime | None = None) -> Person:
    """Everything besides: name, phone, own fields, hidden fields, mails kept, staff's history."""
    person = make_person()
    now = now or timezone.now()
    Lead.objects.filter(pk=person.lead.pk).update(
        name=NAME, phone=PHONE, known_by_phone=PHONE, company=COMPANY
    )
    LeadDetail.objects.create(
        lead=person.lead, key="a/b/c", label="Fruit?", value=DETAIL, written_at=now
    )
    Visit.objects.filter(pk=person.visit.pk).update(
        hidden={"ref": "sent-along-7"}, referrer=f"https://x.example/{NORMALISED}"
    )
    write_facts(lead_id=person.lead.pk, story=_told(person.visit, now))
    acts = [
        Act("desk", "note", f"Called {NAME} on {PHONE}", now, f"desk:{person.lead.pk}"),
        Act("gift", "1/list", "Ticked the checklist", now, f"gift:{person.lead.pk}", "gift"),
    ]
    record_acts(lead=person.lead, acts=acts, now=now)
    give_consents(
        address=person.address,
        terms=[Terms("marketing", f"Yes, {NAME} wants more.", needs_confirmation=True)],
        language="en",
        url="",
        channel="page",
        now=now,
    )
    with override_settings(EMAIL_BACKEND=OUTBOX):
        send_batch([person.delivery.pk], clock=lambda: now)
    _staff_traces(person)
    _joined(person, now)
    return Person(
        Lead.objects.get(pk=person.lead.pk),
        EmailAddress.objects.get(pk=person.address.pk),
        Visit.objects.get(pk=person.visit.pk),
        person.visitor,
        Delivery.objects.get(pk=person.delivery.pk),
    )


def _told(visit: Visit, now: datetime) -> VisitStory:
    answers = [
        {"step": "quiz", "question": "word", "asked": "In a word?", "kind": "short_text"}
        | {"values": ["typed by her"], "said": "typed by her"}
    ]
    return VisitStory(
        visit_id=visit.pk,
        funnel_id=visit.funnel_id,
        funnel_name="What is your hour worth?",
        started_at=now,
        updated_at=now,
        answers=answers,
    )


def _staff_traces(person: Person) -> None:
    LogEntry.objects.create(
        user=make_staff("zoe"),
        content_type=ContentType.objects.get_for_model(EmailAddress),
        object_id=str(person.address.pk),
        object_repr=NORMALISED,
        action_flag=CHANGE,
        change_message=f"Changed {NAME}.",
    )
    OutboxMail.objects.create(
        message_id="<copy@example.com>",
        recipient="sales@example.com",
        subject="A lead",
        raw=f"To: sales@example.com\r\n\r\n{ADDRESS} asked for a call".encode(),
        created_at=timezone.now(),
    )


def _joined(person: Person, now: datetime) -> None:
    """A second row of the same person, joined by hand, with an address of its own."""
    other = Lead.objects.create(
        name=NAME, created_at=now, last_act_at=now, stage_changed_at=now, merged_into=person.lead
    )
    EmailAddress.objects.create(
        lead=other,
        address="q@zobel.example",
        normalised="q@zobel.example",
        address_hash="b" * 64,
        created_at=now - timedelta(days=1),
    )


def dump() -> str:
    """Every value of every table as text, in small letters; blobs by their bytes."""
    return "\n".join(dump_tables().values())


def dump_tables() -> dict[str, str]:
    """The dump by table."""
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            values = [_text(value) for row in cursor.fetchall() for value in row]
            found[table] = "\n".join(values).lower()
    return found


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)
