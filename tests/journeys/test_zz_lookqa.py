import pytest, os
from playwright.sync_api import expect
from funnel.models import Funnel
from funnel.groups import MARKETING
from quizzes.models import Question, Choice
from tests.journeys.staff import log_in, PASSWORD
from tests.journeys.checking import Checks
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
OUT = "/tmp/w/lookqa/s/"
def axe(page, name):
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    for v in found.response["violations"]:
        for n in v["nodes"][:4]:
            print("AXE", name, v["id"], n["target"], n["failureSummary"].splitlines()[1].strip()[:200])
def test_shots(demo, live_site, open_page):
    f = Funnel.objects.get(slug="money-habits")
    qs = list(Question.objects.filter(quiz__step__funnel=f).order_by("quiz__step__position", "position"))
    quiz_step = qs[0].quiz.step
    qq = [q for q in qs if q.quiz_id == qs[0].quiz_id]
    c = qq[0].choices.first(); c.go_to = qq[2].key; c.save()
    c = qq[1].choices.last(); c.go_to = "END" ; c.save()
    from quizzes.branching import END
    c.go_to = END; c.save()
    qq[3].show_if = {"fact": "answer", "step": quiz_step.key, "question": qq[0].key, "any_of": [qq[0].choices.first().key]}; qq[3].save()
    first = True
    for width in (1280, 390):
        for dark in (False, True):
            page = open_page(width=width, dark=dark)
            msgs = []
            page.on("console", lambda m: m.type == "error" and msgs.append(m.text)); page.on("pageerror", lambda e: msgs.append(str(e)))
            base = f"/admin/funnel/funnel/{f.pk}/studio/"
            if first: log_in(page, live_site, base, group=MARKETING); first = False
            else:
                page.goto(f"{live_site}/admin/login/?next={base}")
                page.locator("[name=username]").fill("mara"); page.locator("[name=password]").fill(PASSWORD)
                page.locator("[name=password]").press("Enter"); page.wait_for_url(live_site + base)
            n = f"{OUT}{width}-{'d' if dark else 'l'}-"
            page.goto(f"{live_site}{base}question-{qq[0].pk}/"); page.wait_for_timeout(1500)
            page.screenshot(path=n + "question.png"); axe(page, n + "question")
            if width == 390:
                page.get_by_role("button", name="Preview").click(); page.wait_for_timeout(400); page.screenshot(path=n + "look.png"); axe(page, n+"look")
                page.get_by_role("button", name="Ladder", exact=True).click(); page.wait_for_timeout(400); page.screenshot(path=n + "ladder.png"); axe(page, n+"ladder")
                page.get_by_role("button", name="Preview").click()
            page.get_by_role("button", name="Desktop").click(); page.wait_for_timeout(700); page.screenshot(path=n + "desk.png")
            page.get_by_role("button", name="Phone", exact=True).click()
            if dark: page.locator("[value=dark]").click()
            menu = page.locator(".l-jump select"); expect(menu).to_be_enabled()
            for kind in ("mail", "result"):
                v = [x for x in menu.locator("option").evaluate_all("(all) => all.map((each) => each.value)") if x.startswith(kind)][0]
                menu.select_option(v); page.wait_for_timeout(1200); page.screenshot(path=n + kind + ".png")
            axe(page, n + "result")
            page.goto(f"{live_site}{base}card/"); page.wait_for_timeout(500); page.screenshot(path=n + "card.png", full_page=True); axe(page, n + "card")
            page.goto(f"{live_site}{base}map/step-{quiz_step.pk}/"); page.wait_for_timeout(500); page.screenshot(path=n + "map.png", full_page=True); axe(page, n + "map")
            page.goto(f"{live_site}{base}step-{quiz_step.pk}/"); page.wait_for_timeout(1200); page.screenshot(path=n + "quiz.png"); axe(page, n+"quiz")
            print(n, msgs)
