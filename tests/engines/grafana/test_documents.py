"""The boards as Grafana takes them: its published schema, its own SDK, and what neither of them looks at."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from itertools import product
from typing import Any

import jsonschema

from sloc.backends.grafana.model import GRID
from tests.engines.grafana.boards import ALL, PROGRAMS, TWO_LABELS, boards, program
from tests.shared import needs_shared, shared

SCHEMAS = "data/grafana_schema"
NAMES = [*PROGRAMS, TWO_LABELS, ALL]
PANELS = ("bargauge", "stat", "table", "text", "timeseries")
"""The types that boards are made of."""


def _boards() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in NAMES:
        yield from boards(program(name)).items()


def _panels(board: dict[str, Any]) -> list[dict[str, Any]]:
    return [panel for panel in board["panels"] if panel["type"] != "row"]


@needs_shared(SCHEMAS)
def test_the_published_schema() -> None:

    def validator(name: str) -> jsonschema.Draft7Validator:
        return jsonschema.Draft7Validator(json.loads((shared(SCHEMAS) / f"{name}.jsonschema.json").read_text("utf-8")))

    whole, query = validator("dashboard"), validator("prometheus")
    panels = {name: validator(name) for name in PANELS}
    checked = 0
    for path, board in _boards():
        assert not [error.message for error in whole.iter_errors(board)], path
        for panel in _panels(board):
            assert not [error.message for error in _options_errors(panels[panel["type"]], panel["options"])], panel["title"]
            for target in panel.get("targets", ()):
                assert not [error.message for error in query.iter_errors(target)], target
                checked += 1
    assert checked > 100


def _options_errors(validator: jsonschema.Draft7Validator, options: Any) -> Iterator[jsonschema.ValidationError]:
    definition = {"$ref": "#/definitions/Options", "definitions": validator.schema["definitions"]}
    yield from jsonschema.Draft7Validator(definition).iter_errors(options)


def test_the_sdk_gives_back_what_it_reads() -> None:
    """It drops keys that it does not know, so a misspelt one is missing in what it writes."""
    dashboard, encoder, plugins = _sdk()
    plugins.register_default_plugins()
    for path, board in _boards():
        read = dashboard.Dashboard.from_json(json.loads(json.dumps(board)))
        written = json.loads(encoder.JSONEncoder().encode(read))
        assert not list(_lost(board, written, path)), path


def _sdk() -> tuple[Any, Any, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the SDK's own
        from grafana_foundation_sdk.cog import encoder, plugins
        from grafana_foundation_sdk.models import dashboard

    return dashboard, encoder, plugins


def _lost(ours: Any, theirs: Any, path: str) -> Iterator[str]:
    """What is in ours and not in theirs; they write more, and leave out what is empty."""
    if isinstance(ours, dict):
        for key, value in ours.items():
            if isinstance(theirs, dict) and key in theirs:
                yield from _lost(value, theirs[key], f"{path}.{key}")
            else:
                yield f"{path}.{key}"
    elif isinstance(ours, list):
        if not isinstance(theirs, list) or len(ours) != len(theirs):
            yield path
        else:
            for at, pair in enumerate(zip(ours, theirs, strict=True)):
                yield from _lost(*pair, f"{path}[{at}]")
    elif ours != theirs:
        yield f"{path}: {ours!r} became {theirs!r}"


def test_a_misspelt_key_is_lost() -> None:
    """The check above can fail."""
    dashboard, encoder, plugins = _sdk()
    plugins.register_default_plugins()
    board = next(iter(boards(program("grouped")).values()))
    board["panels"][3]["fieldConfig"]["defaults"]["noValu"] = "oops"
    written = json.loads(encoder.JSONEncoder().encode(dashboard.Dashboard.from_json(board)))
    assert len(list(_lost(board, written, ""))) == 1


def test_units_are_grafanas() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from grafana_foundation_sdk.models import units
    known = {value for name, value in vars(units).items() if not name.startswith("_") and isinstance(value, str)}
    assert len(known) > 200
    seen = set()
    for _, board in _boards():
        for panel in _panels(board):
            config = panel.get("fieldConfig")
            if config is None:
                continue
            changed = (each for override in config["overrides"] for each in override["properties"])
            seen |= {config["defaults"]["unit"], *(each["value"] for each in changed if each["id"] == "unit")}
    assert seen <= known
    assert len(seen) > 4


def test_ids_and_names_are_unique() -> None:
    for path, board in _boards():
        ids = [panel["id"] for panel in board["panels"]]
        assert len(ids) == len(set(ids)), path
        assert min(ids) >= 1
        assert len(board["uid"]) <= 40
        for panel in _panels(board):
            refs = [target["refId"] for target in panel.get("targets", ())]
            assert len(refs) == len(set(refs)), panel["title"]
    for name in NAMES:
        uids = [board["uid"] for board in boards(program(name)).values()]
        assert len(uids) == len(set(uids))


def test_panels_fill_the_grid() -> None:
    """Without overlap and without gap: each cell from the top to the last line belongs to just one panel."""
    for path, board in _boards():
        cells = [
            cell
            for panel in board["panels"]
            for place in [panel["gridPos"]]
            for cell in product(range(place["x"], place["x"] + place["w"]), range(place["y"], place["y"] + place["h"]))
        ]
        height = max(y for _, y in cells) + 1
        assert sorted(cells) == sorted(product(range(GRID), range(height))), path


def test_nothing_that_a_server_would_change() -> None:
    for path, board in _boards():
        assert not {"id", "version", "iteration", "__inputs", "__requires"} & board.keys(), path
        assert (board["editable"], board["timezone"], board["schemaVersion"]) == (False, "utc", 39)
        assert board["tags"][0] == "slo"
        assert [each["type"] for each in board["templating"]["list"]].count("datasource") == 1
        assert {panel["type"] for panel in board["panels"]} <= {"row", *PANELS}
        for panel in _panels(board):
            assert panel["title"]
            assert panel["description"]
            for target in panel.get("targets", ()):
                assert target["datasource"] == panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}


def test_links_lead_to_boards_that_there_are() -> None:
    made = boards(program(ALL))
    uids = {board["uid"] for board in made.values()}
    overview = made["grafana/overview.json"]
    linked = {link["url"] for board in made.values() for link in board["links"]}
    assert linked == {f"/d/{overview['uid']}"}
    (table,) = (panel for panel in overview["panels"] if panel["type"] == "table")
    hidden = next(each for each in table["fieldConfig"]["overrides"] if each["matcher"]["options"] == "board")
    texts = next(each["value"] for each in hidden["properties"] if each["id"] == "mappings")[0]["options"]
    assert {each["text"] for each in texts.values()} == uids - {overview["uid"]}
