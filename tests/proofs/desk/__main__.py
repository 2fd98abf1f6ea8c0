"""`make bench-desk`: the desk with few leads and with many, as ratios; 1 where it falls short."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from importlib import import_module

import django
from django.core.management import call_command

from tests.proofs.mail.__main__ import environment
from tests.proofs.mail.parts import Postgres, Queue


def main() -> int:
    asked = argparse.ArgumentParser(prog="make bench-desk")
    asked.add_argument("--few", type=int, default=2_000)
    asked.add_argument("--many", type=int, default=200_000)
    asked.add_argument("--times", type=int, default=40, help="how often each page is asked for")
    options = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    postgres, queue = Postgres(), Queue()
    try:
        own = {"DJANGO_SETTINGS_MODULE": "tests.proofs.desk.settings", "LOG_LEVEL": "ERROR"}
        os.environ.update(environment(postgres.url, queue.url) | own)
        django.setup()
        call_command("migrate", verbosity=0)
        # Models can be imported from here on only.
        bench = import_module("tests.proofs.desk.bench")
        code: int = bench.bench(few=options.few, many=options.many, times=options.times)
        return code
    finally:
        queue.stop()
        postgres.stop()


if __name__ == "__main__":
    sys.exit(main())
