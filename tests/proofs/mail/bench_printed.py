"""Takes the figures of the bench, prints them, and says which needs are not met."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.utils import timezone

from leads.models import EmailAddress
from tests.proofs.mail import bench_senders, bench_tick, people
from tests.proofs.mail.parts import Engine, Post
from tests.proofs.mail.runs import posted

# At 50 ms the engine has to reach this share of the bare loop; the large tick this much of the
# small one at most.
_LEAST, _MOST = 0.5, 1.5
_SMALL = 10_000
_ANSWERS = (0.0, 0.05)
_CONNECTIONS = (1, 8)


def bench(*, env: dict[str, str], mails: int, people_in_all: int, times: int, only: str) -> int:
    """The exit code: 1 where a need is not met."""
    missed: list[str] = []
    if only != "tick":
        missed += _send(people.make_people(mails), env=env, mails=mails, times=times)
    if only != "mails":
        missed += _tick(people_in_all)
    print("\n".join(f"MISSED {text}" for text in missed) or "Every need is met.")
    return 1 if missed else 0


def _send(pattern: EmailAddress, *, env: dict[str, str], mails: int, times: int) -> list[str]:
    missed = []
    head = "| server's answer | connections | smtplib | django-post_office | engine | of smtplib"
    print(f"Mails a second, median of {times} runs with {mails} mails each\n", flush=True)
    print(f"{head} | of django-post_office |\n|---|{'---:|' * 6}", flush=True)
    for answer in _ANSWERS:
        for connections in _CONNECTIONS:
            share = mails if connections > 1 or not answer else mails // 2
            bare, office, ours = _three(
                pattern, env=env, mails=share, times=times, answer=answer, connections=connections
            )
            cells = f"{bare:.0f} | {office:.0f} | {ours:.0f} | {ours / bare:.2f}"
            told = f"| {answer * 1000:.0f} ms | {connections} | {cells} | {ours / office:.2f} |"
            print(told, flush=True)
            if answer and ours < _LEAST * bare:
                missed.append(f"{ours / bare:.2f} of smtplib, {_LEAST} are needed: {told}")
    return missed


def _three(
    pattern: EmailAddress,
    *,
    env: dict[str, str],
    mails: int,
    times: int,
    answer: float,
    connections: int,
) -> tuple[float, float, float]:
    raw = bench_senders.bytes_of(bench_senders.plan(pattern, 1)[0])
    html = raw.decode("ascii", "replace")

    def bare(post: Post, _folder: Path) -> float:
        return bench_senders.bare(post, raw, mails=mails, connections=connections)

    def office(post: Post, _folder: Path) -> float:
        return bench_senders.post_office(post, html, mails=mails, connections=connections)

    def ours(post: Post, folder: Path) -> float:
        ids = bench_senders.plan(pattern, mails)
        machine = Engine(env | {"EMAIL_URL": post.url, "VAR_DIR": str(folder)}, folder)
        return bench_senders.engine(machine, post, ids, connections=connections)

    bare_one, office_one, ours_one = (
        statistics.median(_with_post(answer, each) for _number in range(times))
        for each in (bare, office, ours)
    )
    return bare_one, office_one, ours_one


def _with_post(answer: float, measure: Callable[[Post, Path], float]) -> float:
    with (
        tempfile.TemporaryDirectory(prefix="sy-bench-") as name,
        posted(Path(name), (answer, answer)) as post,
    ):
        return measure(post, Path(name))


def _tick(people_in_all: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE leads_lead CASCADE")
    pattern = people.make_people(1, first=people_in_all + 1)
    version = people.series_now(timezone.now())
    bench_tick.fill(pattern, version, first=1, last=_SMALL)
    small = bench_tick.median(among=_SMALL, times=9)
    bench_tick.fill(pattern, version, first=_SMALL + 1, last=people_in_all)
    large = bench_tick.median(among=people_in_all, times=9)
    print(f"\nThe tick with {bench_tick.DUE} due, median of 9\n")
    print(f"| among | milliseconds |\n|---:|---:|\n| {_SMALL:,} | {small * 1000:.0f} |")
    print(f"| {people_in_all:,} | {large * 1000:.0f} |\n\nRatio {large / small:.2f}", flush=True)
    told = f"the tick takes {large / small:.2f} times as long, {_MOST} are allowed"
    return [told] if large > _MOST * small else []
