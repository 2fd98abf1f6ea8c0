"""A small crash proof: real workers, killed in the middle of mails. `make proof-mail` is the large
one, with every other fault."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.proofs.mail import faults, people
from tests.proofs.mail.__main__ import environment
from tests.proofs.mail.parts import Queue
from tests.proofs.mail.runs import Run, play

pytestmark = [pytest.mark.deploy, pytest.mark.django_db(transaction=True)]

MAILS, KILLS = 60, 8


@pytest.fixture
def queue() -> Iterator[Queue]:
    queue = Queue()
    yield queue
    queue.stop()


def database_url() -> str:
    """That of the test's own database, for processes of their own."""
    known = connection.settings_dict
    return f"postgres://postgres@{quote(str(known['HOST']), safe='')}/{known['NAME']}"


def test_killed_senders_lose_no_mail_and_double_none(queue: Queue) -> None:
    keys = {"SECRET_KEY": settings.SECRET_KEY, "SUPPRESSION_KEY": settings.SUPPRESSION_KEY}

    row = play(
        Run("killed", faults.kills(KILLS), workers=(2,), seconds=300),
        mails=MAILS,
        env=environment(database_url(), queue.url) | keys,
        postgres=None,
        queue=queue,
        pattern=people.make_people(MAILS),
        seed="small",
    )

    assert row.wrong == ()
    assert (row.planned, row.lost, row.doubled) == (MAILS, 0, 0)
    # On a slow machine a sender may be gone before its kill.
    assert row.faults >= KILLS // 2
    assert row.sent + row.never_came == MAILS
