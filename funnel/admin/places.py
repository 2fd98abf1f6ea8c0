"""Where a fault of a draft can be put right: its place in words, and the page that edits it.

Places come as in the portable file (`steps[2].quiz.questions[0].text`); the rows are taken in
the same order as compiling takes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse

from funnel.ladder import title_of
from funnel.models import Funnel, Step

_PART = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")
_FIELDS = {
    "text": "the text",
    "invite": "the words on the button that leads here",
    "title": "the title",
    "body": "the text",
    "button": "the button",
    "headline": "the headline",
    "price": "the price",
    "thanks": "what happens next",
    "problem": "the problem it takes up",
    "promise": "what it promises",
    "minutes": "how long it takes",
    "items": "the lines to tick",
    "file": "the video file",
    "captions": "the captions",
    "poster": "the still picture",
    "transcript": "the transcript",
    "seconds": "the length",
    "interpretation": "what it means",
    "first_action": "what to do first",
    "questions": "the questions",
    "choices": "the answers",
    "outcomes": "the results",
    "topics": "the topics",
    "subject": "the subject",
    "preheader": "the line after the subject",
    "show_if": "when it is shown",
    "go_to": "where the answer jumps to",
    "points": "the points",
    "messages": "the mails",
    "reassurance": "the line at the foot",
    "label": "the words on the button",
    "target": "where the button leads",
}


@dataclass(frozen=True, slots=True)
class Spot:
    words: str
    url: str


class Spots:
    """Finds spots in one funnel; reads its rows once."""

    def __init__(self, funnel: Funnel) -> None:
        self.funnel = funnel
        self.home = Spot(funnel.name, reverse("admin:funnel_funnel_change", args=[funnel.pk]))
        self.steps = list(
            funnel.steps.select_related("quiz", "magnet", "opt_in", "offer").prefetch_related(
                "quiz__questions", "quiz__outcomes"
            )
        )
        self.rules = list(
            funnel.series_rules.select_related("sequence").prefetch_related("sequence__messages")
        )

    def find(self, path: str) -> Spot:
        parts = [(name, int(number) if number else None) for name, number in _PART.findall(path)]
        if not parts:
            return self.home
        (room, number), rest = parts[0], parts[1:]
        if room == "steps" and number is not None and number < len(self.steps):
            return self._in_step(self.steps[number], rest)
        if room == "sequences" and number is not None and number < len(self.rules):
            return self._in_series(number, rest)
        if room == "series_rules":
            return Spot("Which mails after which result", self.home.url)
        return Spot(
            _ending("First screen" if room == "hook" else self.funnel.name, rest), self.home.url
        )

    def _in_step(self, step: Step, rest: list[tuple[str, int | None]]) -> Spot:
        start = f"{step.position + 1}. {step.get_kind_display()}: {title_of(step)}"
        if step.quiz is not None and rest[:1] == [("quiz", None)]:
            return self._in_quiz(step, start, rest[1:])
        own = rest[:1] and rest[0][0] in ("invite", "show_if")
        return Spot(_ending(start, rest), step_address(step) if own else content_address(step))

    def _in_quiz(self, step: Step, start: str, rest: list[tuple[str, int | None]]) -> Spot:
        assert step.quiz is not None
        questions, results = list(step.quiz.questions.all()), list(step.quiz.outcomes.all())
        match rest:
            case [("questions", int(number)), *more] if number < len(questions):
                question = questions[number]
                url = reverse("admin:quizzes_question_change", args=[question.pk])
                return Spot(_ending(f"{start}, “{question.text}”", more), url)
            case [("outcomes", int(number)), *more] if number < len(results):
                return Spot(
                    _ending(f"{start}, result “{results[number].name}”", more),
                    content_address(step),
                )
        return Spot(_ending(start, rest), content_address(step))

    def _in_series(self, number: int, rest: list[tuple[str, int | None]]) -> Spot:
        sequence = self.rules[number].sequence
        messages = list(sequence.messages.all())
        start = f"Mails: {sequence.name}"
        match rest:
            case [("messages", int(place)), *more] if place < len(messages):
                start, rest = f"{start}, “{messages[place].subject}”", more
        url = reverse("admin:nurture_sequence_change", args=[sequence.pk])
        return Spot(_ending(start, rest), url)


def step_address(step: Step) -> str:
    return reverse("admin:funnel_step_change", args=[step.pk])


def content_address(step: Step) -> str:
    """The page that edits what a step shows."""
    for name, pk in (
        ("quizzes_quiz", step.quiz_id),
        ("leads_leadmagnet", step.magnet_id),
        ("funnel_optin", step.opt_in_id),
        ("funnel_offer", step.offer_id),
    ):
        if pk is not None:
            return reverse(f"admin:{name}_change", args=[pk])
    return step_address(step)


def _ending(start: str, rest: list[tuple[str, int | None]]) -> str:
    for name, _ in reversed(rest):
        if name in _FIELDS:
            return f"{start}: {_FIELDS[name]}"
    return start
