"""Replies: what people write back, by a provider, by the mailbox, or told by sales.

A reply rests every series of its person at once: the hand-over reads the act it leaves in the
ledger. Kept once, whichever way it comes; of people we do not know for thirty days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from leads.activity import Act, record_acts
from leads.addresses import AddressError, normalise
from leads.locking import lock_addresses
from leads.models import EmailAddress, Lead
from nurture.hearing.letters import IncomingMail
from nurture.models import Delivery, Reply
from nurture.people import same_person
from nurture.reader.unsubscribing import stop_mails

UNMATCHED_KEPT = timedelta(days=30)
# Two taps within it are one.
_SAME_TAP = timedelta(minutes=1)
# As the whole text of a reply, in the languages we speak.
_STOP = frozenset(
    (
        *("unsubscribe", "stop", "remove", "remove me", "unsubscribe me", "opt out", "optout"),
        *("please unsubscribe", "please unsubscribe me", "please stop", "stop please"),
        *("abmelden", "bitte abmelden", "abbestellen", "austragen", "stopp", "newsletter abmelden"),
        *("baja", "darme de baja", "cancelar suscripción", "cancelar", "dar de baja"),
        *("إلغاء الاشتراك", "الغاء الاشتراك", "توقف", "إيقاف"),
    )
)
_STOPPED = "Unsubscribed by a reply"


@transaction.atomic
def take_reply(*, mail: IncomingMail, way: Reply.Way, now: datetime) -> Reply | None:
    """The row, made at the first call. None for what a machine wrote. Idempotent.

    Known by the mail of ours that it answers, else by its sender's address; else it is kept
    for staff to assign.
    """
    if mail.is_automatic:
        return None
    delivery = _answered(mail.answers)
    address = delivery.address if delivery is not None else _known(mail.sender)
    lead = _locked_person(address)
    if lead is None:
        delivery = address = None
    reply, is_new = Reply.objects.get_or_create(
        reply_key=mail.name or _hash(mail),
        defaults={
            "lead": lead,
            "delivery": delivery,
            "way": way,
            "sender": mail.sender,
            "subject": mail.subject,
            "text": mail.text,
            "received_at": now,
        },
    )
    if is_new and lead is not None and address is not None:
        _hear(reply, lead, address, now)
    return reply


@transaction.atomic
def note_reply(*, lead: Lead, by: str, now: datetime) -> Reply:
    """Sales heard from them some other way. A second tap within a minute is the same one."""
    people = same_person(lead.pk)
    mine = EmailAddress.objects.filter(lead_id__in=people).values_list("pk", flat=True)
    lock_addresses(mine)
    # Who is known by a phone has no address to lock.
    Lead.objects.select_for_update().get(pk=lead.pk)
    noted = Reply.objects.filter(
        lead_id__in=people, way=Reply.Way.HAND, received_at__gt=now - _SAME_TAP
    ).first()
    if noted is not None:
        return noted
    reply = Reply.objects.create(
        lead=lead,
        way=Reply.Way.HAND,
        reply_key=f"hand:{lead.pk}:{now.timestamp():.6f}",
        subject="",
        received_at=now,
    )
    _record(reply, lead, f"Replied, noted by: {by}", now)
    return reply


@transaction.atomic
def assign_reply(*, reply_id: int, lead: Lead, now: datetime) -> bool:
    """Staff know whose it is. False where it has found its person meanwhile."""
    people = same_person(lead.pk)
    lock_addresses(EmailAddress.objects.filter(lead_id__in=people).values_list("pk", flat=True))
    if not Reply.objects.filter(pk=reply_id, lead=None).update(lead=lead):
        return False
    reply = Reply.objects.get(pk=reply_id)
    _record(reply, lead, _label(reply), now)
    return True


def delete_reply(*, reply_id: int) -> bool:
    """Only what belongs to nobody; a person's replies go with the person."""
    return bool(Reply.objects.filter(pk=reply_id, lead=None).delete()[0])


def drop_unmatched(*, now: datetime) -> int:
    """What nobody assigned for thirty days. How many."""
    old = Reply.objects.filter(lead=None, received_at__lte=now - UNMATCHED_KEPT)
    return old.delete()[0]


def reply_texts(lead: Lead) -> Sequence[Reply]:
    """What this person wrote to us, the newest first; of everybody merged into them."""
    return list(Reply.objects.filter(lead_id__in=same_person(lead.pk))[:100])


def is_stop(text: str) -> bool:
    """Whether the whole text only asks us to stop."""
    words = " ".join("".join(c if c.isalnum() else " " for c in text[:200]).split())
    return words.casefold() in _STOP


def _hear(reply: Reply, lead: Lead, address: EmailAddress, now: datetime) -> None:
    EmailAddress.objects.filter(pk=address.pk).update(soft_bounces=0, soft_bounced_at=None)
    if not is_stop(reply.text or reply.subject):
        _record(reply, lead, _label(reply), now)
        return
    stop_mails(
        address=address,
        lead=lead,
        channel="reply",
        text=reply.text or reply.subject,
        source_key=f"reply:{reply.pk}",
        now=now,
        label=_STOPPED,
    )


def _label(reply: Reply) -> str:
    return f"Replied: {reply.subject}" if reply.subject else "Replied"


def _record(reply: Reply, lead: Lead, label: str, now: datetime) -> None:
    act = Act(
        kind="reply",
        subject=f"reply/{reply.pk}",
        label=label,
        occurred_at=reply.received_at,
        source_key=f"reply:{reply.pk}",
        points_key="reply",
        visit_id=reply.delivery.visit_id if reply.delivery is not None else None,
    )
    record_acts(lead=lead, acts=[act], now=now)


def _answered(names: Sequence[str]) -> Delivery | None:
    """The newest of our mails among those it answers. A notice to staff is no mail to a lead."""
    ours = Delivery.objects.exclude(purpose=Delivery.Purpose.STAFF).select_related("address__lead")
    found = {row.message_id: row for row in ours.filter(message_id__in=names)}
    return next((found[name] for name in names if name in found), None)


def _known(sender: str) -> EmailAddress | None:
    try:
        normalised = normalise(sender)
    except AddressError:
        return None
    return EmailAddress.objects.select_related("lead").filter(normalised=normalised).first()


def _locked_person(address: EmailAddress | None) -> Lead | None:
    """Fresh, under the lock; None for who was forgotten."""
    if address is None:
        return None
    people = same_person(address.lead_id)
    mine = EmailAddress.objects.filter(lead_id__in=people).values_list("pk", flat=True)
    rows = lock_addresses([address.pk, *mine])
    lead = next((row.lead for row in rows if row.pk == address.pk), None)
    return lead if lead is not None and lead.erased_at is None else None


def _hash(mail: IncomingMail) -> str:
    said = "\n".join((mail.sender, mail.subject, mail.text, *mail.answers))
    return salted_hmac("nurture.reply", said, algorithm="sha256").hexdigest()
