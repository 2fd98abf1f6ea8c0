from __future__ import annotations

from datetime import time

import pytest
from django.forms import modelform_factory

from nurture.admin_forms.timing import TimingForm
from nurture.models import Message
from tests.nurture.factories import make_version

pytestmark = pytest.mark.django_db
Form = modelform_factory(Message, form=TimingForm, fields=["when", "wait", "delay_at"])


@pytest.fixture
def mail() -> Message:
    sequence = make_version().sequence
    return Message.objects.create(
        sequence=sequence, key="one", subject="One", body="Hi", button_label="Go", delay_days=2
    )


def columns(mail: Message) -> tuple[int, int, bool, time | None]:
    mail.refresh_from_db()
    return mail.delay_days, mail.delay_hours, mail.is_working_days, mail.delay_at


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"when": "same", "wait": "7", "delay_at": "09:30"}, (0, 0, False, time(9, 30))),
        ({"when": "days", "wait": "3", "delay_at": ""}, (3, 0, False, None)),
        ({"when": "working", "wait": "1", "delay_at": "09:30"}, (1, 0, True, time(9, 30))),
        ({"when": "working", "wait": "0", "delay_at": ""}, (0, 0, True, None)),
        ({"when": "hours", "wait": "24", "delay_at": "09:30"}, (0, 24, False, None)),
    ],
)
def test_one_choice_writes_all_columns_and_reads_back_the_same(
    mail: Message, sent: dict[str, str], stored: tuple[int, int, bool, time | None]
) -> None:
    form = Form(sent, instance=mail)
    assert form.is_valid(), form.errors
    form.save()
    assert columns(mail) == stored
    again = Form(instance=mail)
    values = {name: again[name].value() for name in ("when", "wait", "delay_at")}
    assert not Form({**values, "delay_at": values["delay_at"] or ""}, instance=mail).has_changed()


@pytest.mark.parametrize(
    ("when", "wait", "error"),
    [
        ("days", "", "Write a number from 1 to 365."),
        ("days", "0", "Write a number from 1 to 365."),
        ("working", "366", "Write a number from 0 to 365."),
        ("hours", "721", "Ensure this value is less than or equal to 720."),
        ("hours", "soon", "Enter a whole number."),
    ],
)
def test_a_wait_that_is_none_is_said_beside_its_field(
    mail: Message, when: str, wait: str, error: str
) -> None:
    form = Form({"when": when, "wait": wait, "delay_at": ""}, instance=mail)
    assert form.errors["wait"] == [error]
    assert columns(mail) == (2, 0, False, None)
