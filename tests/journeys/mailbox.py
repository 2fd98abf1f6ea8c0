"""Reading what arrived at the mail server, as a person and as a scanner would."""

from __future__ import annotations

import re
import urllib.request
from email.message import EmailMessage

from playwright.sync_api import Page

from nurture.models import Delivery
from nurture.tasks import dispatch_due
from tests.journeys.walking import until
from tests.services.mail import MailServer

_HREF = re.compile(r'href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)


class Mails:
    """The mail server, with a clock beside it that rings as beat does."""

    def __init__(self, server: MailServer, page: Page) -> None:
        self.server, self.page = server, page

    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.server.messages]

    def wait_for(self, count: int) -> None:
        """Until that many have come and the worker has written down that they were taken."""

        def has_come() -> bool:
            if len(self.server.messages) < count:
                dispatch_due.delay()
            return Delivery.objects.filter(state="accepted").count() >= count

        until(has_come, f"mail {count}, after {self.subjects()}", self.page, seconds=60)

    def no_more_come(self) -> None:
        before = len(self.server.messages)
        for _ in range(5):
            dispatch_due.delay()
            self.page.wait_for_timeout(300)
        assert len(self.server.messages) == before, self.subjects()


def html(mail: EmailMessage) -> str:
    return _part(mail, "html")


def text(mail: EmailMessage) -> str:
    return _part(mail, "plain")


def links(mail: EmailMessage) -> dict[str, str]:
    """Words of each link of the HTML part, to its address."""
    found = _HREF.findall(html(mail))
    return {re.sub(r"<[^>]+>|\s+", " ", words).strip(): address for address, words in found}


def buttons(mail: EmailMessage) -> list[str]:
    """The filled buttons: a mail asks for one small thing."""
    return re.findall(r'<a class="button"[^>]*>\s*(.*?)\s*</a>', html(mail))


def unsubscribe_address(mail: EmailMessage) -> str:
    """The one https or http address of the header."""
    header = str(mail["List-Unsubscribe"])
    addresses = re.findall(r"<(https?://[^>]+)>", header)
    assert len(addresses) == 1, header
    return str(addresses[0])


def scan(mail: EmailMessage, *, times: int = 3) -> list[int]:
    """Opens every link of the mail, as the scanners of mail providers do. Statuses, in order."""
    addresses = [*links(mail).values(), unsubscribe_address(mail)]
    statuses = []
    for address in addresses * times:
        with urllib.request.urlopen(address, timeout=30) as answer:
            statuses.append(answer.status)
    return statuses


def press_one_click(address: str, *, is_multipart: bool = False) -> tuple[int, str]:
    """The POST of RFC 8058. Status, and where it ended."""
    body, kind = b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
    if is_multipart:
        body = (
            b'--cut\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
            b"One-Click\r\n--cut--\r\n"
        )
        kind = "multipart/form-data; boundary=cut"
    # From a provider: another site's origin, no cookie.
    headers = {"Content-Type": kind, "Origin": "https://mail.example", "Sec-Fetch-Site": "none"}
    request = urllib.request.Request(address, data=body, headers=headers, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, answer.url


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None, f"no {kind} part"
    content = part.get_content()
    assert isinstance(content, str)
    return content
