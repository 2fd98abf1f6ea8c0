"""May we write to this person? Answered in this one place, at the last moment.

Said twice, because both are needed: may_email() gives a reason for one address, permitted()
is the same rule inside the sender's conditional UPDATE. A test proves that they agree.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from leads.models import Consent, EmailAddress, Lead, Suppression

# The result, the gift, the confirmation: what the person asked for a moment ago.
REQUESTED = "requested"
_PURPOSES = (REQUESTED, *Consent.Purpose.values)
# An unsubscribe or an erasure ends series and further mails; neither refuses what the person
# has just asked for, and the confirm button in that mail is what lifts them.
_STOPS_REQUESTED = (
    Suppression.Reason.BOUNCED,
    Suppression.Reason.COMPLAINED,
    Suppression.Reason.DO_NOT_CONTACT,
)


def may_email(*, address: EmailAddress, purpose: str) -> str:
    """'' when allowed, else why not.

    bounced, suppressed, merged, disqualified, no_consent, not_confirmed; the first that holds.
    Purposes are requested, series and marketing; any other raises ValueError.
    """
    stops = Suppression.objects.filter(address_hash=address.address_hash)
    consents = address.consents.filter(purpose=purpose).order_by("pk")
    return judge(address, purpose, stops=stops, consents=consents)


def judge(
    address: EmailAddress,
    purpose: str,
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
    mine = (row for row in consents if row.purpose == purpose)
    return _about_person(address.lead) or _verdict(mine)


def awaits_confirmation(address: EmailAddress) -> bool:
    """Whether the confirm press would still change something: nobody has shown yet that the
    address is theirs, or they agreed to mails anew after they had stopped them."""
    if address.confirmed_at is None:
        return True
    consents = list(address.consents.order_by("pk"))
    for purpose in Consent.Purpose.values:
        if _verdict(row for row in consents if row.purpose == purpose) == "not_confirmed":
            return True
    given = [row.occurred_at for row in consents if row.moment == Consent.Moment.GIVEN]
    if not given:
        return False
    return Suppression.objects.filter(
        address_hash=address.address_hash,
        reason__in=Suppression.LIFTED_BY_OPT_IN,
        created_at__lte=max(given),
    ).exists()


def permitted(purpose: str) -> Q:
    """The addresses for which may_email() says ''; for EmailAddress.objects.filter()."""
    _check(purpose)
    entries = Suppression.objects.filter(address_hash=OuterRef("address_hash"))
    if purpose == REQUESTED:
        return Q(~Exists(entries.filter(reason__in=_STOPS_REQUESTED)), bounced_at=None)
    return Q(
        ~Q(lead__stage=Lead.Stage.DISQUALIFIED),
        ~Exists(entries),
        Exists(_standing_consents(purpose)),
        bounced_at=None,
        lead__merged_into=None,
    )


def _verdict(rows: Iterable[Consent]) -> str:
    """What one purpose's rows, oldest first, amount to: '', no_consent or not_confirmed.

    Once confirmed, agreeing again needs no second press: nobody who types a stranger's
    address into a form can put that stranger's series on hold.
    """
    state = "no_consent"
    for row in rows:
        if row.moment == Consent.Moment.WITHDRAWN:
            state = "no_consent"
        elif row.moment == Consent.Moment.CONFIRMED or not row.needs_confirmation:
            state = ""
        elif state:
            state = "not_confirmed"
    return state


def _standing_consents(purpose: str) -> QuerySet[Consent]:
    """Confirmed, or needing no confirmation, and not withdrawn since."""
    rows = Consent.objects.filter(purpose=purpose)
    withdrawn_since = rows.filter(
        address=OuterRef("address"), moment=Consent.Moment.WITHDRAWN, pk__gt=OuterRef("pk")
    )
    agreed = Q(moment=Consent.Moment.CONFIRMED) | Q(
        moment=Consent.Moment.GIVEN, needs_confirmation=False
    )
    return rows.filter(agreed, ~Exists(withdrawn_since), address=OuterRef("pk"))


def _check(purpose: str) -> None:
    if purpose not in _PURPOSES:
        raise ValueError(f"{purpose!r} is no purpose of a mail; one of {', '.join(_PURPOSES)}.")


def _about_person(lead: Lead) -> str:
    if lead.merged_into_id is not None:
        return "merged"
    return "disqualified" if lead.stage == Lead.Stage.DISQUALIFIED else ""
