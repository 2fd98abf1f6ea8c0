"""`make bench-mail`: ratios, measured in one run on one machine; 1 where one falls short."""

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
    asked = argparse.ArgumentParser(prog="make bench-mail")
    asked.add_argument("--mails", type=int, default=400)
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--times", type=int, default=3, help="how often each figure is taken")
    asked.add_argument("--only", choices=("mails", "tick"), default="")
    options = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    postgres, queue = Postgres(), Queue()
    try:
        env = environment(postgres.url, queue.url) | {"LOG_LEVEL": "ERROR"}
        own = {"DJANGO_SETTINGS_MODULE": "tests.proofs.mail.bench_settings"}
        os.environ.update(env | own)
        django.setup()
        call_command("migrate", verbosity=0)
        # Models can be imported from here on only.
        printed = import_module("tests.proofs.mail.bench_printed")
        code: int = printed.bench(
            env=env | {"PROOF_LEASE": "120"},
            mails=options.mails,
            people_in_all=options.people,
            times=options.times,
            only=options.only,
        )
        return code
    finally:
        queue.stop()
        postgres.stop()


if __name__ == "__main__":
    sys.exit(main())
