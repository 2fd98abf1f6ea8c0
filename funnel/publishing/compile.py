"""The draft, as marketers edit it in rows, put together into one document.

Publishing, exporting and checking call it. An unfinished draft gives faults, never a crash.
"""

from __future__ import annotations

from django.db.models import Prefetch

from funnel.document import FunnelDocument
from funnel.models import Funnel, SeriesRule, Step
from funnel.publishing.draft_gifts import magnet_parts, media_names
from funnel.publishing.draft_mails import opt_in_parts, sequence_parts
from funnel.publishing.draft_quizzes import quiz_parts
from funnel.publishing.faults import Fault, PublishError
from funnel.publishing.shape import Plain, shaped
from nurture.models import Sequence
from quizzes.models import Choice, Question, Weight

_OFFER = (
    "headline",
    "body",
    "price",
    "proof",
    "terms",
    "button",
    "url",
    "not_now",
    "min_depth",
    "thanks",
)


def compile_funnel(funnel: Funnel) -> FunnelDocument:
    """The draft as a document. Raises PublishError with every fault of its shape.

    The number of queries does not depend on how much the funnel holds.
    """
    document = shaped(_funnel_parts(funnel))
    if isinstance(document, list):
        raise PublishError(document)
    return document


def _funnel_parts(funnel: Funnel) -> Plain:
    steps, rules = _steps(funnel), _rules(funnel)
    if not steps:
        raise PublishError([Fault("steps", "This funnel has no steps yet. Add the first one.")])
    names = media_names(step.magnet for step in steps if step.magnet)
    return {
        "format": 1,
        "slug": funnel.slug,
        "name": funnel.name,
        "language": funnel.language,
        "hook": {"text": funnel.hook, "reassurance": funnel.reassurance},
        "theme": {
            "accent": funnel.theme.accent,
            "accent_dark": funnel.theme.accent_dark,
            "corner": funnel.theme.corner,
        },
        "double_opt_in": funnel.double_opt_in,
        "steps": [_step_parts(step, names) for step in steps],
        "sequences": [sequence_parts(rule.sequence) for rule in rules],
        "series_rules": [
            {
                "outcome": rule.outcome.key if rule.outcome else None,
                "sequence": rule.sequence.key,
            }
            for rule in rules
        ],
    }


def _steps(funnel: Funnel) -> list[Step]:
    weights = Prefetch("weights", Weight.objects.select_related("outcome", "category"))
    choices = Prefetch("choices", Choice.objects.prefetch_related(weights))
    questions = Prefetch("quiz__questions", Question.objects.prefetch_related(choices))
    return list(
        Step.objects.filter(funnel=funnel)
        .select_related(
            "quiz__default_outcome",
            "magnet__video",
            "magnet__captions",
            "magnet__poster",
            "opt_in",
            "offer",
        )
        .prefetch_related(questions, "quiz__outcomes", "quiz__categories", "magnet__items")
    )


def _rules(funnel: Funnel) -> list[SeriesRule]:
    sequences = Prefetch("sequence", Sequence.objects.prefetch_related("messages"))
    return list(
        SeriesRule.objects.filter(funnel=funnel)
        .select_related("outcome")
        .prefetch_related(sequences)
    )


def _step_parts(step: Step, names: dict[int, str]) -> Plain:
    parts: dict[str, Plain] = {"key": step.key, "kind": step.kind, "invite": step.invite}
    parts["show_if"] = step.show_if
    if step.kind == Step.Kind.STATEMENT:
        parts |= {"title": step.title, "body": step.body}
    if step.quiz:
        parts["quiz"] = quiz_parts(step.quiz)
    if step.magnet:
        parts["magnet"] = magnet_parts(step.magnet, names)
    if step.opt_in:
        parts |= opt_in_parts(step.opt_in)
    if step.offer:
        parts["offer"] = {name: getattr(step.offer, name) for name in _OFFER}
    return parts
