"""Where a fault of a draft can be put right: its place in words, and the page that edits it.

Places come as in the portable file (`steps[2].quiz.questions[0].text`); the rows are taken in
the same order as compiling takes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funnel.ladder import title_of
from funnel.languages import called
from funnel.models import Funnel, Step
from quizzes.wording.vocabulary import tagless

_PART = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")
_FIELDS = {
    "text": _("the text"),
    "invite": _("the words on the button that leads here"),
    "title": _("the title"),
    "body": _("the text"),
    "button": _("the button"),
    "headline": _("the headline"),
    "price": _("the price"),
    "thanks": _("what happens next"),
    "problem": _("the problem it takes up"),
    "promise": _("what it promises"),
    "minutes": _("how long it takes"),
    "items": _("the lines to tick"),
    "file": _("the video file"),
    "captions": _("the captions"),
    "poster": _("the still picture"),
    "transcript": _("the transcript"),
    "seconds": _("the length"),
    "interpretation": _("what it means"),
    "first_action": _("what to do first"),
    "questions": _("the questions"),
    "choices": _("the answers"),
    "outcomes": _("the results"),
    "topics": _("the topics"),
    "subject": _("the subject"),
    "preheader": _("the line after the subject"),
    "show_if": _("when it is shown"),
    "go_to": _("where the answer jumps to"),
    "points": _("the points"),
    "messages": _("the mails"),
    "fields": _("the fields people fill in"),
    "skip_label": _("the words for skipping"),
    "reassurance": _("the line at the foot"),
    "label": _("the words on the button"),
    "target": _("where the button leads"),
    "image": _("the picture"),
    "alt": _("what the picture shows"),
    "why": _("why you ask"),
    "explanation": _("what was right, and why"),
    "right": _("the right answer"),
    "accepted": _("the right answers"),
    "value": _("what it counts in formulas"),
    "is_right": _("right or wrong"),
    "low_label": _("what the first number means"),
    "high_label": _("what the last number means"),
    "figures": _("the figures"),
    "formula": _("the formula"),
    "decides": _("the figure that decides"),
    "outcome_by": _("what decides the result"),
    "tie_question": _("the question that decides a tie"),
    "default_outcome": _("the result for everybody else"),
    "when": _("the rule"),
    "category": _("its topic"),
    "show_from": _("people before figures are shown"),
    "part": _("how much of the result"),
    "source": _("the source"),
    "by_source": _("first words per source"),
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
            funnel.steps.select_related(
                *("quiz", "magnet", "sequence", "opt_in", "offer")
            ).prefetch_related(
                *("quiz__questions", "quiz__outcomes", "quiz__figures", "sequence__messages")
            )
        )
        rules = funnel.series_rules.select_related("sequence").prefetch_related(
            "sequence__messages"
        )
        asked = (step.sequence for step in self.steps)
        self.series = [*(rule.sequence for rule in rules), *(each for each in asked if each)]

    def find(self, path: str) -> Spot:
        parts = [(name, int(number) if number else None) for name, number in _PART.findall(path)]
        if not parts:
            return self.home
        (room, number), rest = parts[0], parts[1:]
        if room == "steps" and number is not None and number < len(self.steps):
            return self._in_step(self.steps[number], rest)
        if room == "sequences" and number is not None and number < len(self.series):
            return self._in_series(number, rest)
        if room == "translations" and rest:
            language = path.split(".")[1]
            url = reverse("admin:funnel_language", args=[self.funnel.pk, language])
            return Spot(called(language), url)
        if room == "series_rules":
            return Spot(gettext("Which mails after which result"), self.home.url)
        start = gettext("First screen") if room == "hook" else self.funnel.name
        return Spot(_ending(start, rest), self.home.url)

    def _in_step(self, step: Step, rest: list[tuple[str, int | None]]) -> Spot:
        start = f"{step.position + 1}. {step.get_kind_display()}: {title_of(step)}"
        if step.quiz is not None and rest[:1] == [("quiz", None)]:
            return self._in_quiz(step, start, rest[1:])
        own = rest[:1] and rest[0][0] in ("invite", "show_if")
        return Spot(_ending(start, rest), step_address(step) if own else content_address(step))

    def _in_quiz(self, step: Step, start: str, rest: list[tuple[str, int | None]]) -> Spot:
        assert step.quiz is not None
        questions, results = list(step.quiz.questions.all()), list(step.quiz.outcomes.all())
        figures = list(step.quiz.figures.all())
        match rest:
            case [("questions", int(number)), *more] if number < len(questions):
                question = questions[number]
                url = reverse("admin:quizzes_question_change", args=[question.pk])
                return Spot(_ending(f"{start}, “{tagless(question.text)}”", more), url)
            case [("outcomes", int(number)), *more] if number < len(results):
                result = gettext("%(start)s, result “%(name)s”")
                words = {"start": start, "name": results[number].name}
                return Spot(_ending(result % words, more), content_address(step))
            case [("figures", int(number)), *more] if number < len(figures):
                figure = gettext("%(start)s, figure “%(name)s”")
                words = {"start": start, "name": figures[number].name}
                return Spot(_ending(figure % words, more), content_address(step))
        return Spot(_ending(start, rest), content_address(step))

    def _in_series(self, number: int, rest: list[tuple[str, int | None]]) -> Spot:
        sequence = self.series[number]
        messages = list(sequence.messages.all())
        start = gettext("Mails: %(name)s") % {"name": sequence.name}
        match rest:
            case [("messages", int(place)), *more] if place < len(messages):
                start, rest = f"{start}, “{messages[place].subject}”", more
        url = reverse("admin:nurture_sequence_change", args=[sequence.pk])
        return Spot(_ending(start, rest), url)


def step_address(step: Step) -> str:
    return reverse("admin:funnel_step_change", args=[step.pk])


def mails_address(step: Step) -> str:
    """The page that edits the mails of a series asked for; '' for every other step."""
    if step.sequence_id is None:
        return ""
    return reverse("admin:nurture_sequence_change", args=[step.sequence_id])


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
    for name, _number in reversed(rest):
        if name in _FIELDS:
            return f"{start}: {_FIELDS[name]}"
    return start
