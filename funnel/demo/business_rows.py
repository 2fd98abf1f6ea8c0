"""The made-up business that asks in the demo, for installations that have none yet."""

from __future__ import annotations

from pathlib import Path

from leads.models import Business

NAME = "Ledger & Leaf"
SENDER = "hello@ledger-and-leaf.example"
_TEXTS = Path(__file__).parent / "business"


def add_business() -> Business | None:
    """The demo's business, or None where one stands already: a real one is never touched."""
    if Business.objects.exists():
        return None
    row = Business(
        name=NAME,
        person="Mara Holm",
        role="Bookkeeper for freelancers",
        sender_name=f"Mara Holm, {NAME}",
        sender_email=SENDER,
        postal_address=f"{NAME}, Mara Holm\nMusterweg 12\n12345 Musterstadt\nGermany",
        privacy_text=(_TEXTS / "privacy.md").read_text(encoding="utf-8"),
        imprint_text=(_TEXTS / "imprint.md").read_text(encoding="utf-8"),
        country="DE",
        time_zone="Europe/Berlin",
        is_demo=True,
    )
    row.save()
    return row


def remove_business() -> None:
    """Takes the made-up business away. One that somebody has made their own stays, as theirs."""
    row = Business.objects.filter(is_demo=True).first()
    if row is None:
        return
    if (row.name, row.sender_email) == (NAME, SENDER):
        row.delete()
        return
    row.is_demo = False
    row.save(update_fields=["is_demo"])
