from __future__ import annotations
import os
import pytest
from funnel.document import FunnelDocument
from leads.models import Business
from tests.funnel.factories import make_publication
from tests.funnel.journey.visitor import Visitor, ladder_document
from tests.funnel.journey.test_gate import ALL, EITHER
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUT = "/tmp/w/qagate/pic/"
os.makedirs(OUT, exist_ok=True)
EMAIL = [{"kind": "email"}]
USUAL = [{"kind": "email"}, {"kind": "first_name", "is_required": False}]
PHONE = [{"kind": "phone"}]
LOOKS = (("390", 390, False), ("390d", 390, True), ("1280", 1280, False))


def gated(fields, gate=None, first=False, **more):
    data = ladder_document().model_dump()
    data["steps"][-2].update(
        fields=fields,
        title="Where shall we send it?",
        body="One mail with your result and the seven habits, **right now**. Nothing else comes unless you tick the box. Every mail has a link that stops it.",
        marketing="Send me four more mails about rates, two minutes each, one every three days. I can stop any time.",
        button="Send me my result", skip_label="No thanks, just show me",
    )
    data["steps"][-2].update(gate or {})
    if first:
        data["steps"].insert(0, data["steps"].pop(-2))
    return make_publication(FunnelDocument.model_validate({**data, **more}, strict=False))


def url_of(live_site, publication):
    return live_site + Visitor(publication).finish_quiz().go_on_to("opt_in").address


def shot(page, name):
    page.wait_for_timeout(450)
    page.screenshot(path=f"{OUT}{name}.png", full_page=True)


@pytest.mark.parametrize("look", LOOKS, ids=lambda l: l[0])
def test_all(live_site, open_page, look):
    name, w, d = look
    page = open_page(width=w, dark=d)
    page.goto(url_of(live_site, gated(ALL)))
    shot(page, f"all-{name}")
    page.fill("[name=email]", "mara"); page.fill("[name=phone]", "abc"); page.fill("[name=first_name]", "www.x.example"); page.fill("[name=company]", "http://x.example")
    page.check("[name=marketing]"); page.click(".main"); page.wait_for_selector(".error")
    shot(page, f"errors-{name}")
    print("FOCUS errors", page.evaluate("document.activeElement.outerHTML.slice(0,120)"), page.evaluate("scrollY"))
    page.fill("[name=email]", "anna@gmial.com"); page.fill("[name=phone]", ""); page.fill("[name=first_name]", "Anna"); page.fill("[name=company]", ""); page.fill("[name=detail_team]", "12")
    page.click(".main"); page.wait_for_selector(".meant")
    shot(page, f"meant-{name}")
    print("FOCUS meant", page.evaluate("document.activeElement.outerHTML.slice(0,120)"), page.evaluate("scrollY"))


@pytest.mark.parametrize("look", LOOKS, ids=lambda l: l[0])
def test_small(live_site, open_page, look):
    name, w, d = look
    for what, fields, gate in (
        ("email", EMAIL, {"marketing": ""}),
        ("usual", USUAL, {}),
        ("either", EITHER, {}),
        ("phone", PHONE, {"marketing": "", "title": "Which number may we call?", "body": "One call, at a time you choose. No mail comes."}),
        ("must", EMAIL, {"is_skippable": False, "skip_label": "", "marketing": ""}),
    ):
        page = open_page(width=w, dark=d)
        page.goto(url_of(live_site, gated(fields, gate)))
        shot(page, f"{what}-{name}")
        boxes = page.evaluate("[...document.querySelectorAll('.actions button')].map(b => {const r=b.getBoundingClientRect(); return [Math.round(r.width), Math.round(r.height)]})")
        print(what, name, boxes)


@pytest.mark.parametrize("look", LOOKS, ids=lambda l: l[0])
def test_landing(live_site, open_page, look):
    name, w, d = look
    publication = gated(USUAL, first=True)
    page = open_page(width=w, dark=d)
    page.goto(f"{live_site}/f/{publication.funnel.slug}/")
    shot(page, f"landing-{name}")
    page.fill("[name=email]", "anna@gmial.com")
    page.click(".main"); page.wait_for_selector(".meant")
    shot(page, f"landing-meant-{name}")
    page.fill("[name=email]", "anna@gmail.com"); page.keyboard.press("Enter"); page.wait_for_timeout(600)
    print("AFTER ENTER", page.url, page.inner_text("h1"))


@pytest.mark.parametrize("look", LOOKS[:1] + LOOKS[2:], ids=lambda l: l[0])
def test_rtl(live_site, open_page, look):
    name, w, d = look
    fields = [{"kind": "email", "is_required": False}, {"kind": "phone", "is_required": False}, {"kind": "text", "key": "team", "label": "كم عدد فريقك؟", "is_required": False}]
    gate = {"title": "إلى أين نرسلها؟", "body": "رسالة واحدة بنتيجتك الآن. **لا شيء بعدها** إلا إذا طلبت. في كل رسالة رابط يوقفها.",
        "marketing": "أرسلوا لي أربع رسائل أخرى عن الأسعار، دقيقتان لكل منها. أستطيع التوقف متى شئت.", "button": "أرسلوها لي", "skip_label": "لا شكرًا، أرني النتيجة"}
    page = open_page(width=w, javascript=False)
    page.goto(url_of(live_site, gated(fields, gate, language="ar")))
    shot(page, f"ar-{name}")
    page.fill("[name=email]", "anna@gmial.com"); page.fill("[name=phone]", "0151 234"); page.click(".main"); page.wait_for_selector(".error, .meant")
    shot(page, f"ar-meant-{name}")
    page.fill("[name=phone]", ""); page.click(".main"); page.wait_for_load_state()
    shot(page, f"ar-after-{name}")
