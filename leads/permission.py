"""May we write to this person? Answered in this one place, at the last moment.

Said twice, because both are needed: may_email() gives a reason for one address, permitted()
is the same rule inside the sender's conditional UPDATE. A test proves that they agree. A
topic is one series asked for by name; what was said of all of a purpose counts for it too.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from leads.models import Consent, EmailAddress, Lead, Suppression

# The result, the gift, the confirmation: what the person asked for a moment ago.
REQUESTED = "requested"
# Kept as proof of what was asked for; no row of it ever decides.
AGREED = (Consent.Purpose.SERIES, Consent.Purpose.MARKETING)
_PURPOSES = (REQUESTED, *AGREED)
# An unsubscribe or an erasure ends series and further mails; neither refuses what the person
# has just asked for, and the confirm button in that mail is what lifts them.
_STOPS_REQUESTED = (
    Suppression.Reason.BOUNCED,
    Suppression.Reason.COMPLAINED,
    Suppression.Reason.DO_NOT_CONTACT,
)


def may_email(*, address: EmailAddress, purpose: str, topic: str = "") -> str:
    """'' when allowed, else why not.

    bounced, suppressed, merged, disqualified, no_consent, not_confirmed; the first that holds.
    Purposes are requested, series and marketing; any other raises ValueError. `topic` is that
    of Consent.topic.
    """
    stops = Suppression.objects.filter(address_hash=address.address_hash)
    consents = address.consents.filter(purpose=purpose).order_by("pk")
    return judge(address, purpose, topic, stops=stops, consents=consents)


def judge(
    address: EmailAddress,
    purpose: str,
    topic: str = "",
    *,
    stops: Iterable[Suppression],
    consents: Iterable[Consent],
) -> str:
    """may_email() over rows already read: the address's entries, and its consents, oldest first."""
    _check(purpose)
    reasons = {stop.reason for stop in stops}
    if purpose == REQUESTED:
        reasons &= set(_STOPS_REQUESTED)
    if address.bounced_at is not None or Suppression.Reason.BOUNCED in reasons:
        return "bounced"
    if reasons:
        return "suppressed"
    if purpose == REQUESTED:
        return ""
    return _about_person(address.lead) or verdict(consents, purpose, topic)


def awaits_confirmation(address: EmailAddress) -> bool:
    """Whether the confirm press would still change something: nobody has shown yet that the
    address is theirs, or they agreed to mails anew after they had stopped them."""
    if address.confirmed_at is None:
        return True
    consents = list(address.consents.filter(purpose__in=AGREED).order_by("pk"))
    asked = {(row.purpose, row.topic) for row in consents}
    if any(verdict(consents, *each) == "not_confirmed" for each in asked):
        return True
    given = [row.occurred_at for row in consents if row.moment == Consent.Moment.GIVEN]
    if not given:
        return False
    return Suppression.objects.filter(
        address_hash=address.address_hash,
        reason__in=Suppression.LIFTED_BY_OPT_IN,
        created_at__lte=max(given),
    ).exists()


def may_write_on(address: EmailAddress) -> bool:
    """Whether mails of a series or others may already follow, without any confirm press."""
    stops = list(Suppression.objects.filter(address_hash=address.address_hash))
    consents = list(address.consents.filter(purpose__in=AGREED).order_by("pk"))
    asked = {(row.purpose, row.topic) for row in consents}
    return any(not judge(address, *each, stops=stops, consents=consents) for each in asked)


def permitted(purpose: str, topic: str = "", *, topic_from: str = "") -> Q:
    """The addresses for which may_email() says ''; for EmailAddress.objects.filter().

    `topic_from` names an annotation of those addresses that holds the topic as text, instead.
    """
    _check(purpose)
    entries = Suppression.objects.filter(address_hash=OuterRef("address_hash"))
    if purpose == REQUESTED:
        return Q(~Exists(entries.filter(reason__in=_STOPS_REQUESTED)), bounced_at=None)
    return Q(
        ~Q(lead__stage=Lead.Stage.DISQUALIFIED),
        ~Exists(entries),
        Exists(_standing_consents(purpose, topic, topic_from)),
        bounced_at=None,
        lead__merged_into=None,
    )


def verdict(consents: Iterable[Consent], purpose: str, topic: str = "") -> str:
    """What the rows of one purpose and topic amount to: '', no_consent or not_confirmed.

    `consents` may hold others too, oldest first; rows of all of the purpose count with them.

    Once confirmed, agreeing again needs no second press: nobody who types a stranger's
    address into a form can put that stranger's series on hold.
    """
    state = "no_consent"
    for row in consents:
        if row.purpose != purpose or row.topic not in ("", topic):
            continue
        if row.moment == Consent.Moment.WITHDRAWN:
            state = "no_consent"
        elif row.moment == Consent.Moment.CONFIRMED or not row.needs_confirmation:
            state = ""
        elif state:
            state = "not_confirmed"
    return state


def _standing_consents(purpose: str, topic: str, topic_from: str) -> QuerySet[Consent]:
    """Confirmed, or needing no confirmation, and not withdrawn since."""
    rows = Consent.objects.filter(purpose=purpose)
    asked = OuterRef(topic_from) if topic_from else Value(topic)
    withdrawn_since = rows.filter(
        # Two queries deep: the annotation stands on the outermost.
        topic__in=["", OuterRef(OuterRef(topic_from)) if topic_from else asked],
        address=OuterRef("address"),
        moment=Consent.Moment.WITHDRAWN,
        pk__gt=OuterRef("pk"),
    )
    agreed = Q(moment=Consent.Moment.CONFIRMED) | Q(
        moment=Consent.Moment.GIVEN, needs_confirmation=False
    )
    return rows.filter(
        agreed, ~Exists(withdrawn_since), topic__in=["", asked], address=OuterRef("pk")
    )


def _check(purpose: str) -> None:
    if purpose not in _PURPOSES:
        raise ValueError(f"{purpose!r} is no purpose of a mail; one of {', '.join(_PURPOSES)}.")


def _about_person(lead: Lead) -> str:
    if lead.merged_into_id is not None:
        return "merged"
    return "disqualified" if lead.stage == Lead.Stage.DISQUALIFIED else ""
