"""How mail leaves and comes in: read once, or refused with the variable's name and the cure."""

from __future__ import annotations

import pkgutil

import anymail.backends
import pytest
from django.core.exceptions import ImproperlyConfigured

from funnel.env import Env
from funnel.mail_settings import NEEDS, OUTBOX, MailSettings, read_mail


def read(*, is_embedded: bool = True, **values: str) -> MailSettings:
    return read_mail(Env(values), is_embedded=is_embedded)


def test_every_provider_of_the_installed_anymail_can_be_chosen() -> None:
    modules = {each.name for each in pkgutil.iter_modules(anymail.backends.__path__)}
    # Two base classes, two for tests, and the former name of Brevo.
    assert set(NEEDS) == modules - {"base", "base_requests", "console", "test", "sendinblue"}


def test_without_anything_mails_are_kept_here() -> None:
    assert read() == MailSettings(backend=OUTBOX)


@pytest.mark.parametrize("provider", NEEDS)
def test_a_provider_gets_every_key_that_is_set(provider: str) -> None:
    keys = {f"ANYMAIL_{name}": "k" for name in NEEDS[provider]}
    found = read(
        is_embedded=False,
        MAIL_PROVIDER=provider,
        ANYMAIL_WEBHOOK_SECRET="a:b, c:d",
        ANYMAIL_REQUESTS_TIMEOUT="9",
        ANYMAIL_SEND_DEFAULTS='{"track_opens": false}',
        **keys,
    )
    assert (found.url, found.backend) == ("", f"anymail.backends.{provider}.EmailBackend")
    assert found.anymail == {
        "IGNORE_UNSUPPORTED_FEATURES": True,
        "WEBHOOK_SECRET": ["a:b", "c:d"],
        "REQUESTS_TIMEOUT": 9,
        "SEND_DEFAULTS": {"track_opens": False},
        **dict.fromkeys(NEEDS[provider], "k"),
    }


@pytest.mark.parametrize("provider", [name for name, needs in NEEDS.items() if needs])
def test_a_provider_without_its_key_does_not_start(provider: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(MAIL_PROVIDER=provider)
    assert str(refused.value).startswith(f"ANYMAIL_{NEEDS[provider][0]} is not set.")
    assert f"MAIL_PROVIDER={provider} needs it" in str(refused.value)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"MAIL_PROVIDER": "pigeon"}, "MAIL_PROVIDER is 'pigeon'."),
        (
            {"MAIL_PROVIDER": "amazon_ses", "EMAIL_URL": "smtp://mail:25"},
            "MAIL_PROVIDER and EMAIL_URL are both set.",
        ),
        (
            {"MAIL_PROVIDER": "amazon_ses", "ANYMAIL_WEBHOOK_SECRET": "hunter2"},
            "ANYMAIL_WEBHOOK_SECRET is not of the form name:password.",
        ),
        (
            {"MAIL_PROVIDER": "amazon_ses", "ANYMAIL_AMAZON_SES_CLIENT_PARAMS": "{hunter2"},
            "ANYMAIL_AMAZON_SES_CLIENT_PARAMS begins with {",
        ),
        ({"REPLIES_URL": "pop3://kim:hunter2@mail.example.com"}, "REPLIES_URL"),
        ({"REPLIES_URL": "imaps://mail.example.com"}, "REPLIES_URL names no user"),
        ({"REPLIES_URL": "imap://kim:hunter2@mail.example.com"}, "in the clear"),
    ],
)
def test_what_cannot_work_is_said_at_the_start(values: dict[str, str], said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read_mail(Env(values), is_embedded=True)
    assert said in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_mailbox_is_read_over_tls_or_on_this_machine() -> None:
    far = "imaps://kim:word@mail.example.com:993/INBOX"
    near = "imap://kim:word@127.0.0.1:1143/INBOX"
    assert (read(REPLIES_URL=far).replies_url, read(REPLIES_URL=near).replies_url) == (far, near)
