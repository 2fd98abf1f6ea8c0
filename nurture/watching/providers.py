"""What the common mail providers ask to be written into the DNS: SPF includes, DKIM selectors.

As their own setup pages say; a provider that gives each customer a selector of their own has none.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """`hosts` are endings of the mail server's name; `includes` any of which names it in SPF."""

    name: str
    includes: tuple[str, ...] = ()
    selectors: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


# By the names of django-anymail; below them those that are reached by SMTP alone.
PROVIDERS = {
    "amazon_ses": Provider("Amazon SES", ("amazonses.com",), (), ("amazonaws.com",)),
    "brevo": Provider(
        "Brevo",
        ("spf.brevo.com", "spf.sendinblue.com"),
        ("brevo1", "brevo2", "mail"),
        ("brevo.com", "sendinblue.com"),
    ),
    "mailersend": Provider(
        "MailerSend", ("_spf.mailersend.net",), ("mlsend2", "mlsend"), ("mailersend.net",)
    ),
    "mailgun": Provider(
        "Mailgun", ("mailgun.org",), ("smtp", "mx", "k1", "pic", "mailo", "krs"), ("mailgun.org",)
    ),
    "mailjet": Provider("Mailjet", ("spf.mailjet.com",), ("mailjet",), ("mailjet.com",)),
    "mandrill": Provider(
        "Mailchimp Transactional",
        ("spf.mandrillapp.com",),
        ("mte1", "mte2", "mandrill"),
        ("mandrillapp.com",),
    ),
    "mailtrap": Provider("Mailtrap"),
    "postal": Provider("Postal", (), ("postal",)),
    "postmark": Provider("Postmark", ("spf.mtasv.net",), ("pm",), ("postmarkapp.com",)),
    "resend": Provider("Resend", ("amazonses.com",), ("resend",), ("resend.com",)),
    "scaleway": Provider("Scaleway", ("_spf.tem.scaleway.com",), (), ("tem.scaleway.com",)),
    "sendgrid": Provider("SendGrid", ("sendgrid.net",), ("s1", "s2", "smtpapi"), ("sendgrid.net",)),
    "sparkpost": Provider("SparkPost", ("_spf.sparkpostmail.com",), (), ("sparkpostmail.com",)),
    "unisender_go": Provider("Unisender Go", ("spf.unisender.com",), ("us",), ("unisender.ru",)),
    "google": Provider(
        "Google", ("_spf.google.com",), ("google",), ("gmail.com", "googlemail.com", "google.com")
    ),
    "microsoft": Provider(
        "Microsoft 365",
        ("spf.protection.outlook.com",),
        ("selector1", "selector2"),
        ("office365.com", "outlook.com"),
    ),
    "fastmail": Provider(
        "Fastmail",
        ("spf.messagingengine.com",),
        ("fm1", "fm2", "fm3"),
        ("fastmail.com", "messagingengine.com"),
    ),
    "proton": Provider(
        "Proton",
        ("_spf.protonmail.ch",),
        ("protonmail", "protonmail2", "protonmail3"),
        ("protonmail.ch",),
    ),
    "ionos": Provider(
        "IONOS",
        ("_spf-eu.ionos.com", "_spf-us.ionos.com"),
        ("s1-ionos", "s2-ionos"),
        ("ionos.com", "ionos.de", "ionos.co.uk"),
    ),
}
USUAL_SELECTORS = ("default", "mail", "dkim", "s1", "s2", "k1", "selector1", "smtp", "email")


def provider_of(key: str, host: str) -> Provider | None:
    """By the configured provider, else by the name of the mail server."""
    if key in PROVIDERS:
        return PROVIDERS[key]
    ending = f".{host.lower().rstrip('.')}"
    return next(
        (
            each
            for each in PROVIDERS.values()
            if host and any(ending.endswith(f".{known}") for known in each.hosts)
        ),
        None,
    )
