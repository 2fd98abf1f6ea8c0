"""The whole check of one document: every rule asked, what is ignored marked, the worst first.

Publishing, the studio and `manage.py funnel check` call it. Deterministic; no network, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from funnel.checking.findings import Finding, Hit, Rule, Severity
from funnel.checking.placing import place_of
from funnel.checking.rules import RULES
from funnel.checking.subject import Subject
from funnel.document import FunnelDocument

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


def check(document: FunnelDocument, waivers: Waivers | None = None) -> Report:
    """Asks every rule. A law cannot be set aside, so a waiver of one counts for nothing."""
    subject = Subject(document)
    found: list[Finding] = []
    skipped: list[Rule] = []
    for rule in RULES:
        if rule.languages is not None and subject.language not in rule.languages:
            skipped.append(rule)
            continue
        found += _findings(rule, rule.find(subject), document, waivers or {})
    return Report(tuple(sorted(found, key=_worst_first)), tuple(skipped))


def _findings(
    rule: Rule, hits: Iterable[Hit], document: FunnelDocument, waivers: Waivers
) -> list[Finding]:
    found: list[Finding] = []
    for hit in hits:
        place = place_of(document, hit.path)
        reason = "" if rule.is_law else waivers.get((rule.code, place), "")
        found.append(
            Finding(
                rule=rule,
                path=hit.path,
                place=place,
                message=hit.message,
                weight=hit.weight,
                fix=hit.fix,
                ignored_because=reason,
            )
        )
    return found


def _worst_first(finding: Finding) -> tuple[bool, bool, int]:
    is_warning = finding.rule.severity is Severity.WARNING
    return (finding.ignored_because != "", is_warning, -finding.weight)
