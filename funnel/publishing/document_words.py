"""The words behind the keys of one document: what its questions, results and steps are called.

As funnel/admin/vocabulary.py is for a draft's rows. Changes are told with it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from funnel.document import (
    FieldDoc,
    FunnelDocument,
    OfferStep,
    OptInStep,
    PollStep,
    QuizStep,
    ResultStep,
    SourceHookDoc,
    StatementStep,
    StepDoc,
)
from funnel.models import OptInField, Step
from leads.document import ItemDoc
from nurture.document import MailDoc, MessageDoc, ReplyChoiceDoc, SequenceDoc
from nurture.mail_words import Told, with_mails
from quizzes.document import CategoryDoc, ChoiceDoc, Doc, FigureDoc, OutcomeDoc, QuestionDoc
from quizzes.wording.vocabulary import Asked, Vocabulary, tagless

_LONGEST = 70
# Steps that nobody says yes to; saying yes to the offer is an act of its own.
_NO_ASK = (ResultStep, StatementStep, OfferStep)
# A part of a document by the list it stands in, with the word that goes before its name.
_CALLED: Mapping[str, StrPromise] = {
    "questions": gettext_lazy("question %(name)s"),
    "choices": gettext_lazy("answer %(name)s"),
    "outcomes": gettext_lazy("result %(name)s"),
    "topics": gettext_lazy("topic %(name)s"),
    "figures": gettext_lazy("figure %(name)s"),
    "items": gettext_lazy("line %(name)s"),
    "fields": gettext_lazy("field %(name)s"),
    "messages": gettext_lazy("mail %(name)s"),
    "mail": gettext_lazy("mail %(name)s"),
    "sequences": gettext_lazy("mail series %(name)s"),
    "by_source": gettext_lazy("first words for people from %(name)s"),
}


def words_of(document: FunnelDocument, *, series: SequenceDoc | None = None) -> Vocabulary:
    """Every word of the document, for conditions and recalled answers.

    The keys of mails are known within one series: conditions of `series` mean its own mails.
    """
    questions: dict[tuple[str, str], Asked] = {}
    results: dict[str, str] = {}
    topics: dict[str, str] = {}
    figures: dict[str, str] = {}
    has_score = False
    for step in document.steps:
        if not isinstance(step, QuizStep | PollStep):
            continue
        quiz = step.quiz
        for question in quiz.questions:
            questions[step.key, question.key] = _asked(question)
        results |= {each.key: each.name for each in quiz.outcomes}
        topics |= {each.key: each.name for each in quiz.topics}
        figures |= {each.key: each.name for each in quiz.figures}
        has_score = has_score or quiz.scoring in ("scorecard", "knowledge")
    steps = {step.key: step_name(step) for step in document.steps}
    words = Vocabulary(questions, results, topics, figures, has_score, steps)
    own = () if series is None else (series,)
    mails = {mail.key: mail for each in (*document.sequences, *own) for mail in each.messages}
    asking = {step.key: steps[step.key] for step in document.steps if not isinstance(step, _NO_ASK)}
    return with_mails(words, (_told(mail) for mail in mails.values()), asking=asking)


def _told(mail: MessageDoc) -> Told:
    choices = {each.key: each.label for each in mail.choices}
    return Told(mail.key, mail.subject, mail.button.target, mail.button.label, choices)


def step_name(step: StepDoc) -> str:
    """Offer “Raise it together”; of what has no title of its own the kind alone."""
    kind = str(Step.Kind(step.kind).label)
    title = _title(step)
    return _("%(kind)s %(title)s") % {"kind": kind, "title": quoted(title)} if title else kind


def thing_name(field: str, part: object) -> str:
    """A thing in words, as it is called in the middle of a sentence: question “How often?”."""
    if isinstance(part, Doc) and field == "steps":
        return step_name(part)  # type: ignore[arg-type]  # what stands under "steps"
    words, name = _CALLED.get(field), own_name(part)
    return str(words) % {"name": name} if words else name


def own_name(part: object) -> str:
    """What a thing calls itself, in quotation marks."""
    match part:
        case ReplyChoiceDoc():
            return quoted(part.label)
        case ChoiceDoc() | ItemDoc():
            return quoted(part.text)
        case OutcomeDoc() | CategoryDoc() | FigureDoc() | SequenceDoc():
            return quoted(part.name)
        case MailDoc():
            return quoted(part.subject)
        case SourceHookDoc():
            return quoted(part.source)
        case FieldDoc():
            return quoted(part.label or str(OptInField.Kind(part.kind).label))
    return quoted(str(getattr(part, "text", "")))


def quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": Truncator(tagless(text)).chars(_LONGEST)}


def _title(step: StepDoc) -> str:
    match step:
        case QuizStep() | ResultStep():
            return ""
        case PollStep():
            return step.quiz.questions[0].text
        case OfferStep():
            return step.offer.headline
        case StatementStep() | OptInStep():
            return step.title
    return step.magnet.title


def _asked(question: QuestionDoc) -> Asked:
    choices = {each.key: each.text for each in question.options}
    return Asked(tagless(question.text), choices, question.kind)
