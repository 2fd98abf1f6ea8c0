"""The draft as the list beside its form: what can be chosen, in its order, with its parts.

The studio's page draws it after every change; the number of queries does not grow with the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnel.admin_forms import STEP_KINDS
from funnel.ladder import title_of
from funnel.models import Funnel, SeriesRule, Step
from funnel.studio.pieces import Piece, PieceKind
from funnel.worth import Worth, worth_of
from nurture.delay_words import delay_said
from nurture.document import DelayDoc
from nurture.models import Message
from nurture.models import Sequence as Series
from quizzes.editing.ways import KIND_LINES
from quizzes.models import Outcome, Question, Quiz
from quizzes.wording.vocabulary import tagless

_ICONS = {str(kind): icon for kind, icon, _gives, _ask in STEP_KINDS}
_QUESTION_ICONS = {str(kind): icon for kind, (icon, _line) in KIND_LINES.items()}
_WRITTEN = {Question.Kind.SHORT_TEXT, Question.Kind.LONG_TEXT}
_WRITING = 3
# The mark of what a step asks is as high as this at most, in units of its drawing.
_HIGHEST = 14
_MOST_ASKED = 10


@dataclass(frozen=True, slots=True)
class Group:
    """What is sorted among itself. `grow` says what may be added (`what` of the address), `under`
    the piece it is added to; both empty where nothing is."""

    label: str
    nodes: tuple[Node, ...]
    grow: str = ""
    grow_words: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One row. `asked` is what a step asks in points, `high` the same as a height; None beside
    what asks nothing of its own."""

    slug: str
    icon: str
    title: str
    words: str = ""
    kind: str = ""
    asked: int | None = None
    groups: tuple[Group, ...] = ()
    is_fixed: bool = False

    @property
    def high(self) -> int:
        asked = min(self.asked or 0, _MOST_ASKED)
        return max(1, round(_HIGHEST * asked / _MOST_ASKED))

    @property
    def low(self) -> int:
        """Where the mark begins, from the top."""
        return _HIGHEST - self.high


@dataclass(frozen=True, slots=True)
class Tree:
    fixed: tuple[Node, ...]
    steps: Group
    series: Group

    def nodes(self) -> Iterator[Node]:
        """Every row, from the top."""
        yield from self.fixed
        for group in (self.steps, self.series):
            yield from _below(group)

    def way_to(self, slug: str) -> tuple[str, ...]:
        """The rows that a piece lies in, from the top, with itself; empty for one that is gone."""
        for node in (*self.fixed, *self.steps.nodes, *self.series.nodes):
            if found := _way(node, slug):
                return found
        return ()

    def named(self, slug: str) -> str:
        """What a piece is called where people are told of it; '' for one that is gone."""
        return next((node.kind or node.title for node in self.nodes() if node.slug == slug), "")


def tree_of(funnel: Funnel) -> Tree:
    steps = list(
        funnel.steps.select_related(
            "quiz", "magnet", "opt_in", "offer", "sequence"
        ).prefetch_related(
            Prefetch("quiz__questions", Question.objects.order_by("position", "id")),
            "quiz__outcomes",
            "sequence__messages",
        )
    )
    rules = list(
        SeriesRule.objects.filter(funnel=funnel)
        .select_related("outcome", "sequence")
        .prefetch_related("sequence__messages")
    )
    homes = _homes_of_results(steps)
    return Tree(
        fixed=tuple(_fixed(funnel)),
        steps=Group(
            label=_("Steps"),
            nodes=tuple(
                _step(number, step, homes.get(step.pk)) for number, step in enumerate(steps, 1)
            ),
            grow="step",
            grow_words=_("Add a step"),
        ),
        series=Group(
            label=_("Mails after the results"),
            nodes=tuple(_series(rule) for rule in rules),
            grow="series",
            grow_words=_("Add a mail series"),
        ),
    )


def _way(node: Node, slug: str) -> tuple[str, ...]:
    if node.slug == slug:
        return (slug,)
    for group in node.groups:
        for inner in group.nodes:
            if found := _way(inner, slug):
                return (node.slug, *found)
    return ()


def _below(group: Group) -> Iterator[Node]:
    for node in group.nodes:
        yield node
        for inner in node.groups:
            yield from _below(inner)


def _fixed(funnel: Funnel) -> Iterator[Node]:
    for kind, icon, title in (
        (PieceKind.START, "flag", _("First screen")),
        (PieceKind.LOOK, "palette", _("Look")),
        (PieceKind.SETTINGS, "tune", _("Settings")),
    ):
        slug = Piece(kind, funnel.pk).slug
        yield Node(slug=slug, icon=icon, title=title, is_fixed=True)


def _homes_of_results(steps: Sequence[Step]) -> dict[int, Quiz]:
    """The step below which results stand: the first that shows them, or that of their quiz."""
    homes: dict[int, Quiz] = {}
    waiting: list[Step] = []
    for step in steps:
        if step.quiz is not None and _has_results(step):
            waiting.append(step)
        if step.kind == Step.Kind.RESULT and waiting and waiting[-1].quiz is not None:
            homes[step.pk] = waiting.pop().quiz  # type: ignore[assignment]  # asked in this line
    return homes | {step.pk: step.quiz for step in waiting if step.quiz is not None}


