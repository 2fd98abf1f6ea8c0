"""What stands on a screen: the one place where a document becomes a template's context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

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
from funnel.journey.asking import pictures_ahead, question_context
from funnel.journey.looks import sheet_name
from funnel.journey.results import result_context
from funnel.journey.sharing import graph_of_landing
from funnel.journey.speaking import landing_address
from funnel.journey.telling import tells, told_context
from funnel.journey.trail import Screen, State, Trail, first_screen, follow, offer_step
from quizzes.conditions import holds
from quizzes.document import QuestionDoc
from quizzes.markdown import to_html
from quizzes.recall import Words, render_gently

Context = dict[str, object]
# Fields that show their own error; any other error stands at the top of the screen.
_BESIDE = {
    "question": {"answer"},
    "opt_in": {"email", "first_name"},
    "offer_contact": {"email", "phone", "good_time"},
}


@dataclass(frozen=True, slots=True)
class Place:
    """A screen with all that its words depend on. `known` are rows the view has read for it:
    `ticks`, `tally`, `media`, `smaller`, `promise`.

    `typed` and `chosen` are what a refused form held (`chosen` None: nothing was refused).
    `is_asking` wants an answered question asked again instead of explained. `files` maps
    hashes to stored names.
    """

    document: FunnelDocument
    trail: Trail
    screen: Screen
    words: Words
    visit_key: str = ""
    mail_token: str = ""
    errors: Mapping[str, str | StrPromise] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] | None = None
    is_asking: bool = False
    files: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, object] = field(default_factory=dict)

    @property
    def step(self) -> StepDoc:
        step = self.document.step(self.screen.step)
        assert step is not None
        return step

    @property
    def values(self) -> tuple[str, ...] | None:
        """The answer to this question that counts; () is a skip, None is none yet."""
        return self.trail.facts.answers.get((self.screen.step, self.screen.question))


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
        "number": _number(place)[0],
        "top_errors": _top_errors(place, kind),
        "ahead": " ".join(_ahead(place)),
        "result_address": _result_address(place),
        "resume_address": _resume_address(place),
        "is_finished": place.trail.is_finished,
        "action": _action(place),
        "back": _back(place),
        "next_label": following.invite if following else "",
        "has_shortcut": is_early and following is not offer,
        "mail_token": place.mail_token,
        "errors": place.errors,
        "typed": place.typed,
        "style": sheet_name(place.document.theme),
        "is_landing": not place.visit_key,
        "open_graph": None if place.visit_key else graph_of_landing(place.document),
        **{name: place.known.get(name) for name in ("publication", "nonce", "utm")},
        **special,
    }


def progress_label(place: Place) -> str:
    """'2 of 6' inside a quiz, else the step in a word or two."""
    number, total = _number(place)
    if number:
        return _("%(number)s of %(total)s") % {"number": number, "total": total}
    return {
        "poll": _("One tap"),
        "result": _("Your result"),
        "checklist": _("Checklist"),
        "guide": _("Guide"),
        "video": _("Video"),
        "statement": "",
        "opt_in": _("Your choice"),
        "offer": _("Next step"),
        "quiz": "",
    }[place.step.kind]


def _number(place: Place) -> tuple[int, int]:
    """Which question of how many at most; zeros outside a quiz."""
    step, trail = place.step, place.trail
    if not isinstance(step, QuizStep) or not place.screen.question:
        return 0, 0
    mine = [screen for screen in trail.done if screen.step == step.key and screen.question]
    is_here = trail.here is not None and trail.here.step == step.key
    total = len(mine) + (trail.left_in_quiz if is_here else 0)
    number = mine.index(place.screen) + 1 if place.screen in mine else len(mine) + 1
    return number, max(total, number)


def next_step(place: Place) -> StepDoc | None:
    """The step whose invitation stands on the primary button."""
    steps = place.document.steps
    index = steps.index(place.step)
    coming = (step for step in steps[index + 1 :] if holds(step.show_if, place.trail.facts))
    return next(coming, None)


def _action(place: Place) -> str:
    if not place.visit_key:
        return landing_address(place.document)
    return address_of(place.visit_key, place.screen)


def _back(place: Place) -> str:
    done = place.trail.done
    index = done.index(place.screen) if place.screen in done else len(done)
    is_off_trail = place.screen not in done and place.screen != place.trail.here
    if not place.visit_key or not index or is_off_trail:
        return ""
    return address_of(place.visit_key, done[index - 1])


def _result_address(place: Place) -> str:
    """Where the result stands, once it was shown."""
    results = (Screen(step.key) for step in place.document.steps if isinstance(step, ResultStep))
    shown = next((each for each in results if place.trail.allows(each)), None)
    return address_of(place.visit_key, shown) if shown and place.visit_key else ""


def _resume_address(place: Place) -> str:
    return reverse("journey:resume", args=[place.visit_key]) if place.visit_key else ""


def _top_errors(place: Place, kind: str) -> list[str | StrPromise]:
    beside = _BESIDE.get(kind, set())
    return [error for name, error in place.errors.items() if name not in beside]


def _ahead(place: Place) -> list[str]:
    """Pictures worth fetching while this screen is read; the landing page keeps its budget."""
    step = place.step
    if not place.visit_key or not isinstance(step, QuizStep) or not place.screen.question:
        return []
    return pictures_ahead(step.quiz, place.screen.question, place.files)


def _text(place: Place, text: str) -> SafeString:
    return to_html(render_gently(text, place.words))


def _line(place: Place, text: str) -> str:
    return render_gently(text, place.words, is_markdown=False)


def _special(place: Place) -> tuple[str, Context]:
    """The kind of screen and what only that kind shows."""
    step = place.step
    match step:
        case QuizStep() | PollStep() if place.screen.question:
            return _question(place, step)
        case PollStep():
            return "poll", {"tally": place.known.get("tally"), "title": _("How everybody answered")}
        case ResultStep():
            return "result", result_context(place)
        case StatementStep():
            return "statement", {"title": _line(place, step.title), "body": _text(place, step.body)}
        case ChecklistStep() | GuideStep() | VideoStep():
            return step.kind, _gift(place, step)
        case OptInStep():
            return "opt_in", {"title": _line(place, step.title), "body": _text(place, step.body)}
        case OfferStep():
            return _offer(place, step)
    return "statement", {}


def _question(place: Place, step: QuizStep | PollStep) -> tuple[str, Context]:
    question = step.quiz.question(place.screen.question)
    assert question is not None
    if not place.is_asking and tells(step.quiz, question, place.values):
        told = told_context(question, place.values or ())
        explanation = _text(place, question.explanation)
        return "told", {
            **told,
            "asked": _line(place, question.text),
            "explanation": explanation,
            "button": _after_quiz(place) or _("Next question"),
        }
    is_first = not place.trail.done or place.screen == place.trail.done[0]
    asked = question_context(
        question,
        values=place.values,
        chosen=place.chosen,
        typed=place.typed.get("answer"),
        files=place.files,
        move=place.typed.get("move", ""),
    )
    return "question", {
        **asked,
        "title": _line(place, question.text),
        "help": _line(place, question.help),
        "why": _line(place, question.why),
        "hook": place.document.hook.text if is_first else "",
        "button": _button(place, question),
    }


def _button(place: Place, question: QuestionDoc) -> str:
    """What the main button says: on a quiz's surely last question, what comes then."""
    if question.kind == "ranking":
        return _("This is my order")
    steps, trail = place.document.steps, place.trail
    coming = steps[steps.index(place.step) + 1 :][:1]
    is_last = trail.here == place.screen and trail.left_in_quiz == 1
    if is_last and isinstance(place.step, QuizStep) and coming and coming[0].show_if is None:
        return coming[0].invite
    return _("Next")


def _after_quiz(place: Place) -> str:
    """The invitation of the step behind this quiz, once nothing more is asked in it."""
    following, here = next_step(place), place.trail.here
    is_over = here is None or here.step != place.step.key
    return following.invite if following and is_over else ""


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
    }
    return f"offer{place.known.get('phase', '')}", context
