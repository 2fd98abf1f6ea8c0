"""Where a visit stands: which screens are done, which one is open, how much is left.

Pure functions over a published document and what the visit did. Views ask for the trail
before they show a screen, writes ask again after they stored something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from funnel.document import FunnelDocument, OfferStep, PollStep, QuizStep, ResultStep
from quizzes.answers import effort
from quizzes.branching import Walk, longest, walk
from quizzes.conditions import (
    AnswerIs,
    AnswerNumberIs,
    Facts,
    IsAnswered,
    Leaf,
    NumberIs,
    OutcomeIs,
    holds,
    verdict,
)
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
    `jumped_to` is the offer, when the person asked to see it before its turn.
    """

    done: tuple[Screen, ...]
    here: Screen | None
    remaining: int
    facts: Facts
    score: Score
    left_in_quiz: int = 0
    jumped_to: Screen | None = None

    @property
    def is_finished(self) -> bool:
        return self.here is None

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
        the screen that follows, seen before or not."""
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
    offer = offer_step(document)
    if offer is None or offer.key not in state.done or Screen(offer.key) in trail.done:
        return trail
    is_hidden = not holds(offer.show_if, trail.facts)
    return trail if is_hidden else replace(trail, jumped_to=Screen(offer.key))


def _follow(document: FunnelDocument, state: State) -> Trail:
    done: list[Screen] = []
    facts = Facts(source=state.source, device=state.device, language=state.language)
    found = Score()
    for index, step in enumerate(document.steps):
        if not holds(step.show_if, facts):
            continue
        if isinstance(step, QuizStep | PollStep):
            way = walk(step.quiz, step.key, state.answers, facts)
            done += [Screen(step.key, question.key) for question in way.answered]
            facts = replace(way.facts, depth=facts.depth + _effort(step.key, way))
            if way.here is not None:
                left = way.remaining + _extra(step) + _later(document, index, facts)
                here = Screen(step.key, way.here.key)
                return Trail(tuple(done), here, left, facts, found, way.remaining)
            if isinstance(step, QuizStep):
                if step.quiz.scoring != "none":
                    found = _score(step, facts)
                    facts = scored_facts(step.quiz, facts, found)
                continue
        if isinstance(step, ResultStep) and state.answers.get((step.key, "")) == ("yes",):
            facts = replace(facts, depth=facts.depth + PROMISE_EFFORT)
        if step.key not in state.done:
            left = 1 + _later(document, index, facts)
            return Trail(tuple(done), Screen(step.key), left, facts, found)
        done.append(Screen(step.key))
        if step.key in state.yeses and not isinstance(step, PollStep):
            facts = replace(facts, depth=facts.depth + EFFORT[step.kind])
    return Trail(tuple(done), None, 0, facts, found)


def first_screen(document: FunnelDocument) -> Screen:
    """The screen on the landing page. Publishing makes sure that it is a question."""
    here = follow(document, State()).here
    assert here is not None
    return here


def is_last(document: FunnelDocument, step_key: str) -> bool:
    return document.steps[-1].key == step_key


def offer_step(document: FunnelDocument) -> OfferStep | None:
    """The offer, the last one where there are several; None without one."""
    offers = [step for step in document.steps if isinstance(step, OfferStep)]
    return offers[-1] if offers else None


def step_effort(document: FunnelDocument, screen: Screen) -> int:
    step = document.step(screen.step)
    return EFFORT[step.kind] if step else 0


def _extra(step: QuizStep | PollStep) -> int:
    """A poll has a screen of its own after the tap: how everybody else answered."""
    return 1 if isinstance(step, PollStep) else 0


def _score(step: QuizStep, facts: Facts) -> Score:
    mine = {q: chosen for (key, q), chosen in facts.answers.items() if key == step.key}
    return score(step.quiz, mine, facts)


def _effort(step_key: str, way: Walk) -> int:
    """What the answers of one quiz or poll cost; skipped ones cost nothing."""
    return sum(effort(each, way.facts.answers[step_key, each.key]) for each in way.answered)


def _later(document: FunnelDocument, index: int, facts: Facts) -> int:
    """Screens at most still to come after this step; one that may be hidden counts."""
    coming = document.steps[index + 1 :]
    open_steps = {step.key for step in document.steps[index:]}
    has_score_ahead = any(isinstance(step, QuizStep) for step in document.steps[index:])

    def is_unsettled(leaf: Leaf) -> bool:
        match leaf:
            case AnswerIs() | AnswerNumberIs() | IsAnswered():
                return leaf.step in open_steps
            case OutcomeIs():
                return has_score_ahead
            case NumberIs():
                return leaf.fact == "depth" or has_score_ahead
        return False

    count = 0
    for step in coming:
        if verdict(step.show_if, facts, is_unsettled) is False:
            continue
        if isinstance(step, QuizStep | PollStep):
            count += longest(step.quiz, step.key, facts, is_unsettled) + _extra(step)
        else:
            count += 1
    return count
