"""The rows of mails and of the ask for an address as the parts of a document."""

from __future__ import annotations

from funnel.models import OptIn, OptInField
from funnel.publishing.shape import Plain
from nurture.models import Message, Sequence


def opt_in_parts(opt_in: OptIn) -> dict[str, Plain]:
    return {
        "title": opt_in.title,
        "body": opt_in.body,
        "button": opt_in.button,
        "is_skippable": opt_in.is_skippable,
        "skip_label": opt_in.skip_label,
        "fields": [_field_parts(field) for field in opt_in.fields.all()],
        "marketing": opt_in.marketing,
        "mail": {
            "subject": opt_in.mail_subject,
            "preheader": opt_in.mail_preheader,
            "body": opt_in.mail_body,
            "button": {"label": opt_in.mail_button_label, "target": opt_in.mail_button_target},
        },
    }


def _field_parts(field: OptInField) -> Plain:
    return {
        "kind": field.kind,
        "key": field.key or None,
        "label": field.label,
        "is_required": field.is_required,
    }


def sequence_parts(sequence: Sequence) -> Plain:
    parts: dict[str, Plain] = {
        "key": sequence.key,
        "name": sequence.name,
        "purpose": sequence.purpose,
        "sender": {
            "name": sequence.sender_name,
            "email": sequence.sender_email,
            "reply_to": sequence.reply_to,
        },
        "goals": sequence.goals,
        "reentry_days": sequence.reentry_days,
        "priority": sequence.priority,
        "counts_links": sequence.counts_links,
        "messages": [_message_parts(each) for each in sequence.messages.all()],
    }
    if sequence.window:
        parts["window"] = sequence.window
    return parts


def _message_parts(message: Message) -> Plain:
    return {
        "subject": message.subject,
        "preheader": message.preheader,
        "body": message.body,
        "button": {"label": message.button_label, "target": message.button_target},
        "key": message.key,
        "delay": _delay_parts(message),
        "show_if": message.show_if,
        "if_unmet": message.if_unmet,
        "wait_days": message.wait_days,
        "expires_days": message.expires_days,
        "choices": message.choices,
    }


def _delay_parts(message: Message) -> Plain:
    """Hours stand alone, whatever the other columns kept from before."""
    if message.delay_hours:
        return {"hours": message.delay_hours}
    return {
        "days": message.delay_days,
        "at": message.delay_at.strftime("%H:%M") if message.delay_at else None,
        "working_days": message.is_working_days,
    }
