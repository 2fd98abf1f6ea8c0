"""Fix it: what the check can put right in a draft by itself, as one edit that undo takes back."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from funnel.checking.drafts import QUICK, check_draft
from funnel.checking.findings import Finding
from funnel.drafts import recorded
from funnel.models import Funnel
from funnel.portable.rewriting import rewrite_draft


def fix_finding(
    *, funnel: Funnel, code: str, place: str, by: User | None, now: datetime
) -> Finding | None:
    """The finding that was mended; None, and nothing changed, where it is gone or needs a person.

    The draft is checked again under its lock, so a fix never writes over somebody's newer words.
    """
    with recorded(funnel=funnel, by=by, now=now, words=_("Put right what the check found")):
        checked = check_draft(funnel, limit=QUICK)
        found = next(
            (
                each
                for each in checked.report.standing
                if each.fix is not None and (each.rule.code, each.place) == (code, place)
            ),
            None,
        )
        if found is None or found.fix is None or checked.document is None:
            return None
        mended = found.fix.apply(checked.document)
        rewrite_draft(funnel=funnel, before=checked.document, after=mended)
        return found
