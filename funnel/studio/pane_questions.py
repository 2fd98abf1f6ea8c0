"""Panes of a quiz, its questions and its results."""

from __future__ import annotations

from django.utils.translation import gettext as _

from funnel.admin.vocabulary import vocabulary_of
from funnel.models import Funnel, Step
from funnel.studio.desk import Desk, Pane, Rows, Section, Shape
from quizzes.admin_forms import FigureForm, QuizForm, ResultForm, RuledResultForm, TopicForm
from quizzes.editing.formula_words import offered
from quizzes.editing.ways import deciding, has_results
from quizzes.models import Outcome, Question, Quiz
from quizzes.question_admin import JUMPING, MOST_ANSWERS, WITH_ANSWERS, counted
from quizzes.question_forms import choice_form, question_form
from quizzes.wording.vocabulary import Vocabulary

_By = Quiz.OutcomeBy
_KNOWLEDGE = Quiz.Scoring.KNOWLEDGE


def question_pane(desk: Desk, question: Question) -> Pane:
    standing = question.quiz.questions.filter(archived_at=None).values_list("pk", flat=True)
    number = [*standing].index(question.pk) + 1 if question.pk in standing else 0
    title = _("Question %(number)s") % {"number": number} if number else _("Archived question")
    blocks = question_blocks(desk, question)
    return desk.pane(title, _("question %(number)s") % {"number": number}, blocks)


def question_blocks(desk: Desk, question: Question) -> list[Section | Rows]:
    """The question of a poll stands in the pane of its step."""
    step = Step.objects.select_related("funnel").get(quiz=question.quiz_id)
    words = vocabulary_of(step.funnel, before=step, before_question=question)
    form = question_form(question)
    is_knowledge = question.quiz.scoring == _KNOWLEDGE
    points = tuple(name for name in form.base_fields if name.startswith(("result_", "topic_")))
    right = (*form.own_if_knowledge, "explanation") if is_knowledge else ()
    has_help = bool(question.help or question.image)
    shapes = [
        Shape("", ("text", *form.own)),
        Shape(_("Points"), (points,) if points else ()),
        Shape(_("Right and wrong"), right),
        Shape(_("Line below, and a picture"), ("help", "image", "image_alt"), not has_help),
        Shape(
            _("Skipping, why you ask, and privacy"),
            ("is_optional", "why", "is_sensitive"),
            not (question.why or question.is_sensitive),
        ),
        Shape(_("Only show when"), ("only_when",), not question.show_if),
    ]
    shapes = [shape for shape in shapes if shape.lines]
    first, *rest = desk.sections(form, question, shapes, prefix="question", words=words)
    if question.kind not in WITH_ANSWERS:
        return [first, *rest]
    return [first, answers(desk, question), *rest]


def answers(desk: Desk, question: Question) -> Rows:
    base = choice_form(question)
    points = (
        tuple(name for name in base.base_fields if name.startswith(prefix))
        for prefix in ("result_", "topic_")
    )
    jump = ("go_to",) if question.kind in JUMPING else ()
    picture = ("image", "image_alt") if "image" in base.base_fields else ()
    more = tuple(filter(None, (*points, counted(question), *jump)))
    choices = question.choices.prefetch_related("weights")
    rows = [
        desk.row(
            base,
            choice,
            ("text", *picture),
            more,
            what="answer",
            said=choice.text,
            more_words=_("Points and jump") if jump else _("Points"),
        )
        for choice in choices
    ]
    is_yes_no = question.kind == Question.Kind.YES_NO
    most = MOST_ANSWERS.get(Question.Kind(question.kind), 12)
    return Rows(
        what="answer",
        title=_("Answers"),
        one=_("Answer"),
        add_words=_("Add an answer") if len(rows) < most else "",
        rows=tuple(rows),
        can_drop=not is_yes_no,
    )