def _has_results(step: Step) -> bool:
    is_quiz = step.kind == Step.Kind.QUIZ and step.quiz is not None
    return is_quiz and step.quiz is not None and step.quiz.scoring != Quiz.Scoring.NONE


def _step(number: int, step: Step, results_of: Quiz | None) -> Node:
    groups: list[Group] = []
    if step.kind == Step.Kind.QUIZ and step.quiz is not None:
        groups.append(_questions(step, step.quiz))
    if results_of is not None:
        groups.append(_results(results_of))
    if step.sequence is not None:
        groups.append(_mails(step.sequence))
    return Node(
        slug=Piece(PieceKind.STEP, step.pk).slug,
        icon=_ICONS[step.kind],
        title=tagless(title_of(step)) or str(step.get_kind_display()),
        words=_step_words(step, results_of),
        kind=f"{number}. {step.get_kind_display()}",
        asked=_worth(step).asked,
        groups=tuple(groups),
    )


def _questions(step: Step, quiz: Quiz) -> Group:
    return Group(
        label=_("Questions"),
        nodes=tuple(
            Node(
                slug=Piece(PieceKind.QUESTION, each.pk).slug,
                icon=_QUESTION_ICONS.get(each.kind, "help"),
                title=tagless(each.text) or _("A question without words"),
                kind=_("Question %(number)s") % {"number": number},
            )
            for number, each in enumerate(quiz.questions.all(), 1)
        ),
        grow="question",
        grow_words=_("Add a question"),
        under=Piece(PieceKind.STEP, step.pk).slug,
    )


def _results(quiz: Quiz) -> Group:
    return Group(
        label=_("Results"),
        nodes=tuple(_result(each) for each in quiz.outcomes.all()),
        grow="result",
        grow_words=_("Add a result"),
        under=Piece(PieceKind.STEP, quiz.step.pk).slug,
    )


def _result(outcome: Outcome) -> Node:
    title = outcome.name or _("A result without a name")
    return Node(
        slug=Piece(PieceKind.RESULT, outcome.pk).slug,
        icon="emoji_objects",
        title=title,
        kind=_("Result “%(name)s”") % {"name": title},
    )


def _mails(sequence: Series) -> Group:
    return Group(
        label=_("Mails"),
        nodes=tuple(_mail(each, number) for number, each in enumerate(sequence.messages.all(), 1)),
        grow="mail",
        grow_words=_("Add a mail"),
        under=Piece(PieceKind.SERIES, sequence.pk).slug,
    )


def _mail(message: Message, number: int) -> Node:
    return Node(
        slug=Piece(PieceKind.MAIL, message.pk).slug,
        icon="mail",
        title=tagless(message.subject) or _("A mail without a subject"),
        words=_days(message, number),
        kind=_("Mail %(number)s") % {"number": number},
    )


def _days(message: Message, number: int) -> str:
    return delay_said(
        DelayDoc(
            days=0 if message.delay_hours else message.delay_days,
            hours=message.delay_hours,
            working_days=message.is_working_days and not message.delay_hours,
        ),
        is_first=number == 1,
    )


def _series(rule: SeriesRule) -> Node:
    whose = rule.outcome.name if rule.outcome else _("Everybody else")
    return Node(
        slug=Piece(PieceKind.SERIES, rule.sequence_id).slug,
        icon="forward_to_inbox",
        title=rule.sequence.name,
        words=_("For: %(result)s") % {"result": whose},
        kind=_("Mail series “%(name)s”") % {"name": rule.sequence.name},
        groups=(_mails(rule.sequence),),
    )


def _worth(step: Step) -> Worth:
    questions: Iterable[Question] = step.quiz.questions.all() if step.quiz else ()
    efforts = [_WRITING if each.kind in _WRITTEN else 1 for each in questions]
    return worth_of(step.kind, part=step.part, questions=efforts)


def _step_words(step: Step, results_of: Quiz | None) -> str:
    kind = str(step.get_kind_display())
    if step.kind == Step.Kind.QUIZ and step.quiz is not None:
        return _counted(kind, _questions_said(len(step.quiz.questions.all())))
    if step.kind == Step.Kind.RESULT and results_of is not None:
        count = len(results_of.outcomes.all())
        return ngettext("%(count)s result", "%(count)s results", count) % {"count": count}
    if step.magnet is not None:
        minutes = step.magnet.minutes
        said = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
        return _counted(kind, said)
    if step.opt_in is not None:
        can = _("may be skipped") if step.opt_in.is_skippable else _("no way past it")
        return _counted(_("Address"), can)
    if step.offer is not None and step.offer.min_depth:
        depth = step.offer.min_depth
        said = ngettext("after %(count)s yes", "after %(count)s yeses", depth) % {"count": depth}
        return _counted(kind, said)
    return kind


def _questions_said(count: int) -> str:
    return ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}


def _counted(kind: str, said: str) -> str:
    return _("%(kind)s · %(said)s") % {"kind": kind, "said": said}
