"""The one button of each mail opens something that exists."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.document import FunnelDocument, OfferStep, OptInStep, ResultStep

_ANSWERED = ("poll", "helped", "done")


def target_faults(document: FunnelDocument) -> list[Fault]:
    found: list[Fault] = []
    for index, step in enumerate(document.steps):
        if isinstance(step, OptInStep):
            path = f"steps[{index}].mail.button.target"
            found += _asked_too_early(path, step.mail.button.target)
            found += _target(path, step.mail.button.target, document)
    for index, sequence in enumerate(document.sequences):
        for number, message in enumerate(sequence.messages):
            path = f"sequences[{index}].messages[{number}].button.target"
            found += _target(path, message.button.target, document)
    return found


def _asked_too_early(path: str, target: str) -> Iterator[Fault]:
    """An answer counts for the series that asked; this mail belongs to none."""
    if target in _ANSWERED:
        yield Fault(
            path,
            _(
                "This mail goes out at once, so it cannot ask for an answer yet. "
                "Let its button open the result, the offer or a step."
            ),
        )


def _target(path: str, target: str, document: FunnelDocument) -> Iterator[Fault]:
    key = target.removeprefix("step:")
    if target == "result" and not _has(document, ResultStep):
        yield Fault(path, _("This funnel has no result to open. Name a step, or resume."))
    elif target == "offer" and not _has(document, OfferStep):
        yield Fault(path, _("This funnel has no offer to open. Name a step, or resume."))
    elif key != target and document.step(key) is None:
        yield Fault(path, _("There is no step '%(key)s' in this funnel.") % {"key": key})


def _has(document: FunnelDocument, kind: type[ResultStep | OfferStep]) -> bool:
    return any(isinstance(step, kind) for step in document.steps)
