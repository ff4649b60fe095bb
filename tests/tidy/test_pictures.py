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


def test_no_picture_is_left_over() -> None:
    assert {path.name for path in IMAGES.iterdir()} == set(PICTURES)
