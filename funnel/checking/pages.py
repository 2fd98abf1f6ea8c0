"""The pages that say why a rule is there: docs/check/<slug>.md, one a rule."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from funnel.checking.findings import Family, Rule
from funnel.checking.rules import RULES

PAGES = Path(settings.BASE_DIR) / "docs" / "check"

_FAMILIES: dict[Family, StrPromise] = {
    Family.STRUCTURE: _("Structure"),
    Family.EASY: _("Easy to begin"),
    Family.VALUE: _("Specific value"),
    Family.NEXT: _("Always a next step"),
    Family.HONEST: _("Honest"),
    Family.READABLE: _("Readable"),
}


def page_of(rule: Rule) -> str:
    """Its Markdown without the title in the first line; empty where nobody wrote it."""
    file = PAGES / f"{rule.slug}.md"
    if not file.is_file():
        return ""
    return file.read_text(encoding="utf-8").partition("\n")[2].strip()


def page_path(rule: Rule) -> str:
    """Where its page lies in the project."""
    return f"docs/check/{rule.slug}.md"


def rules_by_family() -> list[tuple[StrPromise, list[Rule]]]:
    return [
        (name, [rule for rule in RULES if rule.family is family])
        for family, name in _FAMILIES.items()
        if any(rule.family is family for rule in RULES)
    ]
