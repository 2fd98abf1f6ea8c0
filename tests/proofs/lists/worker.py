"""The process that is killed: takes in what waits, with a lease of two seconds."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from importlib import import_module

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.proofs.mail.settings")
    django.setup()
    # Models can be imported from here on only.
    importing = import_module("leads.lists.importing")
    timezone = import_module("django.utils.timezone")
    vars(importing)["LEASE"] = timedelta(seconds=2)
    while True:
        importing.work(clock=timezone.now, seconds=5)
        time.sleep(0.2)


if __name__ == "__main__":
    main()
