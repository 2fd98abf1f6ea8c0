import pytest
from django.test import Client
from tests.leads.factories import NOW, make_address
from leads.suppressing import suppress
from nurture.hearing.replies import take_reply
from nurture.models import Reply
from tests.nurture.hearing.mails import letter
from django.contrib.auth.models import User
@pytest.mark.django_db(transaction=True)
def test_shots(live_site, open_page, settings):
    settings.MAIL_PROVIDER="postmark"; settings.ANYMAIL={"WEBHOOK_SECRET":["a:b"]}
    settings.REPLIES_URL="imaps://kim:x@mail.example.com/INBOX"
    User.objects.create_superuser("boss", password="correct horse battery")
    for n,r in enumerate(("unsubscribed","complained","bounced")):
        suppress(address=make_address(text=f"p{n}@example.org"), reason=r, now=NOW)
    take_reply(mail=letter("Hello, can we talk on Tuesday?\nI have 14 unpaid hours a week.", answers=()), way=Reply.Way.MAILBOX, now=NOW)
    for width, dark in ((1280, False), (390, True)):
        page = open_page(width=width, dark=dark)
        page.goto(live_site + "/admin/login/")
        page.fill("[name=username]", "boss"); page.fill("[name=password]", "correct horse battery"); page.press("[name=password]", "Enter")
        page.wait_for_url("**/admin/")
        page.goto(live_site + "/admin/mail/do-not-mail/")
        page.fill("[name=address]", "p1@example.org"); page.click("[value=look]")
        page.wait_for_selector(".m-found")
        page.screenshot(path=f"/tmp/w/E/shots/dnm-{width}.png", full_page=True)
        page.fill("[name=lines]", "a@b.org\nnope\np1@example.org"); page.click("[value=read]")
        page.wait_for_selector("[value=import]")
        page.screenshot(path=f"/tmp/w/E/shots/dnm2-{width}.png", full_page=True)
        page.goto(live_site + "/admin/mail/replies/")
        page.screenshot(path=f"/tmp/w/E/shots/rep-{width}.png", full_page=True)
