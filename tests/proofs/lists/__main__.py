"""`make proof-lists`: every row of a list once, whatever happens to its worker; 1 if not."""

from __future__ import annotations

import argparse
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from importlib import import_module

import django
from django.core.management import call_command

from tests.proofs.mail.__main__ import environment
from tests.proofs.mail.parts import Postgres, Queue
from tests.services.environment import ROOT

_PATIENCE_SECONDS = 900


def main() -> int:
    asked = argparse.ArgumentParser(prog="make proof-lists")
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--kills", type=int, default=20)
    options = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    postgres, queue = Postgres(), Queue()
    try:
        with tempfile.TemporaryDirectory(prefix="sy-lists-") as folder:
            own = environment(postgres.url, queue.url) | {"LOG_LEVEL": "ERROR", "VAR_DIR": folder}
            os.environ.update(own)
            django.setup()
            call_command("migrate", verbosity=0)
            return _prove(options.rows, options.kills)
    finally:
        queue.stop()
        postgres.stop()


def _prove(rows: int, kills: int) -> int:
    # Models can be imported from here on only.
    models = import_module("leads.models")
    list_import = _waiting(rows)
    begun, killed = time.monotonic(), 0
    process = _worker()
    try:
        while time.monotonic() - begun < _PATIENCE_SECONDS:
            time.sleep(random.uniform(0.3, 2.5))
            row = models.ListImport.objects.get(pk=list_import)
            if row.state != "running" and row.state != "waiting":
                break
            if killed < kills:
                process.kill()
                process.wait()
                killed += 1
                process = _worker()
    finally:
        process.kill()
        process.wait()
    numbers = list(
        models.ImportedRow.objects.filter(list_import=list_import).values_list("number", flat=True)
    )
    people = models.Lead.objects.count()
    lost, doubled = rows - len(set(numbers)), len(numbers) - len(set(numbers))
    seconds = time.monotonic() - begun
    print(f"rows {rows}  kills {killed}  lost {lost}  doubled {doubled}  people {people}")
    print(f"{seconds:.0f} seconds, {rows / seconds:.0f} rows a second with kills and leases")
    return int(bool(lost or doubled or people != rows or row.state != "done"))


def _waiting(rows: int) -> int:
    """A list that was tried and is to be taken in."""
    accounts = import_module("django.contrib.auth.models")
    importing, keeping, reading = (
        import_module(f"leads.lists.{name}") for name in ("importing", "keeping", "reading")
    )
    now = import_module("django.utils.timezone").now
    files = import_module("django.core.files.base")
    lines = [f"Person {number};p{number}@example.com" for number in range(rows)]
    raw = "\n".join(["Name;E-Mail", *lines]).encode()
    by = accounts.User.objects.create_user("proof")
    row = keeping.keep_file(
        file=files.ContentFile(raw, "proof.csv"),
        shape=reading.shape_of(io.BytesIO(raw)),
        by=by,
        now=now(),
    )
    said = {"purpose": "", "source": "A proof", "agreed_text": "", "agreed_on": None}
    keeping.say_what_it_is(list_import=row.pk, mapping=row.mapping, **said)
    importing.work(clock=now, seconds=600)
    assert keeping.take_in(list_import=row.pk, by=by, now=now())
    return int(row.pk)


def _worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.proofs.lists.worker"]
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ))


if __name__ == "__main__":
    sys.exit(main())
