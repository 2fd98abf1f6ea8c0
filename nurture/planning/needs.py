"""What has to be read to decide about a series: found once in the conditions of its mails.

Pure; gathering asks before it queries.
"""

from __future__ import annotations

from dataclasses import dataclass

from nurture.planning.versions import SeriesContent
from quizzes.conditions import AnswerIs, DidOneOf, IsAnswered, NumberIs, leaves


@dataclass(frozen=True, slots=True)
class Needs:
    """`ledger`: what the person did at any time, `goals`: what ends a series."""

    ledger: bool = False
    visits: bool = False
    mail_answers: bool = False
    pressed: bool = False
    goals: frozenset[str] = frozenset()

    def __or__(self, other: Needs) -> Needs:
        return Needs(
            self.ledger or other.ledger,
            self.visits or other.visits,
            self.mail_answers or other.mail_answers,
            self.pressed or other.pressed,
            self.goals | other.goals,
        )


def needs_of(content: SeriesContent) -> Needs:
    found = [leaf for message in content.sequence.messages for leaf in leaves(message.show_if)]
    acts = {act for leaf in found if isinstance(leaf, DidOneOf) for act in leaf.any_of}
    goals = frozenset(content.sequence.goals)
    asked = [leaf for leaf in found if isinstance(leaf, AnswerIs | IsAnswered)]
    has_warmth = any(isinstance(leaf, NumberIs) and leaf.fact == "warmth" for leaf in found)
    return Needs(
        ledger=has_warmth or any(not act.startswith("mail:") for act in acts),
        visits=any(act.startswith("step:") for act in acts | goals),
        mail_answers=any(leaf.step.startswith("mail:") for leaf in asked),
        pressed=any(act.startswith("mail:") for act in acts),
        goals=goals,
    )
