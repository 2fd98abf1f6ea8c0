"""The part of a form that says when something is shown: boxes to tick, or one simple condition.

Conditions that are nested deeper are said in words and kept. wording.ConditionForm uses it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.conditions import (
    AnswerIs,
    AnswerNumberIs,
    Condition,
    DidOneOf,
    IsAnswered,
    NotOf,
    NumberIs,
    OutcomeIs,
    SourceIs,
    VisitorIs,
)
from quizzes.wording.describing import describe
from quizzes.wording.offered import Groups, boxes_of, facts_of
from quizzes.wording.vocabulary import Vocabulary

_LARGEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What the part says: ticked `step/question/choice` or `result/key`, or what it is about.

    `about` is a fact with its place, for example `topic/pricing`; `is_gone` takes a nested
    condition away.
    """

    ticked: tuple[str, ...] = ()
    about: str = ""
    least: str = ""
    most: str = ""
    source: str = ""
    is_gone: bool = False


class ConditionWidget(forms.Widget):
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__()
        self.boxes: Groups = []
        self.abouts: Groups = []
        self.kept = ""

    # Any: how Django types what a widget may be given.
    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002  # Django's signature
    ) -> SafeString:
        wish = value if isinstance(value, Wish) else Wish()
        context = {
            "name": name,
            "id": (attrs or {}).get("id", name),
            "about": (attrs or {}).get("aria-describedby", ""),
            "wish": wish,
            "boxes": [
                (legend, boxes, any(value in wish.ticked for value, _ in boxes))
                for legend, boxes in self.boxes
            ],
            "abouts": self.abouts,
            "kept": self.kept,
        }
        return render_to_string("funnel_admin/_only_when.html", context)

    # Any: what a form was sent, which Django types as a mapping of anything.
    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ARG002  # Django's signature
        name: str,
    ) -> Wish:
        ticked = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, ())
        return Wish(
            ticked=tuple(ticked),
            about=str(data.get(f"{name}_about", "")),
            least=str(data.get(f"{name}_least", "")).strip(),
            most=str(data.get(f"{name}_most", "")).strip(),
            source=str(data.get(f"{name}_source", "")).strip(),
            is_gone=bool(data.get(f"{name}_gone")),
        )

    # Any: as value_from_datadict().
    def value_omitted_from_data(self, *_sent: Any) -> bool:
        """Boxes that nobody ticked send nothing."""
        return False

    def id_for_label(self, id_: str) -> str:  # noqa: ARG002  # Django's signature
        """The parts have labels of their own."""
        return ""


class ConditionField(forms.Field):
    widget = ConditionWidget

    @property
    def part(self) -> ConditionWidget:
        """The widget; the stubs know its class only, where Django puts an object."""
        return cast("ConditionWidget", self.widget)

    def offer(self, stored: Condition | None, vocabulary: Vocabulary, *, has_results: bool) -> Wish:
        """Makes the part ready for one row and returns what it says to begin with."""
        self.stored = stored
        self.part.boxes = boxes_of(vocabulary, has_results=has_results)
        self.part.abouts = facts_of(vocabulary)
        wish = wish_of(stored)
        if wish is None or not self._is_offered(wish):
            self.part.kept = describe(stored, vocabulary)
            return Wish()
        return wish

    def _is_offered(self, wish: Wish) -> bool:
        ticks = {value for _, boxes in self.part.boxes for value, _ in boxes}
        abouts = {value for _, options in self.part.abouts for value, _ in options}
        return ticks.issuperset(wish.ticked) and (not wish.about or wish.about in abouts)

    # Any: Django hands over what the widget read.
    def clean(self, value: Any) -> Condition | None:
        wish = value if isinstance(value, Wish) else Wish()
        if self.part.kept:
            return None if wish.is_gone else self.stored
        if not self._is_offered(wish):
            raise forms.ValidationError(_("Choose from what is offered here."))
        return condition_of(wish)

    # Any: as clean().
    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or Wish()) != (data or Wish()))


