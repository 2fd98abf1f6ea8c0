"""A press inside the preview: where it would lead a visitor, worked out and written nowhere.

What was pressed so far travels in the address, as the preview's own small text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django_stubs_ext import StrPromise
from pydantic import BaseModel, ConfigDict, ValidationError

from funnel.document import FunnelDocument, OfferStep, PollStep, QuizStep
from funnel.journey.presses import Press, moved
from funnel.journey.telling import tells
from funnel.journey.trail import Screen, State, Trail, follow, offer_on
from quizzes.answers import AnswerError, Given, read_answer
from quizzes.document import RankingDoc

_LONGEST = 8_000
_STAYING = frozenset({"keep", "save", "take", "mail", "again", "seen", "pause"})
_PROMISES = {"will_do": ("yes",), "not_for_me": ("no",)}


class Walked(BaseModel):
    """What an example person pressed so far. `answers` are by "step/question"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answers: dict[str, tuple[str, ...]] = {}
    done: tuple[str, ...] = ()
    yeses: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        found = {}
        for name, values in self.answers.items():
            step, _slash, question = name.partition("/")
            found[step, question] = values
        return State(answers=found, done=frozenset(self.done), yeses=frozenset(self.yeses))


@dataclass(frozen=True, slots=True)
class Went:
    """Where a press led. `face` is another side of the same screen; `errors` keep it there."""

    state: State
    screen: Screen
    face: str = ""
    errors: Mapping[str, str | StrPromise] = field(default_factory=dict)
    order: tuple[str, ...] | None = None


def read_walk(text: str) -> State | None:
    """What the address says was pressed so far; None where it says nothing that can be read."""
    try:
        return Walked.model_validate_json(text[:_LONGEST]).state if text else None
    except ValidationError:
        return None


def written_walk(state: State) -> str:
    answers = {f"{step}/{question}": given for (step, question), given in state.answers.items()}
    walked = Walked(
        answers=answers, done=tuple(sorted(state.done)), yeses=tuple(sorted(state.yeses))
    )
    return walked.model_dump_json(exclude_defaults=True)


def walked_on(
    document: FunnelDocument, trail: Trail, state: State, screen: Screen, press: Press
) -> Went:
    """One press. `trail` is the one that the screen was shown with."""
    step = document.step(screen.step)
    offer = offer_on(document, trail)
    if press.act == "offer" and offer is not None:
        return Went(_with(state, offer.key), Screen(offer.key))
    if isinstance(step, QuizStep | PollStep) and screen.question:
        return _answered(document, trail, state, screen, press)
    if press.act in _PROMISES:
        said = {**state.answers, (screen.step, ""): _PROMISES[press.act]}
        return Went(replace(state, answers=said), screen)
    if press.act in _STAYING:
        return Went(state, screen)
    if isinstance(step, OfferStep):
        return _to_offer(document, state, step, press)
    is_yes = press.act != "skip" and not isinstance(step, PollStep)
    return _next(document, _with(state, screen.step, is_yes=is_yes), screen)


def shown_trail(document: FunnelDocument, state: State, screen: Screen) -> Trail:
    """The trail of this walk, with the screen open that is looked at."""
    trail = follow(document, state)
    return trail if trail.allows(screen) else replace(trail, here=screen)


def _answered(
    document: FunnelDocument, trail: Trail, state: State, screen: Screen, press: Press
) -> Went:
    step = document.step(screen.step)
    assert isinstance(step, QuizStep | PollStep)
    question = step.quiz.question(screen.question)
    assert question is not None
    if press.act == "move" and isinstance(question, RankingDoc):
        return Went(state, screen, order=moved(press.order, press.move))
    if press.act == "go_on":
        return _next(document, state, screen)
    given = Given(press.choices, press.order, press.typed_answer, is_skip=press.act == "skip")
    try:
        values = read_answer(question, given, language=document.language)
    except AnswerError as error:
        return Went(state, screen, errors={"answer": error.message})
    # What stands before this screen counts as done, so that the walk goes on from here.
    before = {(each.step, each.question) for each in trail.done}
    kept = {name: said for name, said in state.answers.items() if name in before or not name[1]}
    state = replace(state, answers={**kept, (screen.step, screen.question): values})
    if tells(step.quiz, question, values):
        return Went(state, screen)
    return _next(document, state, screen)


def _to_offer(document: FunnelDocument, state: State, step: OfferStep, press: Press) -> Went:
    here, done = Screen(step.key), _with(state, step.key, is_yes=press.act != "not_now")
    match press.act:
        case "not_now":
            return Went(done, here, "_later")
        case "press" if step.offer.action == "call":
            return Went(state, here, "_contact")
        case "press" | "call":
            return Went(done, here, "_thanks")
        case "smaller" if step.offer.later_step and document.step(step.offer.later_step):
            return Went(done, Screen(step.offer.later_step))
    return _next(document, done, here)


def _with(state: State, step_key: str, *, is_yes: bool = False) -> State:
    yeses = state.yeses | {step_key} if is_yes else state.yeses
    return replace(state, done=state.done | {step_key}, yeses=yeses)


def _next(document: FunnelDocument, state: State, screen: Screen) -> Went:
    """The screen that follows; steps before this one that were jumped over count as done."""
    before = []
    for step in document.steps:
        if step.key == screen.step:
            break
        before.append(step.key)
    state = replace(state, done=state.done | set(before))
    trail = follow(document, state)
    return Went(state, trail.next_after(screen))
