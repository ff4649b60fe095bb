"""What is on disk -> SourceFile, whatever is on disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.project.texts import MAX_BYTES, discover, read_text
from sloc.source.span import Span


def write(path: Path, data: bytes = b"# nothing\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def paths(root: Path, *folders: str) -> list[str]:
    files, found = discover(root, folders or ("specs",))
    assert found == []
    return [file.path for file in files]


# ── texts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"a\r\r\nb", "a\n\nb"),
        (b"\xef\xbb\xbfservice", "service"),
        ("„ü“ \U0001f600".encode(), "„ü“ \U0001f600"),
    ],
)
def test_a_text_has_plain_line_ends_and_no_byte_order_mark(tmp_path: Path, data: bytes, text: str) -> None:
    file, found = read_text(write(tmp_path / "a.slo", data))
    assert found == []
    assert file is not None
    assert (file.path, file.text) == ("a.slo", text)


@pytest.mark.parametrize(
    ("code", "data", "says"),
    [
        ("SLO110", b"ok\r\nno\rbad \xff here", "byte 0xff at offset 11, in line 3"),
        ("SLO110", b"\xef\xbb\xbf\xc3", "byte 0xc3 at offset 3, in line 1"),
        ("SLO110", "service a {".encode("utf-16"), "byte 0xff at offset 0"),
        ("SLO111", b"one\ntwo\0\n", "in line 2"),
        ("SLO112", b"#" * (MAX_BYTES + 1), "2 MiB"),
    ],
)
def test_what_is_no_text_is_a_finding(tmp_path: Path, code: str, data: bytes, says: str) -> None:
    file, (found,) = read_text(write(tmp_path / "a.slo", data), "specs/a.slo")
    assert file is None
    assert (found.code, found.span) == (code, Span("specs/a.slo", 0, 0))
    assert says in found.message
    assert found.help


def test_the_largest_text_is_read(tmp_path: Path) -> None:
    file, found = read_text(write(tmp_path / "a.slo", b"#" * MAX_BYTES))
    assert found == []
    assert file is not None


@given(st.binary(max_size=60))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file, found = read_text(write(tmp_path_factory.getbasetemp() / "any.slo", data))
    assert (file is None) == bool(found)
    assert file is None or not set("\r\0") & set(file.text)


def test_a_missing_file_a_folder_and_a_pipe_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.slo")
    for path in (tmp_path / "missing.slo", tmp_path, tmp_path / "pipe.slo", tmp_path / ("long" * 100), tmp_path / "nul\0"):
        file, (found,) = read_text(path, "x.slo")
        assert file is None
        assert found.code == "SLO113"


# ── folders ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_specs_are_found_below_all_folders_sorted_by_path(tmp_path: Path) -> None:
    for name in (
        "specs/b.slo",
        "specs/a/z.slo",
        "specs/a.slo",
        "specs/readme.md",
        "specs/x.slo.bak",
        "more/c.slo",
        "other/d.slo",
    ):
        write(tmp_path / name)
    assert paths(tmp_path, "specs", "more") == ["more/c.slo", "specs/a.slo", "specs/a/z.slo", "specs/b.slo"]


def test_folders_that_overlap_give_a_file_once(tmp_path: Path) -> None:
    write(tmp_path / "specs/a/b.slo")
    assert paths(tmp_path, "specs", "specs/a", "./specs/", ".") == ["specs/a/b.slo"]


def test_a_folder_outside_of_the_project_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "specs/a.slo")
    (tmp_path / "project").mkdir()
    for folder in ("../specs", str(tmp_path / "specs"), "..", "/"):
        files, (found,) = discover(tmp_path / "project", [folder])
        assert (files, found.code) == ([], "SLO117")
        assert folder in found.message


def test_a_folder_outside_of_the_root_may_lie_within_the_fence(tmp_path: Path) -> None:
    write(tmp_path / "specs/a.slo")
    (tmp_path / "here").mkdir()
    files, found = discover(tmp_path / "here", ["../specs"], tmp_path)
    assert ([file.path for file in files], found) == (["../specs/a.slo"], [])


@pytest.mark.parametrize("folder", ["specs", "specs/missing", "file.txt"])
def test_a_folder_that_is_none_is_a_finding(tmp_path: Path, folder: str) -> None:
    write(tmp_path / "file.txt")
    files, (found,) = discover(tmp_path, [folder])
    assert files == []
    assert found.code == "SLO114"


def test_a_bad_file_does_not_hide_the_good_ones(tmp_path: Path) -> None:
    write(tmp_path / "specs/a.slo", b"\xff")
    write(tmp_path / "specs/b.slo")
    (tmp_path / "specs/c.slo").symlink_to("nowhere")
    os.mkfifo(tmp_path / "specs/d.slo")
    files, found = discover(tmp_path, ["specs"])
    assert [file.path for file in files] == ["specs/b.slo"]
    assert [(each.code, each.span and each.span.file) for each in found] == [
        ("SLO110", "specs/a.slo"),
        ("SLO113", "specs/c.slo"),
        ("SLO113", "specs/d.slo"),
    ]


def test_a_name_that_is_no_text_is_not_read_and_said(tmp_path: Path) -> None:
    for name in (b"\xff", b"\xfe"):  # which would look the same
        write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/specs/" + name + b".slo")))
    read, found = discover(tmp_path, ["specs"])
    assert read == []
    assert [each.code for each in found] == ["SLO113", "SLO113"]
    assert found[0].message == "specs/\ufffd.slo has a name that is not UTF-8"


def test_links_are_followed_once_and_the_own_name_wins(tmp_path: Path) -> None:
    write(tmp_path / "specs/z/real.slo")
    write(tmp_path / "elsewhere/far.slo")
    (tmp_path / "specs/a").symlink_to("z")  # before z in every order
    (tmp_path / "specs/b.slo").symlink_to("z/real.slo")
    (tmp_path / "specs/far").symlink_to("../elsewhere")
    (tmp_path / "specs/far_again").symlink_to("../elsewhere")
    assert paths(tmp_path) == ["specs/far/far.slo", "specs/z/real.slo"]


def test_a_link_that_leads_back_is_told_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "specs/deep/a.slo")
    (tmp_path / "specs/deep/up").symlink_to("..")
    (tmp_path / "specs/self").symlink_to("self")
    files, (found,) = discover(tmp_path, ["specs"])
    assert [file.path for file in files] == ["specs/deep/a.slo"]
    assert found.code == "SLO116"
    assert "specs/deep/up" in found.message


def test_a_link_that_leads_out_of_the_project_is_named_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "private", b"TOKEN canary")
    write(tmp_path / "other/b.slo")
    write(tmp_path / "project/specs/a.slo")
    specs = tmp_path / "project/specs"
    (specs / "file.slo").symlink_to("../../private")
    (specs / "folder").symlink_to("../../other")
    (specs / "absolute.slo").symlink_to(tmp_path / "private")
    (specs / "by_way_of.slo").symlink_to("folder/b.slo")
    (specs / "nowhere.slo").symlink_to("../../missing")
    (specs / "readme.md").symlink_to("../../private")  # no spec
    (tmp_path / "link").symlink_to("project")
    for root in (tmp_path / "project", tmp_path / "link"):
        files, found = discover(root, ["specs"])
        assert [file.path for file in files] == ["specs/a.slo"]
        assert {each.code for each in found} == {"SLO117"}
        assert [each.message.split()[0] for each in found] == [
            f"specs/{name}" for name in ("absolute.slo", "by_way_of.slo", "file.slo", "folder", "nowhere.slo")
        ]
        assert "private" not in "".join(each.message for each in found)


CONTROLS = "\0\t\n\r\x1b\x7f\x85\x9b\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\xa0\u200d"


@pytest.mark.parametrize("sign", CONTROLS[1:])
def test_a_name_with_control_characters_is_shown_escaped_and_not_read(tmp_path: Path, sign: str) -> None:
    write(tmp_path / f"specs/a{sign}b.slo")
    write(tmp_path / f"specs/in{sign}/c.slo")
    write(tmp_path / f"specs/no{sign}spec.txt")
    (tmp_path / f"specs/link{sign}.slo").symlink_to("d.slo")
    write(tmp_path / "specs/d.slo")
    files, found = discover(tmp_path, ["specs"])
    assert [file.path for file in files] == ["specs/d.slo"]
    assert [each.code for each in found] == ["SLO118"] * 3
    assert all(each.message.isprintable() for each in found)
    assert f"{ord(sign):04x}" in found[0].message


def test_a_spec_folder_with_control_characters_is_not_read(tmp_path: Path) -> None:
    for sign in CONTROLS:
        files, (found,) = discover(tmp_path, [f"specs{sign}"])
        assert (files, found.code) == ([], "SLO118")


@pytest.mark.parametrize("name", ["größe", "日本", "two words", "it's", 'a"b', "a\\b", "$(x)"])
def test_other_names_are_read(tmp_path: Path, name: str) -> None:
    write(tmp_path / f"specs/{name}.slo")
    assert paths(tmp_path) == [f"specs/{name}.slo"]
