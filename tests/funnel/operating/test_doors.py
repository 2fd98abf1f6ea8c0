from __future__ import annotations

from funnel.demo.accounts import Account
from funnel.operating.doors import doors

EXPECTED = """
Small Yes is running.

  A prospect begins     http://127.0.0.1:8000/f/a/
  Marketing builds      http://127.0.0.1:8000/admin/
  Sales follows up      http://127.0.0.1:8000/leads/
  Mails that went out   http://127.0.0.1:8000/outbox/

  One day of a mail series lasts 20 seconds.

Sign in as (passwords made at the first start)

  marketer   first
  sales      second

Ctrl-C stops it. Everything is kept.
"""


def test_doors_are_aligned() -> None:
    text = doors(
        base="http://127.0.0.1:8000",
        funnel_path="/f/a/",
        has_outbox=True,
        day=20.0,
        accounts=[Account("marketer", "first"), Account("sales", "second")],
    )
    assert text == EXPECTED


def test_doors_name_no_outbox_where_mails_really_leave() -> None:
    text = doors(base="", funnel_path="/", has_outbox=False, day=None, accounts=[])
    assert "/outbox/" not in text
    assert "Sign in" not in text
