"""The parts keep their promises, so that a test which fails means the product."""

from __future__ import annotations

import smtplib
import socket
import urllib.request

import pytest
from django.core.mail import send_mail

from tests.conftest import OpenPage
from tests.services.loopback import LeavesTheMachineError, is_local
from tests.services.mail import MailServer


def send(subject: str) -> int:
    return send_mail(subject, "Hello", "shop@example.com", ["ana@example.com"])


def test_smtp_server_keeps_what_it_is_given(smtp_server: MailServer) -> None:
    send("Your result")
    assert [message["Subject"] for message in smtp_server.messages] == ["Your result"]
    assert smtp_server.recipients == [["ana@example.com"]]


@pytest.mark.parametrize(
    ("stage", "line", "error"),
    [
        ("MAIL", "451 4.3.0 later", smtplib.SMTPSenderRefused),
        ("RCPT", "550 5.1.1 no such user", smtplib.SMTPRecipientsRefused),
        ("DATA", "554 5.7.1 spam", smtplib.SMTPDataError),
        ("DATA", "", smtplib.SMTPServerDisconnected),
    ],
)
def test_smtp_server_answers_as_told_and_only_as_often(
    smtp_server: MailServer, stage: str, line: str, error: type[Exception]
) -> None:
    smtp_server.reply_with(stage, line)
    with pytest.raises(error):
        send("first")
    send("second")
    assert [message["Subject"] for message in smtp_server.messages] == ["second"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", ""])
def test_loopback_lets_this_machine_talk_to_itself(host: str) -> None:
    assert is_local(host)


def test_loopback_refuses_other_machines() -> None:
    with pytest.raises(LeavesTheMachineError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(LeavesTheMachineError):
        socket.getaddrinfo("example.com", 80)


def test_live_site_serves_hashed_files_for_ever(live_site: str) -> None:
    with urllib.request.urlopen(f"{live_site}/admin/login/", timeout=20) as answer:
        assert answer.status == 200
    name = "admin/css/base.css"
    with urllib.request.urlopen(f"{live_site}/static/staticfiles.json", timeout=20) as answer:
        assert name in answer.read().decode()


@pytest.mark.browser
def test_open_page_shows_the_live_site(live_site: str, open_page: OpenPage) -> None:
    page = open_page(dark=True)
    page.goto(f"{live_site}/admin/login/")
    assert page.locator("input[name=username]").is_visible()
