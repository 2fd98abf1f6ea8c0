"""The whole check of one document: every rule asked, what is ignored marked, the worst first.

Publishing, the studio and `manage.py funnel check` call it. Deterministic; no network, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from funnel.checking.faults import Fault
from funnel.checking.findings import Finding, Hit, Rule, Severity
from funnel.checking.placing import place_of
from funnel.checking.rules import RULES, laws
from funnel.checking.rules.laws import UNFINISHED
from funnel.checking.subject import Subject
from funnel.document import FunnelDocument
from quizzes.counting import LIMIT

if TYPE_CHECKING:
    from funnel.publishing.shape import Plain

# What somebody set aside: (code, place) to the reason.
Waivers = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Report:
    """`findings` are worst first, those set aside included; `skipped` are the wording rules that
    know no examples in this funnel's language."""

    findings: tuple[Finding, ...]
    skipped: tuple[Rule, ...] = ()

    @property
    def standing(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if not each.ignored_because)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.blocks)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.standing if not each.blocks)


def check(
    document: FunnelDocument,
    waivers: Waivers | None = None,
    *,
    limit: int = LIMIT,
    more: Iterable[Fault] = (),
) -> Report:
    """Asks every rule. A law cannot be set aside, so a waiver of one counts for nothing.

    `limit` is how far counting goes (quizzes.counting); `more` are faults of its files.
    """
    subject = Subject(document, limit, tuple(more))
    found: list[Finding] = []
    skipped: list[Rule] = []
    for rule in RULES:
        if rule.languages is not None and subject.language not in rule.languages:
            skipped.append(rule)
            continue
        found += [_finding(rule, hit, document, waivers or {}) for hit in rule.find(subject)]
    return Report(_sorted(found), tuple(skipped))


def unreadable(faults: Iterable[Fault], raw: Plain = None) -> Report:
    """The report of what is no whole funnel yet: each fault of its shape, and nothing more.

    `raw` is the plain data that the paths of the faults lead into.
    """
    return Report(
        _sorted(
            _finding(_LAWS.get(fault.law, _LAWS[UNFINISHED]), _hit(fault), raw, {})
            for fault in faults
        )
    )


def rule_at(slug: str) -> Rule | None:
    return next((rule for rule in RULES if rule.slug == slug), None)


_LAWS = {rule.slug: rule for rule in laws.RULES}


def _hit(fault: Fault) -> Hit:
    return Hit(fault.path, fault.message, weight=100)


def _finding(rule: Rule, hit: Hit, document: FunnelDocument | Plain, waivers: Waivers) -> Finding:
    place = place_of(document, hit.path)
    return Finding(
        rule=rule,
        path=hit.path,
        place=place,
        message=hit.message,
        weight=hit.weight,
        fix=hit.fix,
        ignored_because="" if rule.is_law else waivers.get((rule.code, place), ""),
    )


def _sorted(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=_worst_first))


def _worst_first(finding: Finding) -> tuple[bool, bool, int]:
    is_warning = finding.rule.severity is Severity.WARNING
    return (finding.ignored_because != "", is_warning, -finding.weight)
