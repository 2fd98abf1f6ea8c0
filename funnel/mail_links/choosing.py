"""The page behind "Choose what you get": what it shows, and what its one press keeps.

Rules about topics and pauses are nurture's; which language a series can be read in is the
roof's. The page never says whose it is: a mail may have been forwarded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from funnel.document import FunnelDocument
from funnel.languages import direction, name_of
from funnel.mail_links.places import publication_of
from funnel.models import Funnel, Publication, Visit
from funnel.publishing.loading import published
from funnel.publishing.series import series_version
from leads.models import EmailAddress
from nurture.models import Enrollment, MailLink, SequenceVersion
from nurture.planning.following import FOLLOWED, switch, written_keys
from nurture.planning.moving import finish
from nurture.planning.versions import content_of
from nurture.reader.opens import keep_opens
from nurture.reader.preferences import FURTHER, Topic, Wishes, keep_choices, reader_choices
from nurture.rules import rules
from nurture.writing.opens import has_agreed

_MOST_TOPICS = 60
_LONGEST_KEY = 20


@dataclass(frozen=True, slots=True)
class Left:
    """A topic that was left, and where it can be asked for again."""

    topic: Topic
    address: str


@dataclass(frozen=True, slots=True)
class Tongue:
    code: str
    name: str
    direction: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OpensTerms:
    """The words beside the box as they are shown; a machine may take back, never agree."""

    text: str
    language: str
    may_agree: bool


def choices_page(
    link: MailLink, document: FunnelDocument | None, *, now: datetime
) -> dict[str, object]:
    """What the template needs. `document` is what the page is drawn from, for its language."""
    address = link.delivery.address
    choices = reader_choices(address, now=now)
    chosen = address.language or (document.language if document else "")
    return {
        "topics": choices.on,
        "left": list(_ways_back(choices.left, link.delivery.funnel_id)),
        "further": FURTHER,
        "paused_until": choices.paused_until,
        "gets_fewer": choices.gets_fewer,
        "tongues": _tongues(link, chosen),
        **_opens(address),
    }


def wishes_of(sent: QueryDict, languages: Iterable[str]) -> Wishes:
    """What the form asks for: a topic that was shown and is not ticked is left.

    A series that began after the page was drawn was not shown, so an old page never ends it.
    """
    shown, ticked = _keys(sent, "shown"), _keys(sent, "topic")
    language = sent.get("language", "")
    return Wishes(
        left=shown - ticked,
        pause=sent.get("pause") == "yes",
        go_on=sent.get("pause") == "over",
        gets_fewer=sent.get("fewer") == "yes",
        language=language if language in set(languages) else "",
    )


@transaction.atomic
def keep(*, link: MailLink, sent: QueryDict, opens: OpensTerms, now: datetime) -> None:
    """Idempotent. It is no sign of interest: nothing is added to the ledger."""
    address = link.delivery.address
    wishes = wishes_of(sent, _languages(_publications(link)))
    link.delivery.address = keep_choices(address=address, wishes=wishes, now=now)
    # An old page, or one without the box, says nothing about opens.
    if sent.get("asked") == "opens":
        is_agreed = sent.get("opens") == "yes"
        if opens.may_agree or not is_agreed:
            keep_opens(
                address=link.delivery.address,
                is_agreed=is_agreed,
                text=opens.text,
                language=opens.language,
                now=now,
            )
    if wishes.language:
        _switch(link.delivery.address_id, wishes.language, now)


def _opens(address: EmailAddress) -> dict[str, object]:
    """The box is there where it means something: it is asked for, or can be taken back."""
    is_agreed = has_agreed(address)
    return {"asks_opens": is_agreed or rules().asks_for_opens, "sees_opens": is_agreed}


def _keys(sent: QueryDict, name: str) -> frozenset[str]:
    return frozenset(key[:_LONGEST_KEY] for key in sent.getlist(name)[:_MOST_TOPICS])


def _switch(address_id: int, language: str, now: datetime) -> None:
    """Series go on in this language where they have it: the same mails, the same place."""
    active = Enrollment.objects.filter(address=address_id, state=Enrollment.State.ACTIVE)
    for row in active.select_related("sequence", "version"):
        publication = publication_of(row.visit_id, row.funnel_id)
        if publication is None or row.sequence.key not in publication.versions:
            continue
        version = series_version(publication, row.sequence.key, language)
        if version.sequence_id == row.sequence_id:
            _go_on_in(row, version, now)


def _go_on_in(row: Enrollment, version: SequenceVersion, now: datetime) -> None:
    """The mail that is on its way is the same one in the new language; it is not behind them."""
    written = written_keys([row]).get(row.pk, [])
    switch(row, version, written if row.due_at is not None else written[:-1])
    if row.due_at is not None and row.position >= len(content_of(version).sequence.messages):
        finish(row, now=now)
    row.save(update_fields=FOLLOWED)


def _publications(link: MailLink) -> list[Publication]:
    """What this reader walked through, and what is live of the funnels that write to them."""
    address = link.delivery.address
    walked = Visit.objects.filter(address=address).values("publication")
    funnels = Enrollment.objects.filter(address=address).values("funnel_id")
    mine = Q(pk__in=walked) | Q(pk__in=Funnel.objects.filter(pk__in=funnels).values("publication"))
    own = publication_of(link.delivery.visit_id, link.delivery.funnel_id)
    rows = list(Publication.objects.filter(mine).order_by("pk"))
    return rows + ([own] if own is not None and own not in rows else [])


def _languages(publications: Iterable[Publication]) -> list[str]:
    found: dict[str, None] = {}
    for row in publications:
        document = published(row.pk)
        found |= dict.fromkeys((document.language, *document.translations))
    return list(found)


def _tongues(link: MailLink, chosen: str) -> list[Tongue]:
    """None where there is nothing to choose."""
    codes = _languages(_publications(link))
    if len(codes) < 2:
        return []
    return [Tongue(code, name_of(code), direction(code), code == chosen) for code in codes]


def _ways_back(topics: Iterable[Topic], funnel_id: int | None) -> Iterable[Left]:
    live = dict(Funnel.objects.live().values_list("pk", "slug"))
    for topic in topics:
        slug = live.get(topic.funnel_id or funnel_id or 0)
        yield Left(topic, reverse("journey:landing", args=[slug]) if slug else "")
