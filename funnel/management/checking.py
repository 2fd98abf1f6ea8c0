"""manage.py funnel check: what the check says of a file or a draft, for people and for machines."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import CommandParser

from funnel.checking.drafts import check_draft
from funnel.checking.faults import RefusedError
from funnel.checking.findings import Finding
from funnel.checking.pages import page_path
from funnel.checking.report import Report, check, unreadable
from funnel.checking.waivers import waivers_in
from funnel.document import FunnelDocument
from funnel.models import Funnel
from funnel.portable.reading import file_faults, read_portable
from funnel.publishing.counted import counted_lines

FILES = {".yaml", ".yml", ".zip"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What to print, and whether the command failed."""

    text: str
    is_failed: bool
    summary: str


def add_check_action(actions: argparse._SubParsersAction[CommandParser]) -> None:
    told = "List what the check finds in a file or a draft, and who gets which result."
    action = actions.add_parser("check", help=told, description=told)
    action.add_argument("subject", metavar="FILE-or-SLUG")
    action.add_argument("--format", choices=["text", "json"], default="text")
    action.add_argument("--strict", action="store_true", help="warnings fail, too")


def answer_of_check(subject: str, funnel: Funnel | None, *, form: str, strict: bool) -> Answer:
    """`funnel` for a draft; without one the subject is a file. Raises OSError."""
    report, document = _checked_file(Path(subject)) if funnel is None else _checked_draft(funnel)
    errors, warnings = len(report.errors), len(report.warnings)
    summary = f"{subject}: {_many(errors, 'error')}, {_many(warnings, 'warning')}."
    lines = _json(subject, report) if form == "json" else _lines(subject, report, document, summary)
    is_failed = errors > 0 or (strict and warnings > 0)
    return Answer("\n".join(lines) + "\n", is_failed, summary)


def _checked_draft(funnel: Funnel) -> tuple[Report, FunnelDocument | None]:
    checked = check_draft(funnel)
    return checked.report, checked.document


def _checked_file(file: Path) -> tuple[Report, FunnelDocument | None]:
    try:
        portable = read_portable(file)
    except RefusedError as error:
        return unreadable(error.faults), None
    document = portable.document
    return check(document, waivers_in(document), more=file_faults(portable)), document


def _lines(
    subject: str, report: Report, document: FunnelDocument | None, summary: str
) -> Iterator[str]:
    yield summary if report.standing else f"Nothing is wrong with {subject}."
    for finding in report.findings:
        yield ""
        yield from _told(finding)
    if report.skipped:
        codes = ", ".join(rule.code for rule in report.skipped)
        language = document.language if document else ""
        yield ""
        yield f"Not looked at, for these rules know no examples in '{language}': {codes}"
    if document is not None and not report.errors:
        yield from counted_lines(document)


def _told(finding: Finding) -> Iterator[str]:
    kind = "ignored" if finding.ignored_because else str(finding.rule.severity)
    yield f"{kind} {finding.rule.code} {finding.path}".rstrip()
    yield f"  {finding.message}"
    if finding.ignored_because:
        yield f"  Ignored because: {finding.ignored_because}"
    elif finding.fix is not None:
        yield f"  The studio fixes it: {finding.fix.words}"
    yield f"  Why: {page_path(finding.rule)}"


def _json(subject: str, report: Report) -> Iterator[str]:
    told = {
        "subject": subject,
        "errors": len(report.errors),
        "warnings": len(report.warnings),
        "findings": [_plain(finding) for finding in report.findings],
        "skipped": [rule.code for rule in report.skipped],
    }
    yield json.dumps(told, ensure_ascii=False, indent=1)


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.rule.code,
        "severity": str(finding.rule.severity),
        "family": str(finding.rule.family),
        "place": finding.place,
        "path": finding.path,
        "message": finding.message,
        "fix": finding.fix.words if finding.fix else None,
        "ignored_because": finding.ignored_because or None,
        "page": page_path(finding.rule),
    }


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
