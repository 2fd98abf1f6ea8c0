"""The mail series of a document written into rows, with the rules that lead to them.

importing.py calls it inside one transaction, after the steps (rules refer to their results).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from funnel.document import FunnelDocument, SeriesStep
from funnel.models import Funnel, SeriesRule, Step
from funnel.portable.draft_questions import stored_condition
from funnel.portable.matching import match_rows
from nurture.document import MessageDoc, SequenceDoc, WindowDoc
from nurture.models import Message, Sequence
from quizzes.models import Outcome


def write_series(
    *, funnel: Funnel, document: FunnelDocument, steps: Iterable[Step]
) -> list[Sequence]:
    """The funnel's series as the document has them, tied to results and to the steps that ask.

    A series that goes stays behind as a row once people were on it: their mails refer to it.
    """
    rules = SeriesRule.objects.filter(funnel=funnel).select_related("sequence")
    standing = {rule.sequence.key: rule.sequence for rule in rules}
    rules.delete()
    standing |= {step.sequence.key: step.sequence for step in steps if step.sequence}
    written = {
        part.key: _write_sequence(standing.pop(part.key, None), part) for part in document.sequences
    }
    outcomes = {each.key: each for each in Outcome.objects.filter(quiz__step__funnel=funnel)}
    for position, rule in enumerate(document.series_rules):
        SeriesRule.objects.create(
            funnel=funnel,
            outcome=outcomes[rule.outcome] if rule.outcome else None,
            sequence=written[rule.sequence],
            position=position,
        )
    asked = {step.key: step.sequence for step in document.steps if isinstance(step, SeriesStep)}
    for row in steps:
        row.sequence = written[asked[row.key]] if row.key in asked else None
        row.save(update_fields=["sequence"])
    for sequence in standing.values():
        if not sequence.versions.exists():
            sequence.delete()
    return list(written.values())


def _write_sequence(sequence: Sequence | None, document: SequenceDoc) -> Sequence:
    sequence = sequence or Sequence(key=document.key)
    sequence.name = document.name
    sequence.purpose = document.purpose
    is_usual = document.window == WindowDoc()
    sequence.window = {} if is_usual else document.window.model_dump(mode="json")
    sequence.sender_name = document.sender.name
    sequence.sender_email = document.sender.email
    sequence.reply_to = document.sender.reply_to
    sequence.goals = list(document.goals)
    sequence.reentry_days = document.reentry_days
    sequence.priority = document.priority
    sequence.counts_links = document.counts_links
    sequence.save()
    standing = Message.objects.filter(sequence=sequence)
    values = [_message_values(each) for each in document.messages]
    match_rows(standing, values, {"sequence": sequence})
    return sequence


def _message_values(message: MessageDoc) -> dict[str, object]:
    return {
        "key": message.key,
        "subject": message.subject,
        "preheader": message.preheader,
        "body": message.body,
        "button_label": message.button.label,
        "button_target": message.button.target,
        "delay_days": message.delay.days,
        "delay_at": time.fromisoformat(message.delay.at) if message.delay.at else None,
        "delay_hours": message.delay.hours,
        "is_working_days": message.delay.working_days,
        "show_if": stored_condition(message.show_if),
        "if_unmet": message.if_unmet,
        "wait_days": message.wait_days,
        "expires_days": message.expires_days,
        "choices": [each.model_dump(mode="json") for each in message.choices],
    }
