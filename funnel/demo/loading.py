"""Puts the demo in: the business, the funnel from its portable file, and three accounts.

Called by `manage.py demo load`, which the first start of the embedded profile runs, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from funnel.demo.accounts import Account, add_accounts, keep_passwords
from funnel.demo.business_rows import add_business
from funnel.models import Funnel
from funnel.portable.importing import import_funnel
from funnel.portable.reading import read_portable
from funnel.publishing import publish

FUNNEL_FILE = Path(__file__).parent / "money-habits" / "funnel.yaml"


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made; `accounts` are those that were missing."""

    funnel: Funnel
    accounts: list[Account]


@transaction.atomic
def load_demo(*, now: datetime, by: User | None) -> Demo | None:
    """The demo, live and at the front door unless another funnel stands there.

    None, and nothing done, where a demo is in already. Raises RefusedError where a funnel of
    somebody else has the demo's address.
    """
    if Funnel.objects.filter(is_demo=True).exists():
        return None
    add_business()
    file = read_portable(FUNNEL_FILE)
    funnel = import_funnel(document=file.document, media=file.media, now=now, by=by, is_demo=True)
    if not Funnel.objects.filter(is_default=True).exists():
        funnel.is_default = True
        funnel.save(update_fields=["is_default"])
    publish(funnel=funnel, now=now, by=by)
    accounts = add_accounts(now=now)
    keep_passwords(accounts)
    return Demo(funnel, accounts)
