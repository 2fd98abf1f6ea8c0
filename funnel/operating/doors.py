"""What a start prints: where to go, and with which account. Called by `manage.py serve`."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from funnel.demo.accounts import Account
from funnel.models import Funnel


def first_funnel_path() -> str:
    """The newest funnel a visitor can enter, else the site's front page."""
    slug = Funnel.objects.live().order_by("-pk").values_list("slug", flat=True).first()
    return f"/f/{slug}/" if slug else "/"


def doors(
    *, base: str, funnel_path: str, has_outbox: bool, day: float | None, accounts: Sequence[Account]
) -> str:
    """The whole text, columns aligned."""
    rows = [
        (_("A prospect begins"), base + funnel_path),
        (_("Marketing builds"), f"{base}/admin/"),
        (_("Sales follows up"), f"{base}/leads/"),
    ]
    if has_outbox:
        rows.append((_("Mails that went out"), f"{base}/outbox/"))
    lines = ["", _("Small Yes is running."), "", *_table(rows)]
    if day is not None:
        lines += [
            "",
            "  " + _("One day of a mail series lasts %(number)s seconds.") % {"number": f"{day:g}"},
        ]
    if accounts:
        table = [(account.username, account.password) for account in accounts]
        lines += ["", _("Sign in as (passwords made at the first start)"), "", *_table(table)]
    return "\n".join([*lines, "", _("Ctrl-C stops it. Everything is kept."), ""])


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  " + "   ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
