"""What stands on a screen: the one place where a document becomes a template's context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from django.urls import reverse
from django.utils.safestring import SafeString

from funnel.document import (
    ChecklistStep,
    FunnelDocument,
    GuideStep,
    OfferStep,
    OptInStep,
    PollStep,
    QuizStep,
    ResultStep,
    StatementStep,
    StepDoc,
    VideoStep,
)
from funnel.journey.looks import sheet_name
from funnel.journey.trail import Screen, State, Trail, first_screen, follow, offer_step
from quizzes.conditions import holds
from quizzes.markdown import to_html
from quizzes.recall import Words, render_gently

Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """A screen with all that its words depend on. `known` are rows the view has read for it:
    `ticks`, `tally`, `media`, `conversions`, `smaller`."""

    document: FunnelDocument
    trail: Trail
    screen: Screen
    words: Words
    visit_key: str = ""
    mail_token: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, object] = field(default_factory=dict)

    @property
    def step(self) -> StepDoc:
        step = self.document.step(self.screen.step)
        assert step is not None
        return step


def landing_place(document: FunnelDocument, source: str) -> Place:
    """The first screen before there is a visit."""
    from_nothing = follow(document, State(source=source))
    return Place(document, from_nothing, first_screen(document), Words(source=source))


def address_of(key: str, screen: Screen) -> str:
    if screen.question:
        return reverse("journey:question", args=[key, screen.step, screen.question])
    return reverse("journey:step", args=[key, screen.step])


def screen_context(place: Place) -> Context:
    """Everything `funnel/_screen.html` needs; text is rendered and cleaned here."""
    kind, special = _special(place)
    offer = offer_step(place.document)
    following = next_step(place)
    is_early = offer is not None and place.step.key != offer.key and bool(place.trail.score.outcome)
    return {
        "document": place.document,
        "step": place.step,
        "kind": kind,
        "template": f"funnel/kinds/_{kind}.html",
        "progress": place.trail.progress(place.screen),
        "progress_label": progress_label(place),
        "action": _action(place),
        "back": _back(place),
        "next_label": following.invite if following else "",
        "has_shortcut": is_early and following is not offer,
        "mail_token": place.mail_token,
        "errors": place.errors,
        "typed": place.typed,
        "style": sheet_name(place.document.theme),
        "is_landing": not place.visit_key,
        **{name: place.known.get(name) for name in ("publication", "nonce", "utm")},
        **special,
    }


def progress_label(place: Place) -> str:
    """'2 of 6' inside a quiz, else the step in a word or two."""
    step, trail = place.step, place.trail
    if isinstance(step, QuizStep) and place.screen.question:
        mine = [screen for screen in trail.done if screen.step == step.key and screen.question]
        is_here = trail.here is not None and trail.here.step == step.key
        total = len(mine) + (trail.left_in_quiz if is_here else 0)
        number = mine.index(place.screen) + 1 if place.screen in mine else len(mine) + 1
        return f"{number} of {max(total, number)}"
    return {
        "poll": "One tap",
        "result": "Your result",
        "checklist": "Checklist",
        "guide": "Guide",
        "video": "Video",
        "statement": "",
        "opt_in": "Your choice",
        "offer": "Next step",
        "quiz": "",
    }[step.kind]


def next_step(place: Place) -> StepDoc | None:
    """The step whose invitation stands on the primary button."""
    steps = place.document.steps
    index = steps.index(place.step)
    coming = (step for step in steps[index + 1 :] if holds(step.show_if, place.trail.facts))
    return next(coming, None)


def _action(place: Place) -> str:
    if not place.visit_key:
        return reverse("journey:landing", args=[place.document.slug])
    return address_of(place.visit_key, place.screen)


def _back(place: Place) -> str:
    done = place.trail.done
    index = done.index(place.screen) if place.screen in done else len(done)
    is_off_trail = place.screen not in done and place.screen != place.trail.here
    if not place.visit_key or not index or is_off_trail:
        return ""
    return address_of(place.visit_key, done[index - 1])


def _text(place: Place, text: str) -> SafeString:
    return to_html(render_gently(text, place.words))


def _line(place: Place, text: str) -> str:
    return render_gently(text, place.words, is_markdown=False)


def _special(place: Place) -> tuple[str, Context]:
    """The kind of screen and what only that kind shows."""
    step = place.step
    match step:
        case QuizStep() | PollStep() if place.screen.question:
            return "question", _question(place, step)
        case PollStep():
            return "poll", {"tally": place.known.get("tally"), "title": "How everybody answered"}
        case ResultStep():
            return "result", _result(place)
        case StatementStep():
            return "statement", {"title": _line(place, step.title), "body": _text(place, step.body)}
        case ChecklistStep() | GuideStep() | VideoStep():
            return step.kind, _gift(place, step)
        case OptInStep():
            return "opt_in", {"title": _line(place, step.title), "body": _text(place, step.body)}
        case OfferStep():
            return _offer(place, step)
    return "statement", {}


def _question(place: Place, step: QuizStep | PollStep) -> Context:
    question = step.quiz.question(place.screen.question)
    assert question is not None
    chosen = place.trail.facts.answers.get((step.key, question.key), ())
    is_first = not place.trail.done or place.screen == place.trail.done[0]
    return {
        "question": question,
        "chosen": chosen,
        "title": _line(place, question.text),
        "hook": place.document.hook.text if is_first else "",
        "is_poll": isinstance(step, PollStep),
    }


def _result(place: Place) -> Context:
    quizzes = [step.quiz for step in place.document.steps if isinstance(step, QuizStep)]
    found = (quiz.outcome(place.trail.score.outcome) for quiz in quizzes)
    outcome = next((each for each in found if each), None)
    names = {topic.key: topic.name for quiz in quizzes for topic in quiz.topics}
    if outcome is None:
        return {"title": "Your result"}
    text = partial(_text, place)
    return {
        "title": _line(place, outcome.headline),
        "outcome": outcome,
        "interpretation": text(outcome.interpretation),
        "first_action": text(outcome.first_action),
        "topics": [(names[key], share) for key, share in place.trail.score.topics.items()],
    }


def _gift(place: Place, step: ChecklistStep | GuideStep | VideoStep) -> Context:
    magnet = step.magnet
    context: Context = {"gift": magnet, "title": magnet.title, **place.known}
    if isinstance(step, GuideStep):
        context["body"] = _text(place, step.magnet.body)
    if isinstance(step, VideoStep):
        context["transcript"] = to_html(step.magnet.transcript)
    return context


def _offer(place: Place, step: OfferStep) -> tuple[str, Context]:
    offer = step.offer
    smaller = place.known.get("smaller")
    if isinstance(smaller, ChecklistStep | GuideStep | VideoStep):
        return "proposal", {
            "title": smaller.magnet.promise,
            "gift": smaller.magnet,
            "invite": smaller.invite,
        }
    context: Context = {
        "offer": offer,
        "title": _line(place, offer.headline),
        "body": _text(place, offer.body),
        "proof": _text(place, offer.proof),
        "thanks": _text(place, offer.thanks),
        "has_address": place.known.get("has_address", False),
        "result_address": place.known.get("result_address", ""),
    }
    return f"offer{place.known.get('phase', '')}", context
