"""The steps of a document written into rows, each with the thing it shows.

importing.py calls it inside one transaction, after the checks.
"""

from __future__ import annotations

from collections.abc import Mapping

from funnel.document import (
    ChecklistStep,
    FunnelDocument,
    GuideStep,
    LinkStep,
    OfferDoc,
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
from funnel.models import Funnel, Offer, OptIn, OptInField, Step
from funnel.portable.draft_questions import stored_condition
from funnel.portable.draft_quizzes import write_quiz
from funnel.portable.matching import match_rows
from leads.document import ChecklistDoc, GuideDoc, MagnetDoc, VideoDoc
from leads.models import ChecklistItem, LeadMagnet, MediaFile
from quizzes.document import MediaDoc
from quizzes.models import Quiz

_PARTS = ("quiz", "magnet", "opt_in", "offer")
_FIELDS = ("kind", "label", "is_required")
_SHOW_FROM = 5
Part = Quiz | LeadMagnet | OptIn | Offer


def write_steps(
    *,
    funnel: Funnel,
    document: FunnelDocument,
    files: Mapping[str, MediaFile],
    same: frozenset[str] = frozenset(),
) -> list[Step]:
    """The funnel's steps as the document has them; parts that no step shows any more go.

    `same` are the keys of steps whose rows say it already: of them only the place is written.
    """
    rows = Step.objects.filter(funnel=funnel).select_related(*_PARTS)
    before = {step.key: step for step in rows}
    held = {part for step in before.values() for part in _parts(step)}
    wanted = [
        {"key": step.key}
        if step.key in same
        else _step_values(step, before.get(step.key), document, files)
        for step in document.steps
    ]
    steps = match_rows(rows, wanted, {"funnel": funnel})
    for part in held - {part for step in steps for part in _parts(step)}:
        part.delete()
    return steps


def _parts(step: Step) -> list[Part]:
    return [part for part in (step.quiz, step.magnet, step.opt_in, step.offer) if part is not None]


def _step_values(
    step: StepDoc, row: Step | None, document: FunnelDocument, files: Mapping[str, MediaFile]
) -> dict[str, object]:
    values: dict[str, object] = {
        "key": step.key,
        "kind": step.kind,
        "invite": step.invite,
        "show_if": stored_condition(step.show_if),
        "title": "",
        "body": "",
        "sequence": row.sequence if row and isinstance(step, SeriesStep) else None,
        "part": step.part if isinstance(step, ResultStep) else Step.Part.WHOLE,
        "show_from": step.show_from if isinstance(step, PollStep) else _SHOW_FROM,
        **dict.fromkeys(_PARTS),
    }
    match step:
        case QuizStep() | PollStep():
            name = f"{document.name}: {step.key}"
            values["quiz"] = write_quiz(row.quiz if row else None, step.quiz, name)
        case ChecklistStep() | GuideStep() | VideoStep() | SeriesStep() | LinkStep():
            values["magnet"] = _write_magnet(row.magnet if row else None, step.magnet, files)
        case StatementStep():
            values |= {"title": step.title, "body": step.body}
        case OptInStep():
            values["opt_in"] = _write_opt_in(row.opt_in if row else None, step)
        case OfferStep():
            values["offer"] = _write_offer(row.offer if row else None, step.offer)
        case _:
            pass
    return values


def _write_magnet(
    magnet: LeadMagnet | None,
    document: MagnetDoc,
    files: Mapping[str, MediaFile],
) -> LeadMagnet:
    magnet = magnet or LeadMagnet()
    magnet.kind = document.kind
    magnet.title = document.title
    magnet.problem = document.problem
    magnet.promise = document.promise
    magnet.minutes = document.minutes
    magnet.body = getattr(document, "body", "")
    magnet.button = getattr(document, "button", "")
    magnet.skip_label = getattr(document, "skip_label", "")
    magnet.url = getattr(document, "url", "")
    kept = document.file if isinstance(document, GuideDoc) else None
    magnet.file = files[kept.path] if kept else None
    _fill_video(magnet, document if isinstance(document, VideoDoc) else None, files)
    magnet.save()
    items = document.items if isinstance(document, ChecklistDoc) else ()
    standing = ChecklistItem.objects.filter(magnet=magnet)
    match_rows(standing, [item.model_dump() for item in items], {"magnet": magnet})
    return magnet


def _fill_video(
    magnet: LeadMagnet, document: VideoDoc | None, files: Mapping[str, MediaFile]
) -> None:
    magnet.seconds = document.seconds if document else 0
    magnet.transcript = document.transcript if document else ""
    magnet.video = _file(document.file if document else None, files)
    magnet.captions = _file(document.captions if document else None, files)
    magnet.poster = _file(document.poster if document else None, files)


def _file(media: MediaDoc | None, files: Mapping[str, MediaFile]) -> MediaFile | None:
    return files[media.path] if media else None


def _write_opt_in(opt_in: OptIn | None, step: OptInStep) -> OptIn:
    opt_in = opt_in or OptIn()
    opt_in.title = step.title
    opt_in.body = step.body
    opt_in.button = step.button
    opt_in.is_skippable = step.is_skippable
    opt_in.skip_label = step.skip_label
    opt_in.marketing = step.marketing
    opt_in.mail_subject = step.mail.subject
    opt_in.mail_preheader = step.mail.preheader
    opt_in.mail_body = step.mail.body
    opt_in.mail_button_label = step.mail.button.label
    opt_in.mail_button_target = step.mail.button.target
    opt_in.save()
    fields: list[dict[str, object]] = [
        {"key": field.key or "", "position": place}
        | {name: getattr(field, name) for name in _FIELDS}
        for place, field in enumerate(step.fields)
    ]
    opt_in.fields.all().delete()
    OptInField.objects.bulk_create(OptInField(opt_in=opt_in, **each) for each in fields)
    return opt_in


def _write_offer(offer: Offer | None, document: OfferDoc) -> Offer:
    offer = offer or Offer()
    for name, value in document.model_dump().items():
        setattr(offer, name, value)
    offer.later_step = document.later_step or ""
    offer.save()
    return offer
