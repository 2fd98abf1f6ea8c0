from __future__ import annotations
import os
from pathlib import Path
from urllib.parse import urlsplit
import mimetypes
import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from funnel.models import Connection, Conversion, HookEvent, Offer, Visit
from tests.funnel.factories import document_from, make_publication
from tests.funnel.journey.offers import CALENDAR, SHOP, offer_document
from tests.funnel.journey.series_document import series_data
from tests.funnel.journey.test_offer_later import make_active
from tests.funnel.journey.test_offer_smaller import with_series
from leads.models import EmailAddress
from tests.funnel.journey.visitor import Visitor
from tests.funnel.conversions.senders import SECRET

OUT = Path("/tmp/w/OFFER/shots")
LOOKS = [("390", dict(width=390)), ("390-dark", dict(width=390, dark=True)), ("1280", dict(width=1280))]
pytestmark = [pytest.mark.skipif("OFFER_SHOTS" not in os.environ, reason="pictures"), pytest.mark.browser, pytest.mark.usefixtures("_clean_start")]


def serve(page, client, override):
    def handle(route):
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            if found:
                return route.fulfill(body=Path(found).read_bytes(), content_type=mimetypes.guess_type(found)[0] or "text/plain")
        if path in override:
            return route.fulfill(body=override[path], content_type="text/html")
        answer = client.get(path + ("?" + urlsplit(route.request.url).query if urlsplit(route.request.url).query else ""), follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code != 200: print(answer.status_code, path)
        route.fulfill(body=body, content_type=answer.headers.get("Content-Type", "text/html"))
    page.route("**/*", handle)


def shots(open_page, name, client, path, html=None, act=None, looks=LOOKS):
    for look, options in looks:
        page = open_page(**options)
        serve(page, client, {path: html} if html else {})
        try:
            page.goto("http://testserver" + path, wait_until="load", timeout=30000)
            if act: act(page)
            page.wait_for_timeout(150)
            page.screenshot(path=OUT / f"{name}-{look}.png", full_page=True)
        except Exception as e:
            print(name, look, str(e)[:300])
        page.context.close()


def test_all(db, open_page):
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    def go(doc, slug, *presses):
        p = make_publication(doc.model_copy(update={"slug": slug}))
        v = Visitor(p, has_script=False).finish_quiz()
        for each in presses: v.press(**each)
        return v
    def snap(name, v, looks=LOOKS):
        return
        shots(open_page, name, v.client, v.address, v.response.content.decode(), looks=looks)
    N, S = {"act": "next"}, {"act": "skip"}
    v = go(offer_document(), "s-call", N, S, S); 
    v.press(act="not_now"); 
    v.press(act="smaller"); v.press(act="next", tick="one"); snap("back", v, LOOKS[:1])
    v.press(act="press"); v.press(act="call"); snap("contact-wrong", v)
    v.press(act="call", phone="+46 70 123 45 67"); snap("thanks-call", v)
    v = go(offer_document(action="link", url=SHOP, button="Book and pay"), "s-link", N, S, S); snap("link", v)
    v.press(act="press"); v.look(v.at("offer")); snap("thanks-link", v)
    v = go(offer_document(action="whatsapp", whatsapp="+46701234567", button="Write to Mara on WhatsApp"), "s-wa", N, S, {"act": "next", "email": "mara@example.com", "marketing": "yes"})
    make_active(EmailAddress.objects.get(), v)
    snap("whatsapp", v, LOOKS[:1]); person = v.visit.lead
    v.press(act="not_now"); snap("later-pause", v)
    v.press(act="pause"); snap("later-paused", v, LOOKS[:1])
    v = go(offer_document(action="booking", url=CALENDAR, min_depth=9), "s-deep", N, S, S); snap("proposal", v)
    v = go(with_series(min_depth=9), "s-series", N, S); snap("proposal-series", v)
    # staff
    visit = Visit.objects.get(funnel__slug="s-wa")
    link = Connection.objects.create(kind="conversion", secret=SECRET); Connection.objects.create(kind="cal", secret=SECRET)
    now = timezone.now()
    for kind, amount, key in (("bought", "149.00", "a"), ("bought", "49.50", "b"), ("booked", None, "c")):
        Conversion.objects.create(visit=visit, step_key="offer", kind=kind, way="hook", amount=amount, currency="EUR" if amount else "", external_key=f"x:{key}", occurred_at=now)
    offer = Offer.objects.get(step__funnel__slug="s-link")
    root = User.objects.create_superuser("root", password="x")
    client = Client(); client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    client.post(f"/leads/{person.pk}/outside/", {**_fields(client, person), "kind": "bought", "amount": "99", "currency": "EUR", "note": "Paid by invoice"})
    two = [LOOKS[2], LOOKS[0]]
    for name, path in (("admin-offer", f"/admin/funnel/offer/{offer.pk}/change/"), ("admin-connection", f"/admin/funnel/connection/{link.pk}/change/"), ("admin-connections", "/admin/funnel/connection/"), ("admin-connection-add", "/admin/funnel/connection/add/"), ("report", f"/admin/numbers/{visit.funnel_id}/"), ("person", f"/leads/{person.pk}/"), ("by-hand", f"/leads/{person.pk}/outside/")):
        answer = client.get(path, follow=True); print(name, answer.status_code)
        shots(open_page, name, client, path, html=answer.content.decode(), looks=two)
    for kind in ("whatsapp", "call"):
        shots(open_page, f"admin-offer-{kind}", client, f"/admin/funnel/offer/{offer.pk}/change/", html=client.get(f"/admin/funnel/offer/{offer.pk}/change/").content.decode(), act=lambda p: p.select_option("#id_action", kind), looks=two[:1])


def _fields(client, person):
    import re
    page = client.get(f"/leads/{person.pk}/outside/").content.decode()
    return dict(re.findall(r'<input type="hidden" name="(nonce)" value="([^"]*)"', page)) or dict(re.findall(r'name="(nonce)" value="([^"]*)"', page))
