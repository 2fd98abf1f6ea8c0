"""A reader of a visit's mail: the links it carries, pressed from a mail program."""

from __future__ import annotations

from datetime import datetime

from django.test import Client

from funnel.models import Publication, Visit
from nurture.models import Delivery, MailLink
from nurture.writing.links import make_links
from tests.funnel.journey.visitor import PHONE, Visitor

TARGETS = (
    "result",
    "offer",
    "resume",
    "step:list",
    "step:quiz",
    "confirm",
    "unsubscribe",
    "preferences",
)


class Reader:
    """Opened their mail somewhere else than where they left the address."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.visit: Visit = visitor.mine
        self.client = Client(HTTP_USER_AGENT=PHONE)
        self.delivery = Delivery.objects.filter(visit_id=self.visit.pk).earliest("pk")
        make_links(delivery=self.delivery, targets=TARGETS)

    def link(self, target: str) -> MailLink:
        return MailLink.objects.get(delivery=self.delivery, target=target)

    def address(self, target: str) -> str:
        return f"/e/{self.link(target).token}/"

    def pressed(self) -> dict[str, datetime | None]:
        rows = MailLink.objects.filter(delivery=self.delivery, pressed_at__isnull=False)
        return dict(rows.values_list("target", "pressed_at"))

    def follow(self, target: str) -> Visitor:
        """A visitor in a fresh browser who came from this mail's link."""
        visitor = Visitor(self.visit.publication, has_script=False)
        response = visitor.client.get(self.address(target))
        assert response.status_code == 302, response.status_code
        return visitor.look(response.headers["Location"])


def make_reader(
    publication: Publication | None = None, *, email: str = "mara@example.com", choice: str = "b"
) -> Reader:
    """Has a result, said yes to further mails, stands before the offer."""
    visitor = Visitor(publication).land().answer(choice).answer(choice).go_on_to("opt_in")
    visitor.press(act="next", email=email, marketing="yes")
    return Reader(visitor)


def make_early_reader(publication: Publication, *, email: str = "mara@example.com") -> Reader:
    """Gave the address before the quiz: nothing that follows is open yet."""
    visitor = Visitor(publication).land().answer().go_on_to("opt_in")
    visitor.press(act="next", email=email, marketing="yes")
    return Reader(visitor)
