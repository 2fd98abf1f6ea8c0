"""Puts the demo in: the business, a funnel for each way to score, and three accounts.

Called by `manage.py demo load`, which the first start of the embedded profile runs, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.demo.accounts import Account, add_accounts, keep_passwords
from funnel.demo.business_rows import add_business
from funnel.models import Funnel
from funnel.portable.importing import import_funnel
from funnel.portable.reading import Portable, read_portable
from funnel.portable.refusal import ImportRefusedError
from funnel.publishing import publish

_FOLDER = Path(__file__).parent
FUNNEL_FILE = _FOLDER / "money-habits" / "funnel.yaml"
# One for each way to score; the first stands at the front door.
FUNNEL_FILES = (
    FUNNEL_FILE,
    _FOLDER / "two-weeks-off" / "funnel.yaml",
    _FOLDER / "fake-invoices" / "funnel.yaml",
    _FOLDER / "unpaid-hours" / "funnel.yaml",
)


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made: `funnel` is the first of `funnels`, `accounts` are those that were missing."""

    funnels: tuple[Funnel, ...]
    accounts: list[Account]

    @property
    def funnel(self) -> Funnel:
        return self.funnels[0]


@transaction.atomic
def load_demo(*, now: datetime, by: User | None) -> Demo | None:
    """The demo, live, its first funnel at the front door unless another one stands there.

    None, and nothing done, where a demo is in already. Raises RefusedError where a funnel of
    somebody else has an address of the demo's; then nothing of it is there.
    """
    if Funnel.objects.filter(is_demo=True).exists():
        return None
    files = [read_portable(path) for path in FUNNEL_FILES]
    _refuse_taken([file.document.slug for file in files])
    add_business()
    has_front_door = Funnel.objects.filter(is_default=True).exists()
    # The first goes in last: where the newest stands on top, it is the one to begin with.
    funnels = tuple(_imported(file, now=now, by=by) for file in reversed(files))[::-1]
    if not has_front_door:
        funnels[0].is_default = True
        funnels[0].save(update_fields=["is_default"])
    for funnel in funnels:
        publish(funnel=funnel, now=now, by=by)
    accounts = add_accounts(now=now)
    keep_passwords(accounts)
    return Demo(funnels, accounts)


def _refuse_taken(slugs: list[str]) -> None:
    """Before anything is stored, since files would stay where the rows are rolled back."""
    taken = Funnel.objects.filter(slug__in=slugs).order_by("slug").values_list("slug", flat=True)
    sentence = _("A funnel “%(slug)s” stands already. Rename it or remove it first.")
    faults = [Fault("slug", sentence % {"slug": slug}) for slug in taken]
    if faults:
        raise ImportRefusedError(faults)


def _imported(file: Portable, *, now: datetime, by: User | None) -> Funnel:
    return import_funnel(document=file.document, media=file.media, now=now, by=by, is_demo=True)
