"""A morning at the mail room: what is wrong is seen, decided and paused, on any screen."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from funnel.groups import SALES
from leads.models import Activity, Lead
from nurture.models import Delivery, MailStop, Reply, Sequence
from tests.conftest import OpenPage
from tests.journeys import mail_room
from tests.journeys.checking import Checks, keep
from tests.journeys.staff import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Unfold's own frame: its header stands in no landmark, and its search box names no heading level.
_SHELL = {"region": "Unfold's header stands in no landmark"}
_PAGES = (
    "waiting/due",
    "waiting/held",
    "waiting/maybe-sent",
    "waiting/on-hold",
    "stop",
    "domain",
    "rules",
    "do-not-mail",
    "replies",
)


def _looked_at(page: Page, checks: Checks, name: str, width: int) -> None:
    look = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "day"
    checks.axe_here(page, f"{name} {width} {look}", without=_SHELL)
    if page.evaluate("document.scrollingElement.scrollWidth") > width:
        checks.note(f"{name}: wider than {width} px")
    keep(page, f"{name}-{width}-{look}")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("is_dark", [False, True])
def test_every_page_of_the_mail_room_is_fit_to_read(
    live_site: str, open_page: OpenPage, width: int, is_dark: bool
) -> None:
    now = timezone.now()
    mail_room.quiet(now)
    page, checks = open_page(width=width, dark=is_dark), Checks()
    base = f"{live_site}/admin/mail/"
    log_in(page, live_site, "/admin/mail/", group="")
    expect(page.locator("#headline")).to_contain_text("All is well")
    expect(page.locator(".m-times")).to_have_text("Times are those of Stockholm.")
    _looked_at(page, checks, "watch-well", width)
    lead = mail_room.person(now)
    mail_room.busy(now)
    mail_room.lists(now)
    page.goto(base)
    expect(page.locator("#headline")).to_contain_text("the mail server does not answer")
    _looked_at(page, checks, "watch-late", width)
    for path in _PAGES:
        page.goto(f"{base}{path}/")
        _looked_at(page, checks, path.replace("/", "-"), width)
    _dry_run(page, checks, width)
    series = Sequence.objects.get(enrollments__lead=lead)
    page.goto(f"{base}series/{series.pk}/")
    _looked_at(page, checks, "series", width)
    for name, path in (("lead", ""), ("mails", "mails/?what=reply&when=after:1&series=")):
        page.goto(f"{live_site}/leads/{lead.pk}/{path}")
        _looked_at(page, checks, name, width)
    checks.done()


def _dry_run(page: Page, checks: Checks, width: int) -> None:
    """A list is read in, and looked at before anything changes; then one address."""
    page.goto(page.url.replace("replies/", "do-not-mail/"))
    page.locator("#id_lines").fill("new@example.com\ngone@example.com\nnobody at home")
    page.get_by_role("button", name="See what would change").click()
    expect(page.locator(".m-found")).to_contain_text("No address in line 3")
    _looked_at(page, checks, "list-read", width)
    page.get_by_role("link", name="Leave it").click()
    page.locator("#id_address").fill("gone@example.com")
    page.get_by_role("button", name="Look it up").click()
    expect(page.locator(".m-found")).to_contain_text("gone@example.com")
    _looked_at(page, checks, "looked-up", width)


@pytest.mark.parametrize("width", [1280, 390])
def test_everything_is_paused_and_resumed_and_doubts_are_settled(
    live_site: str, open_page: OpenPage, width: int
) -> None:
    now = timezone.now()
    mail_room.quiet(now)
    mail_room.busy(now)
    page = open_page(width=width)
    log_in(page, live_site, "/admin/mail/", group="")
    page.get_by_role("button", name="Pause everything").click()
    expect(page.locator("#headline")).to_have_text("Everything is paused: no mail goes out.")
    assert MailStop.objects.filter(scope="all").exists()
    page.get_by_role("button", name="Resume everything").click()
    expect(page.get_by_role("button", name="Pause everything")).to_be_visible()
    assert not MailStop.objects.filter(scope="all").exists()
    page.get_by_role("link", name="Decide").click()
    page.get_by_role("checkbox").nth(0).check()
    page.locator("button[value=arrived]").click()
    expect(page.get_by_text("1 mail counts as sent.")).to_be_visible()
    page.get_by_role("checkbox").nth(0).check()
    page.locator("button[value=again]").click()
    expect(page.get_by_text("1 mail is sent again.")).to_be_visible()
    assert Delivery.objects.filter(state=Delivery.State.AMBIGUOUS).count() == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_a_person_s_mails_are_rehearsed_and_paused_and_rest_after_a_reply(
    live_site: str, open_page: OpenPage, width: int
) -> None:
    now = timezone.now()
    mail_room.quiet(now)
    lead = mail_room.person(now)
    page = open_page(width=width)
    log_in(page, live_site, "/leads/", group=SALES)
    page.goto(f"{live_site}/leads/{lead.pk}/mails/")
    page.get_by_label("What if they").select_option("reply")
    page.locator("#what-if").get_by_role("button", name="Show").click()
    expect(page.locator("#what-if [role=status]")).to_be_visible()
    assert not Reply.objects.exists()
    page.get_by_role("button", name="Pause mails").click()
    expect(page.locator("#state-title")).to_contain_text("Paused by sam")
    page.get_by_role("button", name="Resume mails").click()
    expect(page.locator("#state-title")).to_have_text("Mails go out as planned")
    page.get_by_role("button", name="They replied").click()
    expect(page.get_by_text("they replied, so every series rests").first).to_be_visible()
    assert _told(lead) == ["Mails paused: sam", "Mails resumed: sam"]
    assert Reply.objects.get().lead == lead


def _told(lead: Lead) -> list[str]:
    acts = Activity.objects.filter(lead=lead, kind=Activity.Kind.DESK).order_by("pk")
    return list(acts.values_list("label", flat=True))


def test_the_mail_room_reads_from_right_to_left(live_site: str, open_page: OpenPage) -> None:
    now = timezone.now()
    mail_room.quiet(now)
    lead = mail_room.person(now)
    mail_room.busy(now)
    mail_room.lists(now)
    page, checks = open_page(width=390), Checks()
    log_in(page, live_site, "/admin/mail/", group="")
    page.set_extra_http_headers({"Accept-Language": "ar"})
    for name in ("", "domain", "do-not-mail", "replies", "waiting/maybe-sent"):
        page.goto(f"{live_site}/admin/mail/{name}{'/' if name else ''}")
        _looked_at(page, checks, f"ar-{name.replace('/', '-')}", 390)
    page.goto(f"{live_site}/leads/{lead.pk}/mails/")
    _looked_at(page, checks, "ar-mails", 390)
    checks.done()
