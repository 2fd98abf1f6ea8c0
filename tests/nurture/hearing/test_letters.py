"""Incoming mails, read: whatever is in them, the reader does not fall over."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.hearing.bounces import is_report, read_report
from nurture.hearing.letters import read_letter
from nurture.hearing.quotes import own_words
from nurture.hearing.told import Kind
from tests.laws import cases
from tests.leads.factories import NOW
from tests.nurture.hearing.mails import SENT, answer_raw, bounce_raw, complaint_raw, parsed

QUOTED = "> Hello Mara,\n> one small thing."


@pytest.mark.parametrize(
    "header",
    [
        "On Tue, 5 May 2026 at 14:00, Ledger & Lark <hello@example.com> wrote:",
        "Am Di., 5. Mai 2026 um 14:00 Uhr schrieb Ledger & Lark <hello@example.com>:",
        "El mar, 5 may 2026 a las 14:00, Ledger & Lark (<hello@example.com>)\nescribió:",
        "في الثلاثاء، ٥ مايو ٢٠٢٦ كتب Ledger & Lark <hello@example.com>:",
    ],
)
def test_the_mail_below_an_answer_is_cut(header: str) -> None:
    assert own_words(f"Yes, please.\n\n{header}\n\n{QUOTED}\n") == "Yes, please."


@pytest.mark.parametrize(
    "divider",
    [
        "-----Original Message-----\nFrom: Ledger & Lark",
        "-------- Ursprüngliche Nachricht --------\nVon: Ledger & Lark",
        "From: Ledger & Lark <hello@example.com>\nSent: Tuesday, May 5",
        "________________________________\nVon: Ledger & Lark",
    ],
)
def test_the_mail_below_a_divider_is_cut(divider: str) -> None:
    assert own_words(f"Yes, please.\n\n{divider}\nHello Mara") == "Yes, please."


def test_answers_between_the_lines_are_kept_whole() -> None:
    text = f"On Tue, Ledger wrote:\n{QUOTED}\nTuesday suits me.\n> Another line"
    assert "Tuesday suits me." in own_words(text)


def test_where_nothing_would_be_left_all_is_kept() -> None:
    assert own_words(QUOTED) == QUOTED
    assert own_words("He wrote: nice") == "He wrote: nice"


def test_a_mail_of_html_alone_becomes_text() -> None:
    raw = (
        "From: mara@example.org\nMIME-Version: 1.0\nContent-Type: text/html; charset=iso-8859-1\n"
        "Content-Transfer-Encoding: quoted-printable\n\n"
        "<style>p{}</style><p>Sch=F6n, <b>danke</b>.</p><script>x()</script>"
    )
    assert read_letter(parsed(raw)).text == "Schön, danke."


def test_attachments_are_not_read() -> None:
    raw = """From: mara@example.org
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain
Content-Disposition: attachment; filename="a.txt"

secret
--b
Content-Type: text/plain

Hello.
--b--
"""
    assert read_letter(parsed(raw)).text == "Hello."


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Mail one",
        "Out of office",
        "Automatische Antwort: Mail one",
        "Abwesenheitsnotiz",
        "Respuesta automática: Mail one",
        "Fuera de la oficina",
        "رد تلقائي: Mail one",
    ],
)
def test_an_out_of_office_subject_is_a_machines(subject: str) -> None:
    raw = answer_raw().replace("Subject: Re: Mail one", f"Subject: {subject}")
    assert read_letter(parsed(raw)).is_automatic


@given(st.binary(max_size=600))
@cases(150)
def test_whatever_bytes_come_the_reader_reads_something(raw: bytes) -> None:
    for start in (b"", b"Content-Type: multipart/report; boundary=b\n\n--b\n", b"From: \xff\n\n"):
        message = message_from_bytes(start + raw, _class=EmailMessage, policy=policy.default)
        letter = read_letter(message)
        assert len(letter.text) <= 10_000
        assert "\0" not in letter.text + letter.subject + letter.sender + letter.name
        read_report(message, now=NOW)


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", Kind.BOUNCED),
        ("5.2.2", "failed", Kind.SOFT_BOUNCED),
        ("4.4.1", "failed", Kind.SOFT_BOUNCED),
        ("4.4.1", "delayed", Kind.DEFERRED),
        ("5.7.1", "failed", Kind.REJECTED),
        ("2.0.0", "delivered", Kind.DELIVERED),
    ],
)
def test_a_report_of_delivery_is_read(status: str, action: str, kind: Kind) -> None:
    told = read_report(parsed(bounce_raw(status, action=action)), now=NOW)
    assert told is not None
    assert (told.kind, told.names, "mara@" in told.said) == (kind, (SENT,), False)


def test_a_report_that_names_none_of_our_mails_is_no_reply_either() -> None:
    message = parsed(bounce_raw().replace(f"Message-ID: {SENT}\n", ""))
    assert read_report(message, now=NOW) is None
    assert is_report(message)


def test_an_old_server_that_writes_a_letter_is_understood() -> None:
    raw = f"""From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.com>
Subject: Returned mail
Content-Type: text/plain

   ----- Transcript of session follows -----
550 5.1.1 <mara@example.org>... User unknown

   ----- Original message follows -----
Message-ID: {SENT}
"""
    told = read_report(parsed(raw), now=NOW)
    assert told is not None
    assert (told.kind, told.names) == (Kind.BOUNCED, (SENT,))


def test_a_complaint_is_read_and_its_taking_back_is_none() -> None:
    told = read_report(parsed(complaint_raw()), now=NOW)
    assert told is not None
    assert (told.kind, told.names) == (Kind.COMPLAINED, (SENT,))
    assert read_report(parsed(complaint_raw(kind="not-spam")), now=NOW) is None


def test_a_persons_answer_is_no_report() -> None:
    message = parsed(answer_raw("They said 5.1.1 to me."))
    assert (read_report(message, now=NOW), is_report(message)) == (None, False)
