"""``sloc init``: what it starts works as written, in a repository, with the real pre-commit and the published schemas."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from sloc import __version__
from tests import processes
from tests.schemas import published

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ".github/workflows/sloc.yml"
HOOKS = ".pre-commit-config.yaml"

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command in a project's folder with `sloc`, `git` and `pre-commit` on the path, and with nobody's settings."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "sloc").write_text(f'#!/bin/sh\nexec {sys.executable} -m sloc "$@"\n', encoding="utf-8")
    (programs / "sloc").chmod(0o755)
    unset = ("FORCE_COLOR", "GITHUB_ACTIONS")
    environment = {name: value for name, value in os.environ.items() if name not in unset and not name.startswith("GIT_")}
    environment |= {
        "PATH": f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "COLUMNS": "120",
        **{f"GIT_{who}_{what}": "me@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    folder = tmp_path / "shop"
    folder.mkdir()

    def run(command: str, code: int | None = 0, at: Path = folder) -> Done:
        done = processes.run(["sh", "-c", command], cwd=at, env=environment, text=True)
        assert code is None or done.returncode == code, f"$ {command}\n{done.stdout}{done.stderr}"
        return done

    return run


@pytest.fixture
def shop(run: Run, tmp_path: Path) -> Path:
    run("git init -q -b main && sloc init")
    return tmp_path / "shop"


def document(path: Path) -> Any:
    """A YAML file; `on` is a key of a workflow, and no truth value as YAML 1.1 would have it."""

    class Loader(yaml.SafeLoader):
        pass

    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    Loader.yaml_implicit_resolvers = {key: value for key, value in resolvers.items() if key not in ("o", "O")}
    return yaml.load(path.read_text("utf-8"), Loader)


def tree(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if ".git" not in path.parts
    }


def break_it(shop: Path) -> None:
    spec = shop / "specs/web.slo"
    spec.write_text(spec.read_text("utf-8").replace("satisfy code <", "satisfy cod <"), encoding="utf-8")


def change_it(shop: Path) -> None:
    spec = shop / "specs/web.slo"
    spec.write_text(spec.read_text("utf-8").replace("99.9%", "99.5%"), encoding="utf-8")


def test_it_says_what_it_made_and_it_has_no_findings(run: Run, tmp_path: Path) -> None:
    said = run("sloc init").stderr
    assert said.startswith("started a project in .\n")
    assert max(map(len, said.splitlines())) <= 80
    done = run("sloc check")
    assert (done.stdout, done.stderr) == ("", "no errors\n")
    assert run("sloc check --format json").stdout.strip() == "[]"
    today = dt.date.today().year
    assert (
        f'name  = "shop"\nspecs = ["specs"]\nout   = "generated"\nepoch = {today} ' in (tmp_path / "shop/sloc.toml").read_text()
    )
    assert {path for path in tree(tmp_path / "shop") if path.startswith("generated/p")} == {
        "generated/prometheus",
        "generated/prometheus/web.yml",
    }
    for command in ("sloc lock", "sloc fmt", "sloc build"):
        before = tree(tmp_path / "shop")
        run(command)
        assert tree(tmp_path / "shop") == before, command
    run("sloc explain support.first_response")
    run("sloc explain web.latency")


def test_the_commands_of_the_workflow_run_as_they_stand_there(shop: Path, run: Run) -> None:
    workflow = document(shop / WORKFLOW)
    assert set(workflow["on"]) == {"pull_request"}
    commands = [step["run"] for step in workflow["jobs"]["sloc"]["steps"] if "run" in step]
    install, *gates = commands
    assert install == f'pip install "sloc=={__version__}"'  # in the test: of the checkout
    assert gates == ["sloc fmt --check", "sloc check --format github", "sloc build --check"]
    for command in gates:
        run(command)
    spec = shop / "specs/web.slo"
    good = spec.read_text("utf-8")
    change_it(shop)
    assert [run(command, None).returncode for command in gates] == [0, 0, 1]
    break_it(shop)
    assert [run(command, None).returncode for command in gates] == [0, 1, 1]
    assert "::error file=specs/web.slo," in run(gates[1], 1).stdout
    spec.write_text(good.replace("  owner", "     owner"), encoding="utf-8")
    assert run(gates[0], 1).stdout == "specs/web.slo\n"
    assert run(gates[1]).stdout == ""


def test_workflow_and_hooks_fit_the_published_schemas(shop: Path) -> None:
    for path, name in ((WORKFLOW, "github-workflow"), (HOOKS, "pre-commit-config")):
        schema = published(f"https://json.schemastore.org/{name}.json")
        validator = jsonschema.validators.validator_for(schema)
        found = document(shop / path)
        validator(schema).validate(found)
        assert not validator(schema).is_valid({**found, "repos": 1, "jobs": 1})  # it can fail


def test_the_hooks_refuse_a_broken_spec_and_pass_a_good_one(shop: Path, run: Run) -> None:
    run("pre-commit install && git add --all")
    first = run("git commit -q -m start").stderr
    assert [line.split(".")[0] for line in first.splitlines() if line.endswith("Passed")] == [
        "sloc fmt",
        "sloc check",
        "sloc build --check",
    ]
    break_it(shop)
    run("git add --all")
    refused = run("git commit -q -m broken", 1)
    assert "error[SLO201]" in refused.stdout + refused.stderr
    run("git checkout -q HEAD -- .")

    change_it(shop)
    run("git add --all")
    refused = run("git commit -q -m unbuilt", 1)
    assert "error[SLO405]" in refused.stdout + refused.stderr
    run("sloc build && git add --all && git commit -q -m changed")
    assert run("git log --format=%s").stdout.split() == ["changed", "start"]

    spec = shop / "specs/web.slo"
    laid_out = spec.read_text("utf-8")
    spec.write_text(laid_out.replace("  owner", "    owner") + "\n\n", encoding="utf-8")
    run("git add --all")
    run("git commit -q -m layout", 1)
    assert spec.read_text("utf-8") == laid_out  # the hook has put it right


def test_generated_files_are_marked_for_reviewers(shop: Path, run: Run) -> None:
    shown = run("git check-attr linguist-generated text eol -- generated/prometheus/web.yml sloc.lock specs/web.slo").stdout
    assert "generated/prometheus/web.yml: linguist-generated: true\n" in shown
    assert "sloc.lock: eol: lf\n" in shown
    assert "specs/web.slo: linguist-generated: unspecified\n" in shown


@pytest.mark.parametrize(
    "there", ["sloc.toml", WORKFLOW, HOOKS, ".gitattributes", "sloc.lock", "specs/mine.slo", "generated/x"]
)
def test_it_never_overwrites(there: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "shop" / there
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine\n", encoding="utf-8")
    before = tree(tmp_path / "shop")
    done = run("sloc init", 1)
    named = there.split("/")[0] if there[0] in "sg" else there
    assert f"error[SLO404]: `{named}` is there already, and is not overwritten\n" in done.stderr
    assert done.stderr.count("error[") == 1
    assert tree(tmp_path / "shop") == before


@pytest.mark.parametrize("kind", ["folder", "link to nothing"])
def test_other_things_in_a_files_place_stay(kind: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "shop/sloc.lock"
    if kind == "folder":
        (path / "mine").mkdir(parents=True)
    else:
        path.symlink_to("nowhere")
    assert "`sloc.lock` is there already" in run("sloc init", 1).stderr
    assert [path.name for path in (tmp_path / "shop").iterdir()] == ["sloc.lock"]


def test_a_second_time_names_what_is_there(shop: Path, run: Run) -> None:
    before = tree(shop)
    assert run("sloc init", 1).stderr.count("error[SLO404]") == 7
    assert tree(shop) == before


def test_a_folder_that_is_made(run: Run, tmp_path: Path) -> None:
    run("sloc init 'new/Ünsere $name 日本'")
    made = tmp_path / "shop/new/Ünsere $name 日本"
    assert 'name  = "nsere-name"' in (made / "sloc.toml").read_text("utf-8")
    run("sloc check && sloc build --check", at=made)
    run("sloc init -C new there")
    assert (tmp_path / "shop/new/there/sloc.toml").is_file()
    (tmp_path / "shop/file").touch()
    assert "error[SLO404]" in run("sloc init file", 1).stderr
    assert "error[SLO404]" in run("sloc init file/below", 1).stderr


def test_below_the_top_of_a_repository_it_says_where_the_hooks_go(run: Run, tmp_path: Path) -> None:
    run("git init -q")
    assert f"Move .github and .pre-commit-config.yaml to {tmp_path}/shop" in run("sloc init slos").stderr


def test_a_checkout_with_other_line_ends(shop: Path, run: Run, tmp_path: Path) -> None:
    """Git on Windows gives specs other line ends; what is built is the same all the same."""
    run("git add --all && git commit -q -m start --no-verify")
    run(f"git -c core.autocrlf=true clone -q {shop} {tmp_path}/clone")
    clone = tmp_path / "clone"
    assert b"\r\n" in (clone / "specs/web.slo").read_bytes()
    run("sloc check && sloc build --check", at=clone)