def wish_of(condition: Condition | None) -> Wish | None:
    """How the part says a condition; None where that takes more than one simple one."""
    match condition:
        case None:
            return Wish()
        case AnswerIs():
            place = f"{condition.step}/{condition.question}"
            return Wish(ticked=tuple(f"{place}/{key}" for key in condition.any_of))
        case OutcomeIs():
            return Wish(ticked=tuple(f"result/{key}" for key in condition.any_of))
        case IsAnswered():
            return Wish(about=f"answered/{condition.step}/{condition.question}")
        case NotOf():
            return _wish_not(condition.none)
        case DidOneOf(any_of=(only,)):
            return Wish(about=f"did/{only}")
        case SourceIs():
            return Wish(about="source", source=", ".join(condition.any_of))
        case VisitorIs(any_of=(only,)):
            return Wish(about=f"{condition.fact}/{only}")
        case AnswerNumberIs() | NumberIs():
            return _bounded(condition)
        case _:
            return None


def _wish_not(condition: Condition) -> Wish | None:
    match condition:
        case DidOneOf(any_of=(only,)):
            return Wish(about=f"undone/{only}")
        case IsAnswered():
            return Wish(about=f"unanswered/{condition.step}/{condition.question}")
        case _:
            return None


def condition_of(wish: Wish) -> Condition | None:
    """The condition that was wished for. Raises forms.ValidationError."""
    if wish.ticked and wish.about:
        raise forms.ValidationError(_("Tick answers or choose a condition below, not both."))
    if wish.ticked:
        return _ticked(wish.ticked)
    fact, _slash, rest = wish.about.partition("/")
    step, _slash, question = rest.partition("/")
    match fact:
        case "answered":
            return IsAnswered(fact="answered", step=step, question=question)
        case "unanswered":
            return NotOf(none=IsAnswered(fact="answered", step=step, question=question))
        case "did":
            return DidOneOf(fact="did", any_of=(rest,))
        case "undone":
            return NotOf(none=DidOneOf(fact="did", any_of=(rest,)))
        case "device" | "language":
            return VisitorIs(fact=fact, any_of=(rest,))
        case "source":
            return _source(wish.source)
        case "number" | "topic" | "figure" | "score" | "depth" | "warmth":
            return _number(fact, rest, wish)
        case _:
            return None


def _ticked(ticked: tuple[str, ...]) -> Condition:
    if len({value.rpartition("/")[0] for value in ticked}) > 1:
        raise forms.ValidationError(_("Tick answers of one question only."))
    head, _slash, _last = ticked[0].rpartition("/")
    keys = tuple(value.rpartition("/")[2] for value in ticked)
    step, _slash, question = head.partition("/")
    if not question:
        return OutcomeIs(fact="outcome", any_of=keys)
    return AnswerIs(fact="answer", step=step, question=question, any_of=keys)


def _source(said: str) -> Condition:
    sources = tuple(each.strip() for each in said.split(",") if each.strip())
    if not sources:
        raise forms.ValidationError(_("Write where they came from, for example: newsletter."))
    if any(len(each) > 100 for each in sources):
        raise forms.ValidationError(_("A source has at most 100 characters."))
    return SourceIs(fact="source", any_of=sources)


def _number(fact: str, rest: str, wish: Wish) -> Condition:
    least, most = _read(wish.least), _read(wish.most)
    if least is None and most is None:
        raise forms.ValidationError(_("Write at least one of the two numbers."))
    if least is not None and most is not None and least > most:
        raise forms.ValidationError(_("The first number is larger than the second."))
    if fact == "number":
        step, _slash, question = rest.partition("/")
        return AnswerNumberIs(
            fact="number", step=step, question=question, at_least=least, at_most=most
        )
    # Any: `fact` is one of five words, which the match above has seen and the type cannot say.
    words: dict[str, Any] = {"fact": fact, "of": rest}
    return NumberIs(at_least=least, at_most=most, **words)


def _read(text: str) -> int | float | None:
    if not text:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not abs(number) <= _LARGEST:
        raise forms.ValidationError(_("“%(text)s” is no number.") % {"text": text[:30]})
    return int(number) if number.is_integer() else number


def _bounded(leaf: NumberIs | AnswerNumberIs) -> Wish:
    least, most = leaf.at_least, leaf.at_most
    if isinstance(leaf, NumberIs):
        about = "/".join(filter(None, (leaf.fact, leaf.of)))
    else:
        about = f"number/{leaf.step}/{leaf.question}"
    return Wish(
        about=about,
        least="" if least is None else f"{least}",
        most="" if most is None else f"{most}",
    )


def condition_field() -> ConditionField:
    return ConditionField(
        label=gettext_lazy("Only when one of these was chosen"),
        required=False,
        help_text=gettext_lazy("Nothing chosen: everybody sees it."),
    )