def quiz_sections(desk: Desk, quiz: Quiz) -> list[Section | Rows]:
    shapes = [Shape("", ("name", "scoring"))]
    if has_results(quiz):
        shapes.append(Shape(_("Which result they get"), _decision(quiz)))
        if quiz.scoring == _KNOWLEDGE:
            shapes.append(Shape(_("Right and wrong"), ("explains",)))
    blocks: list[Section | Rows] = [*desk.sections(QuizForm, quiz, shapes, prefix="content")]
    return [*blocks, topics(desk, quiz), figures(desk, quiz)] if has_results(quiz) else blocks


def _decision(quiz: Quiz) -> tuple[str | tuple[str, ...], ...]:
    ways = ("outcome_by",) if deciding(quiz) else ()
    match quiz.outcome_by:
        case _By.RANGE:
            return (*ways, "decides", "default_outcome")
        case _By.POINTS | _By.CATEGORY:
            return (*ways, "default_outcome", ("tie", "tie_question"))
    return (*ways, "default_outcome")


def topics(desk: Desk, quiz: Quiz) -> Rows:
    rows = [
        desk.row(TopicForm, topic, ("name",), what="topic", said=topic.name)
        for topic in quiz.categories.all()
    ]
    return Rows(
        what="topic",
        title=_("Topics"),
        one=_("Topic"),
        add_words=_("Add a topic"),
        rows=tuple(rows),
        note=_("Shown as bars on the result. Answers give them points."),
        is_folded=not rows and quiz.scoring != Quiz.Scoring.SCORECARD,
    )


def figures(desk: Desk, quiz: Quiz) -> Rows:
    standing = list(quiz.figures.all())
    names = offered(quiz.questions.filter(archived_at=None), standing)
    base = type("FigureForm", (FigureForm,), {"names": names})
    more = ("round_to", ("at_least", "at_most"), "is_unit_first", "is_shown")
    rows = [
        desk.row(
            base,
            figure,
            (("name", "unit"), "formula"),
            more,
            what="figure",
            said=figure.name,
            more_words=_("Rounding and bounds"),
        )
        for figure in standing
    ]
    return Rows(
        what="figure",
        title=_("Figures worked out from the answers"),
        one=_("Figure"),
        add_words=_("Add a figure"),
        rows=tuple(rows),
        note=_("For example: hours a week times 46 times their rate."),
        is_folded=not rows and quiz.scoring != Quiz.Scoring.CALCULATOR,
    )


def result_pane(desk: Desk, outcome: Outcome) -> Pane:
    quiz = outcome.quiz
    step = Step.objects.select_related("funnel").get(quiz=quiz)
    base = RuledResultForm if quiz.outcome_by == _By.RULE else ResultForm
    shapes = [Shape("", ("name", "headline", "interpretation", "first_action"))]
    if own := _own(quiz):
        shapes.append(Shape(_("Who gets it"), own))
    more = ("asks_promise", "share_text")
    is_plain = not (outcome.asks_promise or outcome.share_text)
    shapes.append(Shape(_("A promise, and sharing"), more, is_folded=is_plain))
    words = words_after(step.funnel, step)
    sections = desk.sections(base, outcome, shapes, prefix="result", words=words)
    title = _("Result: %(name)s") % {"name": outcome.name}
    noun = _("the result “%(name)s”") % {"name": outcome.name}
    return desk.pane(title, noun, [*sections])


def _own(quiz: Quiz) -> tuple[str | tuple[str, ...], ...]:
    match quiz.outcome_by if has_results(quiz) else _By.POINTS:
        case _By.CATEGORY:
            return ("category",)
        case _By.TIER | _By.RANGE:
            return (("at_least", "at_most"),)
        case _By.RULE:
            return ("only_when",)
    return ()


def words_after(funnel: Funnel, step: Step) -> Vocabulary:
    """What is known once a step is done."""
    following = funnel.steps.filter(position__gt=step.position).first()
    return vocabulary_of(funnel, before=following)


def poll_blocks(desk: Desk, quiz: Quiz) -> list[Section | Rows]:
    """A poll asks one thing and leads to no result."""
    named = desk.sections(
        QuizForm, quiz, [Shape(_("Name"), ("name",), is_folded=True)], prefix="content"
    )
    question = quiz.questions.filter(archived_at=None).first()
    return [*(question_blocks(desk, question) if question else []), *named]
