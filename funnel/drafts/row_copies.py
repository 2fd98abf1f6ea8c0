"""One row once more, with some of its values changed. Copying steps, questions and mails is made
of it."""

from __future__ import annotations

import copy
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def copied(row: M, **values: object) -> M:
    """A new row like this one, stored; what refers to the old row still does."""
    made = copy.copy(row)
    # A plain copy shares what the old row remembers of others and of where it is stored.
    made._state = copy.copy(row._state)
    made._state.adding = True
    made._state.fields_cache = dict(row._state.fields_cache)
    made.pk = None
    for name, value in values.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made
