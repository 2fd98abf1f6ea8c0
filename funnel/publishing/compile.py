"""The draft, as marketers edit it in rows, put together into one document.

Publishing, exporting and checking call it. An unfinished draft gives faults, never a crash.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from funnel.checking.faults import Fault, PublishError
from funnel.checking.images import images_of
from funnel.document import FunnelDocument
from funnel.models import Funnel, Offer, SeriesRule, Step
from funnel.publishing.draft_gifts import magnet_parts, media_names
from funnel.publishing.draft_looks import (
    hook_parts,
    look_pictures,
    share_parts,
    theme_parts,
)
from funnel.publishing.draft_mails import opt_in_parts, sequence_parts
from funnel.publishing.draft_quizzes import quiz_parts
from funnel.publishing.draft_translations import with_translations
from funnel.publishing.pictures import pictures_of
from funnel.publishing.shape import Plain, shaped
from leads.models import MediaFile
from nurture.models import Sequence
from quizzes.models import Choice, Outcome, Question, Weight

_OFFER = (
    *("headline", "opening", "shows_done", "body", "price", "proof", "terms", "button"),
    *("action", "url", "key_name", "whatsapp", "whatsapp_text"),
    *("not_now", "later", "min_depth", "thanks"),
)


def compile_funnel(funnel: Funnel) -> FunnelDocument:
    """The draft as a document. Raises PublishError with every fault of its shape.

    The number of queries does not depend on how much the funnel holds.
    """
    steps, rules = _steps(Step.objects.filter(funnel=funnel)), _rules(funnel)
    if not steps:
        raise PublishError([Fault("steps", _("This funnel has no steps yet. Add the first one."))])
    return _compiled(funnel, steps, rules)


def draft_parts(funnel: Funnel) -> dict[str, Plain] | None:
    """The draft as plain data, however unfinished; None while it has no step."""
    steps, rules = _steps(Step.objects.filter(funnel=funnel)), _rules(funnel)
    return _funnel_parts(funnel, steps, rules, _files(funnel, steps)) if steps else None


def compile_step(step: Step) -> FunnelDocument:
    """A funnel of this step alone, for looking at one quiz while the rest is unfinished.

    Raises PublishError with every fault of its shape.
    """
    return _compiled(step.funnel, _steps(Step.objects.filter(pk=step.pk)), [])


def _compiled(funnel: Funnel, steps: list[Step], rules: list[SeriesRule]) -> FunnelDocument:
    files = _files(funnel, steps)
    document = shaped(_funnel_parts(funnel, steps, rules, files))
    if isinstance(document, list):
        raise PublishError(document)
    lost = [
        Fault(place, _("This picture is lost. Upload it again."), law="missing-file")
        for place, image in images_of(document)
        if image.sha256 not in files
    ]
    if lost:
        raise PublishError(lost)
    return with_translations(document, funnel)


def _files(funnel: Funnel, steps: list[Step]) -> dict[str, MediaFile]:
    return {
        **pictures_of(step.quiz for step in steps if step.quiz),
        **{media.sha256: media for media in look_pictures(funnel)},
    }


def _funnel_parts(
    funnel: Funnel, steps: list[Step], rules: list[SeriesRule], files: Mapping[str, MediaFile]
) -> dict[str, Plain]:
    names = media_names((step.magnet for step in steps if step.magnet), files.values())
    pictures = {sha256: f"media/{names[media.pk]}" for sha256, media in files.items()}
    return {
        "format": 1,
        "slug": funnel.slug,
        "name": funnel.name,
        "language": funnel.language,
        "hook": hook_parts(funnel),
        "theme": theme_parts(funnel.theme, pictures),
        "share": share_parts(funnel, pictures),
        "embed_on": [*funnel.embed_on.split()],
        "double_opt_in": funnel.double_opt_in,
        "steps": [_step_parts(step, names, pictures) for step in steps],
        "sequences": [
            sequence_parts(each)
            for each in (
                *(rule.sequence for rule in rules),
                *(step.sequence for step in steps if step.sequence),
            )
        ],
        "series_rules": [
            {
                "outcome": rule.outcome.key if rule.outcome else None,
                "sequence": rule.sequence.key,
            }
            for rule in rules
        ],
    }


def _steps(which: QuerySet[Step]) -> list[Step]:
    weights = Prefetch("weights", Weight.objects.select_related("outcome", "category"))
    choices = Prefetch("choices", Choice.objects.prefetch_related(weights))
    questions = Prefetch("quiz__questions", Question.objects.prefetch_related(choices, weights))
    outcomes = Prefetch("quiz__outcomes", Outcome.objects.select_related("category"))
    return list(
        which.select_related(
            "quiz__default_outcome",
            "quiz__decides",
            "quiz__tie_question",
            "magnet__video",
            "magnet__captions",
            "magnet__poster",
            "magnet__file",
            "sequence",
            "opt_in",
            "offer",
        ).prefetch_related(
            questions,
            outcomes,
            "quiz__categories",
            "quiz__figures",
            "magnet__items",
            "opt_in__fields",
            "sequence__messages",
        )
    )


def _rules(funnel: Funnel) -> list[SeriesRule]:
    sequences = Prefetch("sequence", Sequence.objects.prefetch_related("messages"))
    return list(
        SeriesRule.objects.filter(funnel=funnel)
        .select_related("outcome")
        .prefetch_related(sequences)
    )


def _step_parts(step: Step, names: dict[int, str], pictures: Mapping[str, str]) -> Plain:
    parts: dict[str, Plain] = {"key": step.key, "kind": step.kind, "invite": step.invite}
    parts["show_if"] = step.show_if
    if step.kind == Step.Kind.STATEMENT:
        parts |= {"title": step.title, "body": step.body}
    if step.quiz:
        parts["quiz"] = quiz_parts(step.quiz, pictures)
    if step.kind == Step.Kind.POLL:
        parts["show_from"] = step.show_from
    if step.magnet:
        parts["magnet"] = magnet_parts(step.magnet, names)
    if step.opt_in:
        parts |= opt_in_parts(step.opt_in)
    if step.sequence:
        parts["sequence"] = step.sequence.key
    if step.kind == Step.Kind.RESULT:
        parts["part"] = step.part
    if step.offer:
        parts["offer"] = _offer_parts(step.offer)
    return parts


def _offer_parts(offer: Offer) -> Plain:
    """What another action than the chosen one needs stays behind in the row."""
    parts: dict[str, Plain] = {name: getattr(offer, name) for name in _OFFER}
    if offer.action not in (Offer.Action.LINK, Offer.Action.BOOKING):
        parts["url"] = ""
    if offer.action != Offer.Action.WHATSAPP:
        parts |= {"whatsapp": "", "whatsapp_text": ""}
    return parts | {"later_step": offer.later_step or None}
