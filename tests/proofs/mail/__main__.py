"""`make proof-mail`: every run of the proof, one table. Ends with 1 where a promise was broken."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import sys
import time
from importlib import import_module

import django
from django.core.management import call_command

from tests.proofs.mail.parts import Postgres, Queue

_KEY = "only for this proof, fifty characters of nothing secret"


def environment(database: str, queue: str) -> dict[str, str]:
    """What the engine's processes read; nothing of the developer's own settings."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "tests.proofs.mail.settings",
        "PROFILE": "scaled",
        "SECRET_KEY": _KEY,
        "SUPPRESSION_KEY": _KEY,
        "SITE_URL": "https://proof.example.com",
        "DATABASE_URL": database,
        "REDIS_URL": queue,
        "EMAIL_URL": "smtp://127.0.0.1:9",
    }


def main() -> int:
    asked = argparse.ArgumentParser(prog="make proof-mail")
    asked.add_argument("--mails", type=int, default=2_000)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--only", default="", help="words of the names of runs, with commas")
    asked.add_argument("--seed", default=secrets.token_hex(4))
    asked.add_argument("--minutes", type=float, default=30)
    options = asked.parse_args()
    # Whoever stops the proof from outside has its processes ended, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    postgres, queue = Postgres(), Queue()
    try:
        return _prove(options, postgres, queue)
    finally:
        queue.stop()
        postgres.stop()


def _prove(options: argparse.Namespace, postgres: Postgres, queue: Queue) -> int:
    env = environment(postgres.url, queue.url)
    os.environ.update(env)
    django.setup()
    call_command("migrate", verbosity=0)
    # Models can be imported from here on only.
    printed = import_module("tests.proofs.mail.printed")
    code: int = printed.prove(
        postgres=postgres,
        queue=queue,
        env=env,
        mails=options.mails,
        kills=options.kills,
        only=options.only,
        seed=options.seed,
        until=time.monotonic() + options.minutes * 60,
    )
    return code


if __name__ == "__main__":
    sys.exit(main())
