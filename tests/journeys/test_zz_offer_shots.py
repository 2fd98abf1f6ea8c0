from __future__ import annotations
import re
from pathlib import Path
import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from funnel.models import Connection, Conversion, HookEvent, Offer, Visit
from tests.funnel.factories import document_from, make_publication
from tests.funnel.journey.offers import CALENDAR, SHOP, offer_document
from tests.funnel.journey.series_document import series_data
from tests.funnel.conversions.senders import SECRET
from tests.journeys.staff import PASSWORD

OUT = Path("/tmp/w/OFFER/shots")
LOOKS = [("390", dict(width=390)), ("390-dark", dict(width=390, dark=True)), ("1280", dict(width=1280))]
pytestmark = [pytest.mark.skipif("OFFER_SHOTS" not in __import__("os").environ, reason="pictures"), pytest.mark.browser, pytest.mark.usefixtures("_clean_start")]


def snap(page, name):
    page.wait_for_timeout(250)
    page.screenshot(path=OUT / f"{name}.png", full_page=True)


def walk(page, site, slug, steps):
    page.context.route(re.compile(r"^https:"), lambda r: r.fulfill(content_type="text/html", body="<h1>Elsewhere</h1>"))
    page.goto(f"{site}/f/{slug}/")
    for selector in steps:
        page.wait_for_timeout(500)
        page.locator(selector).first.press("Enter", timeout=30000)
    page.wait_for_timeout(700)


Q = "#step .choices button, #step .main"
MAIN, SKIP = "#step .main", "#step [value=skip]"


def test_public(transactional_db, live_site, open_page):
    base = offer_document()
    docs = {
        "call": offer_document(),
        "link": offer_document(action="link", url=SHOP, button="Book and pay"),
        "whatsapp": offer_document(action="whatsapp", whatsapp="+46701234567", button="Write to Mara on WhatsApp"),
        "deep": offer_document(min_depth=9),
    }
    data = series_data()
    quiz, result, mails, _gate, last = data["steps"]
    fixes = [e for e in data["sequences"] if e["key"] == "fixes"]
    last = {**last, "offer": {**last["offer"], "min_depth": 9}}
    docs["series"] = document_from({**data, "steps": [quiz, result, mails, last], "sequences": fixes, "series_rules": []})
    for key, doc in docs.items():
        docs[key] = doc.model_copy(update={"slug": f"s-{key}"})
        make_publication(docs[key])
    for look, options in LOOKS:
        def at(key, steps):
            page = open_page(**options)
            walk(page, live_site, f"s-{key}", steps)
            return page
        page = at("call", [Q, Q, MAIN, SKIP, SKIP])
        snap(page, f"offer-{look}")
        page.locator("[value=not_now]").first.press("Enter"); page.wait_for_timeout(600)
        snap(page, f"later-{look}")
        page.locator("[value=smaller]").first.press("Enter"); page.wait_for_timeout(600)
        page.locator("[name=tick]").first.check()
        page.locator(MAIN).first.press("Enter"); page.wait_for_timeout(600)
        snap(page, f"back-{look}")
        page.locator("[value=press]").first.press("Enter"); page.wait_for_timeout(600)
        page.locator("[value=call]").first.press("Enter"); page.wait_for_timeout(600)
        snap(page, f"contact-wrong-{look}")
        page.locator("[name=phone]").fill("+46 70 123 45 67")
        page.locator("[value=call]").first.press("Enter"); page.wait_for_timeout(600)
        snap(page, f"thanks-call-{look}")
        page.context.close()
        page = at("link", [Q, Q, MAIN, SKIP, SKIP]); snap(page, f"link-{look}")
        url = page.url
        page.locator("[value=press]").first.press("Enter"); page.wait_for_timeout(900)
        page.goto(url); snap(page, f"thanks-link-{look}")
        page = at("whatsapp", [Q, Q, MAIN, SKIP]); 
        page.locator("[name=email]").fill(f"mara{look}@example.com")
        page.locator(MAIN).first.press("Enter"); page.wait_for_timeout(600)
        snap(page, f"whatsapp-{look}")
        page.locator("[value=not_now]").first.press("Enter"); page.wait_for_timeout(600)
        if page.locator("[value=pause]").count():
            snap(page, f"later-pause-{look}")
            page.locator("[value=pause]").first.press("Enter"); page.wait_for_timeout(600)
        snap(page, f"later-paused-{look}")
        page = at("deep", [Q, Q, MAIN, SKIP, SKIP]); snap(page, f"proposal-{look}")
        page = at("series", [Q, Q, MAIN, SKIP]); snap(page, f"proposal-series-{look}")


def test_staff(transactional_db, live_site, open_page):
    publication = make_publication(offer_document(action="link", url=SHOP))
    page = open_page(width=390)
    walk(page, live_site, publication.funnel.slug, [Q, Q, MAIN, SKIP])
    page.locator("[name=email]").fill("mara@example.com")
    page.locator(MAIN).first.press("Enter"); page.wait_for_timeout(800)
    visit = Visit.objects.get()
    User.objects.create_superuser("root", password=PASSWORD)
    link = Connection.objects.create(kind="conversion", secret=SECRET)
    Connection.objects.create(kind="cal", secret=SECRET)
    now = timezone.now()
    for kind, amount, key in (("bought", "149.00", "a"), ("bought", "49.50", "b"), ("booked", None, "c")):
        Conversion.objects.create(visit=visit, step_key="offer", kind=kind, way="hook", amount=amount, currency="EUR" if amount else "", external_key=f"x:{key}", occurred_at=now)
    offer = Offer.objects.get()
    person = visit.lead
    for look, options in LOOKS:
        page = open_page(**options)
        page.goto(f"{live_site}/admin/login/")
        page.fill("[name=username]", "root"); page.fill("[name=password]", PASSWORD)
        page.locator("[name=password]").press("Enter"); page.wait_for_timeout(1500)
        for name, path in (("admin-offer", f"/admin/funnel/offer/{offer.pk}/change/"), ("admin-connection", f"/admin/funnel/connection/{link.pk}/change/"), ("admin-connections", "/admin/funnel/connection/"), ("admin-connection-add", "/admin/funnel/connection/add/"), ("admin-business", "/admin/leads/business/"), ("report", f"/admin/numbers/{publication.funnel_id}/"), ("person", f"/leads/{person.pk}/"), ("by-hand", f"/leads/{person.pk}/outside/")):
            answer = page.goto(live_site + path); page.wait_for_timeout(500)
            print(name, answer.status)
            snap(page, f"{name}-{look}")
        if look == "1280":
            page.goto(f"{live_site}/admin/funnel/offer/{offer.pk}/change/")
            page.select_option("#id_action", "whatsapp"); page.wait_for_timeout(300)
            snap(page, "admin-offer-whatsapp-1280")
            page.select_option("#id_action", "call"); page.wait_for_timeout(300)
            snap(page, "admin-offer-call-1280")
