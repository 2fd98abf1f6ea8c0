"""The pipeline: where a lead stands with sales, and what has to be said at each stage."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from leads.happenings import happen
from leads.models import Happening, Lead, StageChange
from leads.pipeline.standing import DeskError, called, locked_person, store, tell

Stage = Lead.Stage
_FARTHEST = timedelta(days=3 * 366)
_MOST = Decimal("9999999999.99")
_COLUMNS = (
    "owner",
    "claimed_at",
    "lapses_at",
    "stage",
    "stage_changed_at",
    "nurture_until",
    "follow_up_at",
    "touched_at",
    "won_amount",
    "won_currency",
    "closed_reason",
)


@transaction.atomic
def move(
    *,
    lead_id: int,
    stage: str,
    by: User,
    now: datetime,
    reason: str = "",
    amount: Decimal | None = None,
    currency: str = "",
    until: datetime | None = None,
) -> StageChange:
    """Won wants an amount and a currency of three letters, lost and “not a match” a reason, “later”
    a moment within three years. Moving to where it stands with the same words changes nothing.

    Whoever moves a lead that nobody has, has it from then on; “new” gives it back to all.
    Raises DeskError, Lead.DoesNotExist.
    """
    lead = locked_person(lead_id)
    _check(stage, reason, amount, currency, until, now)
    said = (reason, amount, currency, until)
    last = lead.stage_changes.first()
    if lead.stage == stage and last is not None and _said(last) == said:
        return last
    change = StageChange.objects.create(
        lead=lead,
        before=lead.stage,
        after=stage,
        reason=reason,
        amount=amount,
        currency=currency,
        until=until,
        by=by,
        created_at=now,
    )
    _apply(lead, change, by=by)
    store(lead, _COLUMNS, now=now)
    if stage == Stage.WON:
        won: dict[str, object] = {"amount": str(amount), "currency": currency}
        happen(
            kind=Happening.Kind.WON,
            lead_id=lead.pk,
            source_key=f"won:{change.pk}",
            now=now,
            details=won,
        )
    tell(lead, _HEADS[Stage(stage)], _line(change, by), key=f"stage:{change.pk}", now=now)
    return change


def _check(
    stage: str,
    reason: str,
    amount: Decimal | None,
    currency: str,
    until: datetime | None,
    now: datetime,
) -> None:
    if stage not in Stage.values:
        raise DeskError(_("There is no such stage."))
    if stage == Stage.WON:
        if amount is None or not amount.is_finite() or not 0 <= amount <= _MOST:
            raise DeskError(_("Please write what it is worth, 0 or more."))
        if len(currency) != 3 or not (currency.isascii() and currency.isupper()):
            raise DeskError(_("Please write the currency in three letters, like EUR."))
    elif amount is not None or currency:
        raise DeskError(_("Only a lead that is won has an amount."))
    if stage in (Stage.LOST, Stage.DISQUALIFIED) and not reason:
        raise DeskError(_("Please say why, in a few words."))
    if stage == Stage.NURTURE:
        if until is None or until <= now:
            raise DeskError(_("Please choose a day that is still to come."))
        if until > now + _FARTHEST:
            raise DeskError(_("Please choose a day within three years."))


def _apply(lead: Lead, change: StageChange, *, by: User) -> None:
    stage, now = Stage(change.after), change.created_at
    lead.stage, lead.stage_changed_at = stage, now
    lead.won_amount, lead.won_currency = change.amount, change.currency
    lead.closed_reason = change.reason if stage in (Stage.LOST, Stage.DISQUALIFIED) else ""
    lead.nurture_until = change.until
    lead.lapses_at = lead.follow_up_at = None
    if stage == Stage.NEW:
        lead.owner = lead.claimed_at = None
        return
    # Somebody looked at them and decided: what they did so far is no news any more.
    lead.touched_at = now
    if lead.owner_id is None:
        lead.owner, lead.claimed_at = by, now


def _said(change: StageChange) -> tuple[str, Decimal | None, str, datetime | None]:
    return change.reason, change.amount, change.currency, change.until


def _line(change: StageChange, by: User) -> str:
    money = f"{change.amount} {change.currency}" if change.amount is not None else ""
    day = change.until.date().isoformat() if change.until else ""
    return ", ".join(part for part in (money, change.reason, day, called(by)) if part)


_HEADS = {
    Stage.NEW: "Moved to new",
    Stage.CLAIMED: "Moved to claimed",
    Stage.CONTACTED: "Moved to contacted",
    Stage.QUALIFIED: "Moved to qualified",
    Stage.WON: "Won",
    Stage.LOST: "Lost",
    Stage.NURTURE: "Moved to later",
    Stage.DISQUALIFIED: "Moved to not a match",
}
