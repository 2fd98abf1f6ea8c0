import os
import pytest
from playwright.sync_api import expect
from funnel.models import Funnel
from funnel.groups import MARKETING
from tests.journeys.staff import log_in
from tests.journeys.test_studio_look import *
@pytest.mark.parametrize("width", [390,1280])
@pytest.mark.parametrize("dark", [False, True])
def test_shots(funnel, live_site, open_page, width, dark):
    page = open_page(width=width, dark=dark)
    msgs=[]
    page.on("console", lambda m: msgs.append(m.text)); page.on("pageerror", lambda e: msgs.append(str(e)))
    log_in(page, live_site, f"/admin/funnel/funnel/{funnel.pk}/studio/", group=MARKETING)
    page.wait_for_timeout(2500)
    n=f"/tmp/w/look/s-{width}-{'d' if dark else 'l'}"
    page.screenshot(path=n+".png", full_page=True)
    print(msgs)
    page.goto(live_site+f"/admin/funnel/funnel/{funnel.pk}/studio/look/")
    page.screenshot(path=n+"-inner.png")
    print(msgs)
