"""Plays the runs one after the other and prints what became of each mail."""

from __future__ import annotations

import time

from tests.proofs.mail import people
from tests.proofs.mail.parts import Postgres, Queue
from tests.proofs.mail.runs import all_runs, play
from tests.proofs.mail.stage import table

_WORDS = """
Planned: mails that a series or a person asked for. Sent: of those, how many the mail server took.
Lost: the server never took it, and it does not stand as ambiguous. Doubled: mails too many, the
same mail to the same person. Ambiguous: a fault struck between the hand-over and the server's
answer, so nobody can know; a mail of a series is not sent again then, one that was asked for once.
"""


def prove(
    *,
    postgres: Postgres,
    queue: Queue,
    env: dict[str, str],
    mails: int,
    kills: int,
    only: str,
    seed: str,
    until: float,
) -> int:
    """The exit code: 1 where a promise was broken or time ran out."""
    print(f"seed {seed}; {mails} mails in each run", flush=True)
    pattern = people.make_people(mails)
    rows = []
    wanted = only.split(",")
    runs = [run for run in all_runs(kills=kills) if any(word in run.name for word in wanted)]
    for run in runs:
        if time.monotonic() > until:
            break
        row = play(
            run,
            mails=mails,
            env=env,
            postgres=postgres,
            queue=queue,
            pattern=pattern,
            seed=seed,
        )
        rows.append(row)
        print(table([row]).splitlines()[-1], *row.wrong, flush=True)
    print(f"\n{table(rows)}\n{_WORDS}")
    broken = [f"{row.name}: {', '.join(row.wrong)}" for row in rows if row.wrong]
    broken += [f"{run.name}: no time was left" for run in runs[len(rows) :]]
    print("\n".join(f"BROKEN {text}" for text in broken) or "Every promise was kept.")
    return 1 if broken else 0
