"""The README's pictures show what sloc prints today. ``pytest --update`` draws them anew."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from docs.pictures import IMAGES, PICTURES


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_sloc_prints(name: str, request: pytest.FixtureRequest) -> None:
    drawn = PICTURES[name]()
    if request.config.getoption("--update"):
        (IMAGES / name).write_text(drawn, encoding="utf-8")
    assert (IMAGES / name).read_text(encoding="utf-8") == drawn, "run `python -m docs.pictures`"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_fetches_nothing_and_holds_no_path_of_a_machine(name: str) -> None:
    text = (IMAGES / name).read_text(encoding="utf-8")
    ElementTree.fromstring(text)
    assert re.findall(r"https?://[^\"' )]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"@font-face|@import|<image|<script|/tmp/|/home/|/root/", text)


@pytest.mark.parametrize("name", PICTURES)
def test_every_color_can_be_read(name: str) -> None:
    """WCAG 2.1 asks for a contrast of 4.5 to 1."""
    text = (IMAGES / name).read_text(encoding="utf-8")
    (ground,) = re.findall(r'<rect fill="#(\w{6})"', text)
    inks = re.findall(r"-r\d+ \{ fill: #(\w{6})", text)
    assert len(set(inks)) > 3
    for ink in inks:
        assert (_luminance(ink) + 0.05) / (_luminance(ground) + 0.05) > 5.5, ink


def _luminance(color: str) -> float:
    shares = (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_picture_is_left_over() -> None:
    assert {path.name for path in IMAGES.iterdir()} == set(PICTURES)
