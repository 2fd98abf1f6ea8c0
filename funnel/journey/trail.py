"""Where a visit stands: which screens are done, which one is open, how much is left.

Pure functions over a published document and what the visit did. Views ask for the trail
before they show a screen, writes ask again after they stored something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from funnel.document import FunnelDocument, OfferStep, PollStep, QuizStep, ResultStep, StepDoc
from funnel.journey.ahead import extra_screens, passed_over, screens_ahead
from quizzes.answers import effort
from quizzes.branching import Walk, walk
from quizzes.conditions import Facts, holds
from quizzes.scoring import Score, score, scored_facts

# What a yes costs the person: a closed question is 1 point or about ten seconds
# (Pew Research Center's budget for web surveys); the rest is set against that.
EFFORT = {
    "quiz": 1,
    "poll": 1,
    "result": 0,
    "checklist": 2,
    "guide": 2,
    "video": 3,
    "series": 5,
    "link": 2,
    "opt_in": 5,
    "statement": 0,
    "offer": 10,
}

# Saying "I'll do this" to a result costs about what one closed question does.
PROMISE_EFFORT = 1

# What a visit answers to a gift proposed before the offer, kept under the gift's step: it was
# opened from there, so it is not proposed again and its button leads back to the offer.
PROPOSED = ("proposed",)


@dataclass(frozen=True, slots=True, order=True)
class Screen:
    """One screen: a question of a quiz or poll, or a whole step (`question` is '')."""

    step: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What a visit did: answers given, steps done, and which of those with a yes."""

    answers: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    yeses: frozenset[str] = frozenset()
    source: str = "direct"
    device: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """`done` are the screens done on the present path, in order; `here` is the first open one.

    `here` is None once the last step was shown. `remaining` counts screens at most still to
    come, `here` included. `facts` holds what counts: answers off the path do not.
    `left_in_quiz` counts the questions at most still to come in the quiz that is open.
    `jumped_to` is the offer, when the person asked to see it before its turn. `passed_over` are
    offers whose place another one took; `proposed` are gifts that were opened from an offer.
    """

    done: tuple[Screen, ...]
    here: Screen | None
    remaining: int
    facts: Facts
    score: Score
    left_in_quiz: int = 0
    jumped_to: Screen | None = None
    passed_over: frozenset[str] = frozenset()
    proposed: frozenset[str] = frozenset()

    @property
    def is_finished(self) -> bool:
        return self.here is None

    @property
    def end(self) -> Screen | None:
        """The screen the way ends with, shown or about to be; None while more may come."""
        if self.here is None:
            return self.done[-1]
        return self.here if self.remaining == 1 and not self.here.question else None

    def allows(self, screen: Screen) -> bool:
        """Whether this screen may be shown now: it is done, or it is the open one."""
        return screen == self.here or screen in self.done or screen == self.jumped_to

    def progress(self, screen: Screen) -> int:
        """Percent of the way before this screen: done / (done + longest remaining).

        100 on the last screen, never before it.
        """
        if (self.is_finished and screen == self.done[-1]) or screen == self.jumped_to:
            return 100
        place = self.done.index(screen) if screen in self.done else len(self.done)
        return 100 * place // max(1, len(self.done) + self.remaining)

    def next_after(self, screen: Screen) -> Screen:
        """What a press on this screen leads to: inside a quiz its first open question, else
        the screen that follows, seen before or not. A proposed gift leads back to where the
        way stands."""
        if screen.step in self.proposed:
            return self.here or self.done[-1]
        if self.here is not None and self.here.question and self.here.step == screen.step:
            return self.here
        way = [*self.done, self.here] if self.here else [*self.done]
        later = way[way.index(screen) + 1 :] if screen in way else [self.here or self.done[-1]]
        if screen.question:
            later = [each for each in later if each.step != screen.step or not each.question]
        return later[0] if later else way[-1]


def follow(document: FunnelDocument, state: State) -> Trail:
    """The trail of a visit through its publication."""
    trail = _follow(document, state)
    offer = offer_on(document, trail)
    if offer is None or offer.key not in state.done or Screen(offer.key) in trail.done:
        return trail
    return replace(trail, jumped_to=Screen(offer.key))


