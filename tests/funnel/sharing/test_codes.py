from __future__ import annotations

import io

from PIL import Image

from funnel.sharing.codes import QUIET, png, svg

LINK = "https://quiz.example.com/f/money-habits/?utm_source=poster&utm_medium=print"


def test_png_is_large_enough_for_print_with_a_quiet_edge() -> None:
    with Image.open(io.BytesIO(png(LINK))) as image:
        grey = image.convert("L")
        assert grey.width == grey.height
        assert 1000 <= grey.width <= 1400
        ink = grey.point(lambda value: 255 - value).getbbox()
        assert ink is not None
        # The finder in the corner is seven modules wide.
        row = [grey.getpixel((x, ink[1])) for x in range(ink[0], grey.width)]
        module = row.index(255) / 7
        assert ink[0] == ink[1] == QUIET * module


def test_svg_scales_and_is_black_on_white() -> None:
    text = svg(LINK).decode()
    assert text.startswith("<?xml")
    assert 'fill="#fff"' in text
    assert "<script" not in text
