"""manage.py consent proof ADDRESS: what was agreed on, word for word, for each mail sent to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leads.addresses import AddressError, normalise
from leads.models import Consent, EmailAddress
from nurture.models import Delivery
from nurture.proof import Ground, Proof, SentMail, proof


class Command(BaseCommand):
    help = "Print the consent behind each mail that was sent to an address."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        proving = actions.add_parser("proof", help="each mail with the consent it rested on")
        proving.add_argument("address")
        proving.add_argument("--json", action="store_true", help="the same for machines")

    def handle(self, *args: object, **options: object) -> None:
        found = proof(_address(str(options["address"])))
        lines = [json.dumps(_data(found), indent=2)] if options["json"] else _lines(found)
        self.stdout.write("\n".join(lines))


def _address(text: str) -> EmailAddress:
    try:
        normalised = normalise(text)
    except AddressError as error:
        raise CommandError(str(error)) from error
    found = EmailAddress.objects.filter(normalised=normalised).first()
    if found is None:
        raise CommandError(
            f"Nothing is kept of {normalised}: it was never left here, or it was forgotten. "
            "No consent is on record for it."
        )
    return found


def _lines(found: Proof) -> Iterator[str]:
    yield f"Consent proof for {found.address.address}"
    yield ""
    yield f"Mails sent: {len(found.mails)}"
    for mail in found.mails:
        yield from _mail_lines(mail)
    yield ""
    yield f"Every moment on record: {len(found.moments)}"
    for moment in found.moments:
        yield from _moment_lines(moment)


def _mail_lines(mail: SentMail) -> Iterator[str]:
    yield ""
    yield f"{_time(mail.sent_at)}  {mail.subject}"
    yield f"  {Delivery.Purpose(mail.purpose).label}, {Delivery.State(mail.state).label.lower()}"
    if mail.ground is None:
        yield "  No agreement is on record for this mail."
        return
    yield f"  Agreed {_time(mail.ground.given.occurred_at)}{_where(mail.ground.given)}"
    yield from _quoted(mail.ground.given.text)
    yield f"  Confirmed: {_time_or(mail.ground.confirmed_at, _unconfirmed(mail.ground))}"
    yield f"  Taken back: {_time_or(mail.ground.withdrawn_at, 'no')}"


def _moment_lines(moment: Consent) -> Iterator[str]:
    yield ""
    yield (
        f"{_time(moment.occurred_at)}  {moment.get_purpose_display()}: "
        f"{moment.get_moment_display().lower()}{_where(moment)}"
    )
    yield from _quoted(moment.text)


def _quoted(text: str) -> Iterator[str]:
    return (f"  | {line}" for line in text.splitlines())


def _where(moment: Consent) -> str:
    version = f", live version {moment.version}" if moment.version else ""
    page = f" on {moment.url}" if moment.url else f" ({moment.channel})"
    return f"{page}{version}, in {moment.language}"


def _unconfirmed(ground: Ground) -> str:
    return "no" if ground.given.needs_confirmation else "not needed"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _time_or(at: datetime | None, otherwise: str) -> str:
    return _time(at) if at else otherwise


def _data(found: Proof) -> dict[str, object]:
    return {
        "address": found.address.address,
        "mails": [
            {
                "sent_at": each.sent_at.isoformat(),
                "subject": each.subject,
                "purpose": each.purpose,
                "state": each.state,
                "rests_on": _ground_data(each.ground) if each.ground else None,
            }
            for each in found.mails
        ],
        "moments": [_moment_data(each) for each in found.moments],
    }


def _ground_data(ground: Ground) -> dict[str, object]:
    confirmed, withdrawn = ground.confirmed_at, ground.withdrawn_at
    return {
        **_moment_data(ground.given),
        "confirmed_at": confirmed.isoformat() if confirmed else None,
        "withdrawn_at": withdrawn.isoformat() if withdrawn else None,
    }


def _moment_data(moment: Consent) -> dict[str, object]:
    return {
        "moment": moment.moment,
        "purpose": moment.purpose,
        "topic": moment.topic,
        "text": moment.text,
        "version": moment.version,
        "language": moment.language,
        "url": moment.url,
        "channel": moment.channel,
        "needs_confirmation": moment.needs_confirmation,
        "occurred_at": moment.occurred_at.isoformat(),
    }
