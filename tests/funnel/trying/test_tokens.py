"""Links and marks: ours are read, nobody else's, and none for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import signing
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from funnel.trying.tokens import (
    LINK_LASTS,
    MARK_LASTS,
    Pass,
    address_mark,
    carried_pass,
    is_mark,
    is_staff,
    new_mark,
    read_pass,
    sign_pass,
)
