"""The words of one funnel for the forms that edit it. The admin's pages call it."""

from __future__ import annotations

from funnel.ladder import title_of
from funnel.models import Funnel, Step
from nurture.mail_words import Told, with_mails
from nurture.models import Sequence
from quizzes.models import Question, Quiz
from quizzes.wording.vocabulary import Asked, Vocabulary, tagless

# Steps that nobody says yes to; saying yes to the offer is an act of its own.
NO_ASK = (Step.Kind.RESULT, Step.Kind.STATEMENT, Step.Kind.OFFER)
_WITH_SCORE = (Quiz.Scoring.SCORECARD, Quiz.Scoring.KNOWLEDGE)


def vocabulary_of(
    funnel: Funnel, *, before: Step | None = None, before_question: Question | None = None
) -> Vocabulary:
    """Every word of the funnel, or only what was asked before a step or before a question of it."""
    steps = list(
        funnel.steps.select_related("quiz", "magnet", "opt_in", "offer").prefetch_related(
            "quiz__questions__choices", "quiz__outcomes", "quiz__categories", "quiz__figures"
        )
    )
    questions: dict[tuple[str, str], Asked] = {}
    results: dict[str, str] = {}
    topics: dict[str, str] = {}
    figures: dict[str, str] = {}
    has_score = False
    for step in _until(steps, before, includes_own=before_question is not None):
        if step.quiz is None:
            continue
        for question in step.quiz.questions.all():
            if before_question is not None and _stands_after(step, question, before_question):
                break
            questions[step.key, question.key] = _asked(question)
        results |= {result.key: result.name for result in step.quiz.outcomes.all()}
        topics |= {topic.key: topic.name for topic in step.quiz.categories.all()}
        figures |= {figure.key: figure.name for figure in step.quiz.figures.all()}
        has_score = has_score or step.quiz.scoring in _WITH_SCORE
    return Vocabulary(
        questions=questions,
        results=results,
        topics=topics,
        figures=figures,
        has_score=has_score,
        steps={step.key: f"{step.get_kind_display()}: {title_of(step)}" for step in steps},
    )


def mail_vocabulary(funnel: Funnel, sequence: Sequence) -> Vocabulary:
    """Every word of the funnel, and what readers of this series can have done and answered."""
    words = vocabulary_of(funnel)
    told = [
        Told(
            key=mail.key,
            subject=mail.subject,
            target=mail.button_target,
            label=mail.button_label,
            choices={each["key"]: each["label"] for each in mail.choices},
        )
        for mail in sequence.messages.all()
    ]
    asked = funnel.steps.exclude(kind__in=NO_ASK).values_list("key", flat=True)
    return with_mails(words, told, asking={key: words.steps[key] for key in asked})


def _asked(question: Question) -> Asked:
    """The numbers of a scale are its choices."""
    choices = {choice.key: choice.text for choice in question.choices.all()}
    if question.kind == Question.Kind.SCALE:
        first, last = int(question.low or 0), int(question.high or 0)
        choices = {str(number): str(number) for number in range(first, min(last, 10) + 1)}
    return Asked(tagless(question.text), choices, question.kind)


def _until(steps: list[Step], before: Step | None, *, includes_own: bool) -> list[Step]:
    if before is None:
        return steps
    place = (before.position, before.pk)
    return [
        step
        for step in steps
        if (step.position, step.pk) < place or (includes_own and step.pk == before.pk)
    ]


def _stands_after(step: Step, question: Question, mark: Question) -> bool:
    return step.quiz_id == mark.quiz_id and (question.position, question.pk) >= (
        mark.position,
        mark.pk,
    )
