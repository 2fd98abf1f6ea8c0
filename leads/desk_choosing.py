"""Which leads a list of the desk holds, and in which order. Nothing here counts all of them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Replace
from django.utils.timezone import localtime

from leads.desk_question import ALL, FOLLOW_UPS, FREE, MINE, DeskQuestion
from leads.models import EmailAddress, Lead, LeadQuerySet, Suppression, VisitFacts
from leads.queueing import FOLLOW_UP

# From here on a list is "more than".
MOST = 1_000

_PHONE = re.compile(r"[+\d\s()/.\-]{4,}")
_FEWEST_DIGITS = 4


def chosen(people: LeadQuerySet, question: DeskQuestion, by: User, now: datetime) -> LeadQuerySet:
    """`people` are those whom `by` may be shown. In order: the queue's own, else the warmest
    first; both orders have an index."""
    listed = tab_of(people, question.tab, now).filter(_filters(question, by, now))
    if question.search:
        listed = listed.filter(_found(question.search))
    if question.tab == ALL:
        return listed.order_by("-warmth", "-last_act_at", "-id")
    return listed.queued()


def tab_of(people: LeadQuerySet, tab: str, now: datetime) -> LeadQuerySet:
    """Nobody who said "do not contact" is work to do, whatever they did since."""
    if tab == ALL:
        return people
    to_do = people.to_do().exclude(_forbidden())
    if tab == FOLLOW_UPS:
        return to_do.filter(Q(queue_rank=FOLLOW_UP) | Q(follow_up_at__lt=_tomorrow(now)))
    return to_do


def _forbidden() -> Q:
    """Read at the moment of asking: a wish that came a second ago holds. Apart for merged rows,
    for each part has its own index."""
    hashes = Suppression.objects.filter(reason=Suppression.Reason.DO_NOT_CONTACT)
    addresses = EmailAddress.objects.filter(address_hash__in=hashes.values("address_hash"))
    merged = addresses.order_by().exclude(lead__merged_into=None)
    own = Q(pk__in=addresses.order_by().values("lead_id"))
    return own | Q(pk__in=merged.values("lead__merged_into_id"))


def capped_count(rows: LeadQuerySet) -> int:
    """How many, or MOST + 1 for more than that."""
    return rows.order_by()[: MOST + 1].count()


def _tomorrow(now: datetime) -> datetime:
    local = localtime(now) + timedelta(days=1)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _filters(question: DeskQuestion, by: User, now: datetime) -> Q:
    wanted = Q()
    if question.owner == MINE:
        wanted &= Q(owner=by)
    if question.owner == FREE:
        wanted &= Q(owner=None)
    if question.fit:
        wanted &= Q(fit=question.fit)
    if question.is_overdue:
        wanted &= Q(due_at__lt=now)
    if question.funnel:
        wanted &= _told(Q(funnel_id=question.funnel))
    if question.source:
        wanted &= _told(Q(source=question.source))
    return wanted


def _told(what: Q) -> Q:
    """One of their visits did so; apart from those of merged rows, for each has its own index."""
    facts = VisitFacts.objects.filter(what).order_by()
    own = facts.filter(lead=OuterRef("pk"))
    merged = facts.filter(lead__merged_into=OuterRef("pk"))
    return Q(Exists(own)) | Q(Exists(merged))


def _found(text: str) -> Q:
    """Whose name, company or address contains the text, or whose phone has its digits."""
    like = Q(normalised__icontains=text) | Q(address__icontains=text)
    addresses = EmailAddress.objects.filter(like).order_by()
    merged = addresses.exclude(lead__merged_into=None)
    found = Q(name__icontains=text) | Q(company__icontains=text)
    found |= Q(pk__in=addresses.values("lead_id"))
    found |= Q(pk__in=merged.values("lead__merged_into_id"))
    digits = re.sub(r"\D", "", text).lstrip("0")
    if _PHONE.fullmatch(text) and len(digits) >= _FEWEST_DIGITS:
        found |= Q(pk__in=_with_digits(digits).values("pk"))
    return found


def _with_digits(digits: str) -> LeadQuerySet:
    """However the phone was written: spaces, brackets and dashes aside."""
    bare: Combinable = F("phone")
    for sign in " ()-/.":
        bare = Replace(bare, Value(sign), Value(""))
    rows = Lead.objects.exclude(phone="").alias(bare=bare).order_by()
    return rows.filter(Q(bare__contains=digits) | Q(known_by_phone__contains=digits))
