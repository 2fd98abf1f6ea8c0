"""Who gets which mail series, whether anybody is asked for the permission it needs, and whether
what is asked for by name is worth asking for."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.checking.laws.mails import sending_faults
from funnel.checking.laws.reading import outcome_keys
from funnel.document import FunnelDocument, OptInStep, SeriesRuleDoc, SeriesStep
from nurture.document import SequenceDoc

# One mail is no series: a guide or a link gives as much without an address.
_FEWEST_MAILS = 2


def series_faults(document: FunnelDocument) -> list[Fault]:
    return [
        *_rules(document),
        *_steps(document),
        *_unused(document),
        *_permission(document),
        *sending_faults(document),
    ]


def _rules(document: FunnelDocument) -> Iterator[Fault]:
    outcomes, ruled, used = outcome_keys(document), dict[str | None, int](), dict[str, int]()
    for index, rule in enumerate(document.series_rules):
        path = f"series_rules[{index}]"
        if rule.outcome is not None and rule.outcome not in outcomes:
            yield Fault(
                f"{path}.outcome",
                _("There is no result '%(key)s' in this funnel.") % {"key": rule.outcome},
            )
        if rule.outcome in ruled:
            yield Fault(f"{path}.outcome", _ruled_twice(rule, ruled[rule.outcome]))
        if document.sequence(rule.sequence) is None:
            yield Fault(
                f"{path}.sequence",
                _("There is no mail series '%(key)s' in this funnel.") % {"key": rule.sequence},
            )
        elif rule.sequence in used:
            yield Fault(
                f"{path}.sequence",
                _("'%(key)s' is used by %(place)s already. Write a series of its own.")
                % {"key": rule.sequence, "place": f"series_rules[{used[rule.sequence]}]"},
            )
        ruled.setdefault(rule.outcome, index)
        used.setdefault(rule.sequence, index)


def _ruled_twice(rule: SeriesRuleDoc, first: int) -> str:
    place = f"series_rules[{first}]"
    if rule.outcome is None:
        return _("%(place)s is for everybody else already. Keep one.") % {"place": place}
    return _("%(place)s is for the result '%(key)s' already. Keep one.") % {
        "place": place,
        "key": rule.outcome,
    }


def _steps(document: FunnelDocument) -> Iterator[Fault]:
    used = {
        rule.sequence: f"series_rules[{index}]" for index, rule in enumerate(document.series_rules)
    }
    for index, step in enumerate(document.steps):
        if not isinstance(step, SeriesStep):
            continue
        path = f"steps[{index}].sequence"
        if step.sequence in used:
            yield Fault(
                path,
                _("'%(key)s' is used by %(place)s already. Write a series of its own.")
                % {"key": step.sequence, "place": used[step.sequence]},
            )
        used.setdefault(step.sequence, f"steps[{index}]")
        sequence = document.sequence(step.sequence)
        if sequence is None:
            yield Fault(
                path,
                _("There is no mail series '%(key)s' in this funnel.") % {"key": step.sequence},
            )
        else:
            yield from _asked(f"sequences[{document.sequences.index(sequence)}]", sequence)


def _asked(path: str, sequence: SequenceDoc) -> Iterator[Fault]:
    """A series asked for by name: its first mail can be read beforehand and goes out at once."""
    if sequence.purpose != "series":
        yield Fault(
            f"{path}.purpose",
            _("People ask for '%(key)s' by name, so its purpose is series, not marketing.")
            % {"key": sequence.key},
        )
    if len(sequence.messages) < _FEWEST_MAILS:
        yield Fault(
            f"{path}.messages",
            _("'%(key)s' has one mail so far. Write the ones that follow it.")
            % {"key": sequence.key},
        )
    if sequence.messages[0].show_if is not None:
        yield Fault(
            f"{path}.messages[0].show_if",
            _("The first mail goes out at once to everybody who asks. Take its condition away."),
        )


def _asked_for(document: FunnelDocument) -> set[str]:
    return {step.sequence for step in document.steps if isinstance(step, SeriesStep)}


def _unused(document: FunnelDocument) -> Iterator[Fault]:
    used = {rule.sequence for rule in document.series_rules} | _asked_for(document)
    for index, sequence in enumerate(document.sequences):
        if sequence.key not in used:
            yield Fault(
                f"sequences[{index}].key",
                _("Nobody gets '%(key)s'. Add a rule for it in series_rules, or remove it.")
                % {"key": sequence.key},
            )


def _permission(document: FunnelDocument) -> Iterator[Fault]:
    opt_ins = [step for step in document.steps if isinstance(step, OptInStep)]
    has_box = any(step.marketing for step in opt_ins)
    asked = _asked_for(document)
    for index, sequence in enumerate(document.sequences):
        if sequence.key in asked:
            continue
        if not opt_ins:
            yield Fault(
                f"sequences[{index}]", _("No step asks for an address, so nobody gets these mails.")
            )
        elif sequence.purpose == "marketing" and not has_box:
            yield Fault(
                f"sequences[{index}].purpose",
                _("No step asks for further mails. Write the words beside its box (marketing)."),
            )
