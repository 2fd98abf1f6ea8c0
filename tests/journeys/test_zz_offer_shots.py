import pytest
from tests.journeys.test_offer import *
from tests.funnel.journey.offers import offer_document
pytestmark = [pytest.mark.browser]
OUT="/tmp/w/OFFER"
def shot(page,name):
    page.wait_for_timeout(250)
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=f"{OUT}/{name}.png",full_page=True,animations="disabled")
def looks(page,name):
    for w,d in ((390,"light"),(1280,"dark")):
        page.set_viewport_size({"width":w,"height":844}); page.emulate_media(color_scheme=d); shot(page,f"{name}-{w}-{d}")
    page.evaluate("document.documentElement.dir='rtl'"); page.set_viewport_size({"width":390,"height":844}); page.emulate_media(color_scheme="light"); shot(page,f"{name}-rtl"); page.evaluate("document.documentElement.dir='ltr'")
def test_shots(transactional_db,_clean_start,live_site,open_page):
    page=at_offer(open_page(),live_site)
    looks(page,"offer")
    page.get_by_role("button", name="Ask Mara for a time").click(); page.locator("[name=phone]").wait_for()
    looks(page,"contact")
    page.locator("[name=phone]").fill("12"); page.locator("[name=email]").fill("mara@"); page.locator(".main").click(); page.locator("#error-phone").wait_for()
    looks(page,"contact-wrong")
    page.get_by_role("button", name="Not now").click(); page.wait_for_timeout(400)
    looks(page,"later")
