"""What a reader answers to the question of a mail: asked again on a page, kept by a human press.

The roof shows question_of() behind the tapped link and calls answer() for the press.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from leads.activity import Act, record_acts
from leads.locking import lock_addresses
from leads.models import Activity
from nurture.document import ButtonDoc, ReplyChoiceDoc
from nurture.models import Delivery, MailAnswer, MailLink, SequenceVersion
from nurture.planning.versions import content_of
from nurture.writing.asks import DONE, POLL, choices_of, chosen_key
from nurture.writing.links import press
from nurture.writing.requested import RequestedMail
from quizzes.cleantext import clean_text
from quizzes.recall import Words, render_gently

# Below so many answers, figures say more about single people than about all of them.
SHOWN_FROM = 20
_VERSIONS_READ = 20
_LONGEST = 300
_HEADS = {"poll": "Answered in a mail", "helped": "Said whether it helped", "done": "Did it"}


@dataclass(frozen=True, slots=True)
class Question:
    """`kind` is poll, helped or done; `choices` are labels by key, in the order of the mail.

    Nothing in it is about one reader: a mail may have been forwarded.
    """

    kind: str
    asked: str
    choices: Mapping[str, str]


def question_of(link: MailLink) -> Question | None:
    """What the mail asked; None where the tapped answer is no answer of it (any more).

    In the language that is active now.
    """
    tapped = chosen_key(link.target)
    asked = (_question(*each) for each in _written(link.delivery))
    return next((each for each in asked if tapped in each.choices), None)


@transaction.atomic
def answer(*, link: MailLink, choice: str, now: datetime, machine: str = "") -> MailAnswer | None:
    """Keeps the answer; the newest press counts and the ledger says it. Idempotent.

    None, and nothing kept, for a choice the mail does not have and for the press of a machine,
    which is only noted beside the link.
    """
    question = question_of(link)
    if question is None or choice not in question.choices:
        return None
    if machine:
        press(link=link, now=now, machine=machine)
        return None
    delivery = link.delivery
    lock_addresses([delivery.address_id])
    kept, _is_new = MailAnswer.objects.update_or_create(
        delivery=delivery,
        defaults={
            "choice_key": choice,
            "asked": question.asked,
            "said": question.choices[choice],
            "answered_at": now,
        },
    )
    press(link=link, now=now)
    _tell(delivery, question, kept, now)
    return kept


def counts_of(link: MailLink) -> dict[str, int]:
    """How often each answer was given to this mail of its series, trials left out; empty where
    too few have answered or the mail belongs to no series."""
    delivery = link.delivery
    if delivery.enrollment is None:
        return {}
    rows = MailAnswer.objects.filter(
        delivery__enrollment__sequence=delivery.enrollment.sequence_id,
        delivery__message_key=delivery.message_key,
        delivery__address__is_test=False,
        delivery__enrollment__day_seconds=None,
    )
    counts = dict(rows.values_list("choice_key").annotate(Count("pk")).order_by())
    return counts if sum(counts.values()) >= SHOWN_FROM else {}


def _tell(delivery: Delivery, question: Question, kept: MailAnswer, now: datetime) -> None:
    label = f"{_HEADS[question.kind]}: {kept.asked} {kept.said}"
    if question.kind == DONE:
        label = f"{_HEADS[DONE]}: {kept.said}"
    is_poll = question.kind == POLL
    act = Act(
        kind=Activity.Kind.POLL if is_poll else Activity.Kind.STEP,
        subject=f"mail/{delivery.pk}/answer",
        label=label[:_LONGEST],
        occurred_at=now,
        source_key=f"answer:{delivery.pk}",
        points_key="poll" if is_poll else "",
        effort=1,
        visit_id=delivery.visit_id,
    )
    # It counts once, from the first press on; what was said is what was said last.
    Activity.objects.filter(source_key=act.source_key).update(label=act.label)
    record_acts(lead=delivery.lead, acts=[act], now=now)


def _written(delivery: Delivery) -> Iterable[tuple[ButtonDoc, tuple[ReplyChoiceDoc, ...]]]:
    """What the mail may have asked, likeliest first: a series can have been published anew
    since, without the question or with others."""
    if delivery.content:
        content = RequestedMail.model_validate_json(delivery.content)
        yield content.mail.button, content.choices
    if delivery.enrollment is None:
        return
    version = delivery.enrollment.version
    others = SequenceVersion.objects.filter(
        sequence=version.sequence_id, language=version.language
    ).exclude(pk=version.pk)
    for each in (version, *others.order_by("-pk")[:_VERSIONS_READ]):
        message = content_of(each).message(delivery.message_key)
        if message is not None:
            yield message.button, message.choices


def _question(button: ButtonDoc, own: tuple[ReplyChoiceDoc, ...]) -> Question:
    if button.target == DONE:
        return Question(DONE, _("Done?"), {DONE: _line(button.label)})
    choices = {each.key: _line(each.label) for each in choices_of(button.target, own)}
    return Question(button.target, _line(button.label), choices)


def _line(text: str) -> str:
    """Without anybody's own words: only the fallbacks of its tags."""
    return clean_text(render_gently(text, Words(), is_markdown=False), limit=_LONGEST)
