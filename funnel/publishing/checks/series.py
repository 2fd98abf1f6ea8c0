"""Who gets which mail series, and whether anybody is asked for the permission it needs."""

from __future__ import annotations

from collections.abc import Iterator

from funnel.document import FunnelDocument, OptInStep
from funnel.publishing.checks.reading import outcome_keys
from funnel.publishing.faults import Fault


def series_faults(document: FunnelDocument) -> list[Fault]:
    return [*_rules(document), *_unused(document), *_permission(document)]


def _rules(document: FunnelDocument) -> Iterator[Fault]:
    outcomes, ruled, used = outcome_keys(document), dict[str | None, int](), dict[str, int]()
    for index, rule in enumerate(document.series_rules):
        path = f"series_rules[{index}]"
        if rule.outcome is not None and rule.outcome not in outcomes:
            yield Fault(f"{path}.outcome", f"There is no result '{rule.outcome}' in this funnel.")
        if rule.outcome in ruled:
            who = f"the result '{rule.outcome}'" if rule.outcome else "everybody else"
            yield Fault(
                f"{path}.outcome",
                f"series_rules[{ruled[rule.outcome]}] is for {who} already. Keep one.",
            )
        if document.sequence(rule.sequence) is None:
            yield Fault(
                f"{path}.sequence", f"There is no mail series '{rule.sequence}' in this funnel."
            )
        elif rule.sequence in used:
            yield Fault(
                f"{path}.sequence",
                f"'{rule.sequence}' is used by series_rules[{used[rule.sequence]}] already."
                " Write a series of its own.",
            )
        ruled.setdefault(rule.outcome, index)
        used.setdefault(rule.sequence, index)


def _unused(document: FunnelDocument) -> Iterator[Fault]:
    used = {rule.sequence for rule in document.series_rules}
    for index, sequence in enumerate(document.sequences):
        if sequence.key not in used:
            yield Fault(
                f"sequences[{index}].key",
                f"Nobody gets '{sequence.key}'. Add a rule for it in series_rules, or remove it.",
            )


def _permission(document: FunnelDocument) -> Iterator[Fault]:
    opt_ins = [step for step in document.steps if isinstance(step, OptInStep)]
    has_box = any(step.marketing for step in opt_ins)
    for index, sequence in enumerate(document.sequences):
        if not opt_ins:
            yield Fault(
                f"sequences[{index}]", "No step asks for an address, so nobody gets these mails."
            )
        elif sequence.purpose == "marketing" and not has_box:
            yield Fault(
                f"sequences[{index}].purpose",
                "No step asks for further mails. Write the words beside its box (marketing).",
            )
