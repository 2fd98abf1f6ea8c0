"""What stands on a screen: the one place where a document becomes a template's context."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

from funnel.document import (
    ChecklistStep,
    FunnelDocument,
    GuideStep,
    LinkStep,
    OfferStep,
    OptInStep,
    PollStep,
    QuizStep,
    ResultStep,
    SeriesStep,
    StatementStep,
    StepDoc,
    VideoStep,
)
from funnel.journey.asking import pictures_ahead, question_context
from funnel.journey.gate_screen import beside_fields, gate_context
from funnel.journey.gift_screen import gift_context
from funnel.journey.looks import sheet_name, shown, steps_name
from funnel.journey.offer_screen import offer_screen
from funnel.journey.place import Context, Place, address_of
from funnel.journey.result_begun import begun_context
from funnel.journey.results import result_context
from funnel.journey.series_screen import series_context
from funnel.journey.sharing import graph_of_landing
from funnel.journey.speaking import landing_address
from funnel.journey.telling import tells, told_context
from funnel.journey.trail import (
    State,
    first_screen,
    follow,
    offer_on,
    result_on,
    step_after,
)
from quizzes.document import QuestionDoc
from quizzes.recall import Words

# Fields that show their own error; any other error stands at the top of the screen.
_BESIDE = {
    "question": {"answer"},
    "checklist": {"email"},
    "offer_contact": {"email", "phone", "good_time"},
    "series": {"email", "meant"},
}


# What the views put beside a screen and its page shows as it is.
_KNOWN = ("publication", "nonce", "utm", "is_framed", "trying")


def landing_place(document: FunnelDocument, source: str) -> Place:
    """The first screen before there is a visit."""
    from_nothing = follow(document, State(source=source))
    return Place(document, from_nothing, first_screen(document), Words(source=source))


def screen_context(place: Place) -> Context:
    """Everything `funnel/_screen.html` needs; text is rendered and cleaned here."""
    kind, special = _special(place)
    own = place.document.hook.of(place.trail.facts.source)
    return {
        "document": place.document,
        "hook": "" if kind == "told" else _hook(place),
        "reassurance": (own and own.reassurance) or place.document.hook.reassurance,
        "step": place.step,
        "kind": kind,
        "template": f"funnel/kinds/_{kind}.html",
        "progress": place.trail.progress(place.screen),
        "progress_label": progress_label(place),
        "number": _number(place)[0],
        "top_errors": _top_errors(place, kind),
        "ahead": " ".join(_ahead(place)),
        "is_finished": place.trail.is_finished,
        "mail_token": place.mail_token,
        "errors": place.errors,
        "typed": place.typed,
        "is_first_screen": not place.visit_key and kind == "question",
        **_ways(place),
        **_looks(place),
        **{name: place.known.get(name) for name in _KNOWN},
        **special,
    }


def _ways(place: Place) -> Context:
    """Where one can go from here: on, back, past the rest to the offer, and back again later."""
    offer, following = offer_on(place.document, place.trail), next_step(place)
    is_early = offer is not None and place.step.key != offer.key and bool(place.trail.score.outcome)
    return {
        "action": _action(place),
        "back": _back(place),
        "next_label": following.invite if following else "",
        "has_shortcut": is_early and following is not offer,
        "result_address": _result_address(place),
        "resume_address": _resume_address(place),
    }


def _looks(place: Place) -> Context:
    """The theme; its picture and what others see of a link belong to the landing page alone."""
    document, is_landing = place.document, not place.visit_key
    theme = document.theme
    return {
        "style": sheet_name(theme),
        "steps_style": steps_name(),
        "logo": shown(theme.logo, place.files),
        "is_landing": is_landing,
        "first_picture": shown(theme.picture, place.files) if is_landing else None,
        "open_graph": graph_of_landing(document, place.files) if is_landing else None,
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
        "series": _("Mail series"),
        "link": _("Worth a look"),
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


def _hook(place: Place) -> str:
    """The words above the first screen, as its visitor's source was promised them."""
    is_first = not place.trail.done or place.screen == place.trail.done[0]
    hook = place.document.hook
    own = hook.of(place.trail.facts.source)
    return (own.text if own else hook.text) if is_first else ""


def next_step(place: Place) -> StepDoc | None:
    """The step whose invitation stands on the primary button."""
    return step_after(place.document, place.trail, place.step)


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
    """Where the most of the result stands, once it was shown."""
    shown = result_on(place.document, place.trail)
    return address_of(place.visit_key, shown) if shown and place.visit_key else ""


def _resume_address(place: Place) -> str:
    """Nobody is led back into a trial: it may be gone."""
    is_kept = place.visit_key and not place.known.get("trying")
    return reverse("journey:resume", args=[place.visit_key]) if is_kept else ""


def _top_errors(place: Place, kind: str) -> list[str | StrPromise]:
    step = place.step
    beside = beside_fields(step) if isinstance(step, OptInStep) else _BESIDE.get(kind, set())
    return [error for name, error in place.errors.items() if name not in beside]


def _ahead(place: Place) -> list[str]:
    """Pictures worth fetching while this screen is read; the landing page keeps its budget."""
    step = place.step
    if not place.visit_key or not isinstance(step, QuizStep) or not place.screen.question:
        return []
    return pictures_ahead(step.quiz, place.screen.question, place.files)


def _special(place: Place) -> tuple[str, Context]:
    """The kind of screen and what only that kind shows."""
    step = place.step
    match step:
        case QuizStep() | PollStep() if place.screen.question:
            return _question(place, step)
        case PollStep():
            return "poll", {"tally": place.known.get("tally"), "title": _("How everybody answered")}
        case ResultStep():
            part = begun_context if step.part == "first" else result_context
            return "result", part(place)
        case StatementStep():
            return "statement", {"title": place.line(step.title), "body": place.text(step.body)}
        case ChecklistStep() | GuideStep() | VideoStep() | LinkStep():
            return step.kind, gift_context(place, step)
        case SeriesStep():
            return "series", series_context(place, step)
        case OptInStep():
            return "opt_in", gate_context(place, step)
        case OfferStep():
            return offer_screen(place, step)
    return "statement", {}


def _question(place: Place, step: QuizStep | PollStep) -> tuple[str, Context]:
    question = step.quiz.question(place.screen.question)
    assert question is not None
    if not place.is_asking and tells(step.quiz, question, place.values):
        told = told_context(question, place.values or ())
        explanation = place.text(question.explanation)
        return "told", {
            **told,
            "asked": place.line(question.text),
            "explanation": explanation,
            "button": _after_quiz(place) or _("Next question"),
        }
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
        "title": place.line(question.text),
        "help": place.line(question.help),
        "why": place.line(question.why),
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