@dataclass
class _Way:
    """What is known by the step that a walk through the ladder has come to."""

    facts: Facts
    found: Score = field(default_factory=Score)
    done: list[Screen] = field(default_factory=list)
    passed_over: frozenset[str] = frozenset()

    def stop(self, state: State, here: Screen | None, remaining: int, in_quiz: int = 0) -> Trail:
        opened = {step for (step, question), said in state.answers.items() if said == PROPOSED}
        return Trail(
            done=tuple(self.done),
            here=here,
            remaining=remaining,
            facts=self.facts,
            score=self.found,
            left_in_quiz=in_quiz,
            passed_over=self.passed_over,
            proposed=frozenset(opened),
        )


def _follow(document: FunnelDocument, state: State) -> Trail:
    way = _Way(Facts(source=state.source, device=state.device, language=state.language))
    for index, step in enumerate(document.steps):
        if step.key in way.passed_over or not holds(step.show_if, way.facts):
            continue
        if isinstance(step, QuizStep | PollStep):
            asked = walk(step.quiz, step.key, state.answers, way.facts)
            _note_answers(way, step, asked)
            if asked.here is not None:
                left = (
                    asked.remaining
                    + extra_screens(step)
                    + screens_ahead(document, index, way.facts)
                )
                return way.stop(state, Screen(step.key, asked.here.key), left, asked.remaining)
            if isinstance(step, QuizStep):
                _note_score(way, step)
                continue
        if isinstance(step, OfferStep):
            way.passed_over |= passed_over(document, index, way.facts)
        if isinstance(step, ResultStep) and state.answers.get((step.key, "")) == ("yes",):
            way.facts = replace(way.facts, depth=way.facts.depth + PROMISE_EFFORT)
        if step.key not in state.done:
            return way.stop(state, Screen(step.key), 1 + screens_ahead(document, index, way.facts))
        way.done.append(Screen(step.key))
        if step.key in state.yeses and not isinstance(step, PollStep):
            way.facts = replace(way.facts, depth=way.facts.depth + EFFORT[step.kind])
    return way.stop(state, None, 0)


def _note_answers(way: _Way, step: QuizStep | PollStep, asked: Walk) -> None:
    way.done += [Screen(step.key, question.key) for question in asked.answered]
    way.facts = replace(asked.facts, depth=asked.facts.depth + _effort(step.key, asked))


def _note_score(way: _Way, step: QuizStep) -> None:
    if step.quiz.scoring != "none":
        way.found = _score(step, way.facts)
        way.facts = scored_facts(step.quiz, way.facts, way.found)


def first_screen(document: FunnelDocument) -> Screen:
    """The screen on the landing page. Publishing makes sure that it is a question."""
    here = follow(document, State()).here
    assert here is not None
    return here


def offer_on(document: FunnelDocument, trail: Trail) -> OfferStep | None:
    """The offer of this visit, the last on its way as far as that is known; None without one.

    Offers that follow each other stand for different people: the first that fits is shown.
    """
    end = document.step(trail.end.step) if trail.end else None
    if isinstance(end, OfferStep):
        return end
    found, is_behind_offer = None, False
    for step in document.steps:
        if not holds(step.show_if, trail.facts):
            continue
        if isinstance(step, OfferStep) and not is_behind_offer:
            found = step
        is_behind_offer = isinstance(step, OfferStep)
    return found


def result_on(document: FunnelDocument, trail: Trail) -> Screen | None:
    """The screen that shows most of the result to this visit by now; None before any."""
    screens = [Screen(step.key) for step in document.steps if isinstance(step, ResultStep)]
    return next((each for each in reversed(screens) if trail.allows(each)), None)


def step_after(document: FunnelDocument, trail: Trail, step: StepDoc) -> StepDoc | None:
    """The step whose invitation stands on the main button of this one; None at the end."""
    if step.key in trail.proposed:
        return document.step((trail.here or trail.done[-1]).step)
    coming = document.steps[document.steps.index(step) + 1 :]
    on_the_way = (
        each
        for each in coming
        if each.key not in trail.passed_over and holds(each.show_if, trail.facts)
    )
    return next(on_the_way, None)


def step_effort(document: FunnelDocument, screen: Screen) -> int:
    step = document.step(screen.step)
    return EFFORT[step.kind] if step else 0


def _score(step: QuizStep, facts: Facts) -> Score:
    mine = {q: chosen for (key, q), chosen in facts.answers.items() if key == step.key}
    return score(step.quiz, mine, facts)


def _effort(step_key: str, way: Walk) -> int:
    """What the answers of one quiz or poll cost; skipped ones cost nothing."""
    return sum(effort(each, way.facts.answers[step_key, each.key]) for each in way.answered)
