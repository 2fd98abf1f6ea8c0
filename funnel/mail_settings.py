"""How mail leaves and how replies come in: the mail part of the settings, read once at the start.

Called by settings.py alone. Out: kept here, a mail server, or one of Anymail's providers. In:
that provider's own messages, or a mailbox read by IMAP.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import dj_email_url
from django.core.exceptions import ImproperlyConfigured

from funnel.env import Env

OUTBOX = "nurture.sending.outbox.OutboxBackend"
# What each provider cannot do without; the names are those of Anymail.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "amazon_ses": (),
    "brevo": ("BREVO_API_KEY",),
    "mailersend": ("MAILERSEND_API_TOKEN",),
    "mailgun": ("MAILGUN_API_KEY",),
    "mailjet": ("MAILJET_API_KEY", "MAILJET_SECRET_KEY"),
    "mailtrap": ("MAILTRAP_API_TOKEN",),
    "mandrill": ("MANDRILL_API_KEY",),
    "postal": ("POSTAL_API_KEY", "POSTAL_API_URL"),
    "postmark": ("POSTMARK_SERVER_TOKEN",),
    "resend": ("RESEND_API_KEY",),
    "scaleway": ("SCALEWAY_SECRET_KEY", "SCALEWAY_PROJECT_ID"),
    "sendgrid": ("SENDGRID_API_KEY",),
    "sparkpost": ("SPARKPOST_API_KEY",),
    "unisender_go": ("UNISENDER_GO_API_KEY", "UNISENDER_GO_API_URL"),
}
_PREFIX = "ANYMAIL_"
_SECRET = "WEBHOOK_SECRET"  # noqa: S105  # the name of one
_WORDS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """`url` is empty with a provider and with mails kept here; `provider` without one."""

    url: str = ""
    backend: str = OUTBOX
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False
    provider: str = ""
    anymail: dict[str, object] = field(default_factory=dict)
    replies_url: str = ""


def read_mail(env: Env, *, is_embedded: bool) -> MailSettings:
    """Raises ImproperlyConfigured with the variable's name and the cure."""
    provider = env.choice("MAIL_PROVIDER", ("", *NEEDS), "")
    is_optional = is_embedded or bool(provider)
    url = env.url(
        "EMAIL_URL",
        ("smtp", "smtps", "submission", "console", "dummy"),
        "" if is_optional else None,
        cure="For example submission://user:password@mail.example.com:587",
    )
    replies_url = _replies_url(env)
    if provider and url:
        raise ImproperlyConfigured(
            "MAIL_PROVIDER and EMAIL_URL are both set. Mail goes one way: remove one of them."
        )
    if provider:
        return MailSettings(
            backend=f"anymail.backends.{provider}.EmailBackend",
            provider=provider,
            anymail=_anymail(env, provider),
            replies_url=replies_url,
        )
    return _server(url, replies_url) if url else MailSettings(replies_url=replies_url)


def _server(url: str, replies_url: str) -> MailSettings:
    told = dj_email_url.parse(url)
    return MailSettings(
        url=url,
        backend=told["EMAIL_BACKEND"],
        host=told["EMAIL_HOST"],
        port=told["EMAIL_PORT"],
        user=told["EMAIL_HOST_USER"] or "",
        password=told["EMAIL_HOST_PASSWORD"] or "",
        use_tls=told["EMAIL_USE_TLS"],
        use_ssl=told["EMAIL_USE_SSL"],
        replies_url=replies_url,
    )


def _anymail(env: Env, provider: str) -> dict[str, object]:
    """Every ANYMAIL_<NAME> as Anymail's <NAME>."""
    given = env.beginning(_PREFIX)
    for name in NEEDS[provider]:
        if name not in given:
            raise ImproperlyConfigured(
                f"{_PREFIX}{name} is not set. MAIL_PROVIDER={provider} needs it: "
                f"copy it from your account there."
            )
    # Where a provider takes no notes along with a mail, the mail goes without them.
    found: dict[str, object] = {"IGNORE_UNSUPPORTED_FEATURES": True}
    found |= {name: _value(name, text) for name, text in given.items()}
    if _SECRET in given:
        found[_SECRET] = _secrets(given[_SECRET])
    return found


def _value(name: str, text: str) -> object:
    if name.endswith("TIMEOUT") and text.isascii() and text.isdigit():
        return int(text)
    if not text.startswith("{"):
        return _WORDS.get(text.lower(), text)
    try:
        return json.loads(text)
    except ValueError:
        raise ImproperlyConfigured(
            f"{_PREFIX}{name} begins with {{ but is no JSON. Write it as JSON on one line."
        ) from None


def _secrets(text: str) -> list[str]:
    """Several, comma separated, while one takes the place of another."""
    secrets = [each.strip() for each in text.split(",") if each.strip()]
    if not secrets or any(not all(each.partition(":")[::2]) for each in secrets):
        raise ImproperlyConfigured(
            f"{_PREFIX}{_SECRET} is not of the form name:password. Write two random words "
            f"with a colon between them, and the same before the @ in the address you give "
            f"your provider."
        )
    return secrets


def _replies_url(env: Env) -> str:
    cure = "For example imaps://user:password@mail.example.com:993/INBOX"
    url = env.url("REPLIES_URL", ("imaps", "imap"), "", cure=cure)
    parts = urlsplit(url)
    if url and not (parts.hostname and parts.username and parts.password is not None):
        raise ImproperlyConfigured(f"REPLIES_URL names no user, password or host. {cure}")
    is_here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme == "imap" and not is_here:
        raise ImproperlyConfigured(
            "REPLIES_URL would send its password in the clear. Begin it with imaps://."
        )
    return url
