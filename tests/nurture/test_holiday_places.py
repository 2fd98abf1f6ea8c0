from __future__ import annotations

from django.utils import translation

from nurture.document import WindowDoc
from nurture.holiday_places import countries, is_place, parts_of, place_name, usual_window


def test_places_have_names_in_the_reader_s_language() -> None:
    assert [place_name(each) for each in ("", "DE", "DE-BY", "US-CA", "QQ")] == [
        "nobody's",
        "Germany",
        "Bayern, Germany",
        "California, United States",
        "QQ",
    ]
    with translation.override("de"):
        assert place_name("DE-BY") == "Bayern, Deutschland"
        assert ("AT", "Österreich") in countries()


def test_every_place_that_is_offered_fits_a_document() -> None:
    codes = [code for code, _name in countries()]
    codes += [part for code in codes for part, _name in parts_of(code)]
    assert len(codes) > 500
    assert all(is_place(code) and WindowDoc(holidays=code).holidays == code for code in codes)


def test_a_new_series_keeps_the_holidays_at_home_where_they_are_known() -> None:
    assert usual_window("DE") == WindowDoc(holidays="DE").model_dump(mode="json")
    assert usual_window("QQ") == WindowDoc().model_dump(mode="json")
