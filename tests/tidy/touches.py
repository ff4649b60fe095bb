"""What a module of sloc does to the world outside of it, read off its syntax tree.

Four things are told apart: it *looks* at the disk (does a file exist, what does a folder hold), it *reads* and *writes* files,
and it *prints*. A method is known by its name, whatever it is called on, for nobody but ``pathlib.Path`` has methods of these
names; where others have them too (``str.replace``), the arguments decide.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple


class Touch(NamedTuple):
    """`how` is ``looks``, ``reads``, ``writes``, ``prints`` or ``runs`` (code or another program)."""

    how: str
    what: str
    line: int


METHODS = {
    **dict.fromkeys(("read_text", "read_bytes", "readlink"), "reads"),
    **dict.fromkeys(("write_text", "write_bytes", "mkdir", "unlink", "rmdir", "symlink_to", "hardlink_to"), "writes"),
    **dict.fromkeys(("iterdir", "rglob", "is_file", "is_dir", "is_symlink", "is_mount", "lstat", "samefile"), "looks"),
}
"""No other class here has methods of these names, so that it is enough to name one."""
CALLED = {
    **dict.fromkeys(("chmod", "touch", "rename"), "writes"),
    **dict.fromkeys(("exists", "stat", "glob", "walk", "resolve", "absolute", "cwd", "home", "expanduser", "owner"), "looks"),
}
"""Others have attributes of these names, too: only a call counts, and not one of a function in a module of ours."""
MODULES = {
    **dict.fromkeys(("shutil", "tempfile", "fcntl", "glob", "fileinput", "mmap", "sqlite3", "zipfile", "tarfile"), "writes"),
    **dict.fromkeys(("subprocess", "socket", "pickle", "marshal", "shelve", "ctypes", "multiprocessing"), "runs"),
    **dict.fromkeys(("urllib.request", "http.client", "http.server", "ftplib", "smtplib"), "runs"),
    **dict.fromkeys(("logging", "curses"), "prints"),
    "importlib.resources": "reads",
    "linecache": "reads",
}
"""Whatever is taken from them; but for `HARMLESS`."""
OS = {
    **dict.fromkeys(("path.exists", "path.isdir", "path.isfile", "path.lexists", "path.realpath", "path.relpath"), "looks"),
    **dict.fromkeys(("scandir", "listdir", "walk", "stat", "lstat", "fstat", "getcwd", "access"), "looks"),
    **dict.fromkeys(("system", "popen", "fork", "execv", "kill"), "runs"),
    **dict.fromkeys(("write", "dup2"), "prints"),
}
"""What of ``os`` and ``os.path`` is less than writing; everything else is that."""
HARMLESS = {
    "os.environ", "os.environ.get", "os.devnull", "os.sep", "os.getpid", "os.PathLike", "os.fsencode", "os.fsdecode",
    "os.path.join", "os.stat_result", "os.geteuid", "os.close", "os._exit", "shutil.get_terminal_size",
}  # fmt: skip
NAMES = {
    **dict.fromkeys(("print", "input", "breakpoint"), "prints"),
    **dict.fromkeys(("exec", "eval", "__import__"), "runs"),
    "open": "reads",
}
STREAMS = {"stdout", "stderr", "stdin", "__stdout__", "__stderr__", "__stdin__"}


def touches(source: str) -> list[Touch]:
    """All of a module, in order."""
    tree = ast.parse(source)
    finder = _Finder(_imported(tree))
    return sorted({touch for node in ast.walk(tree) for touch in finder.of(node)}, key=lambda touch: touch.line)


def _imported(tree: ast.Module) -> dict[str, str]:
    """What each name that an import binds stands for: ``{"Path": "pathlib.Path", "os": "os"}``."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {each.asname or each.name.partition(".")[0]: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return names


class _Finder:
    def __init__(self, imported: dict[str, str]) -> None:
        self._imported = imported

    def of(self, node: ast.AST) -> Iterator[Touch]:
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in NAMES and name not in self._imported:
                how = _mode(node, 1) if name == "open" else NAMES[name]
                yield Touch(how, f"{name}()", node.lineno)
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if not self._is_module(value):
                if name in CALLED:
                    yield Touch(CALLED[name], f".{name}()", node.lineno)
                elif name == "open":
                    yield Touch(_mode(node, 0), ".open()", node.lineno)
                elif name == "replace" and len(node.args) == 1 and not node.keywords:  # of a string it takes two
                    yield Touch("writes", ".replace()", node.lineno)
            case ast.Attribute(attr=name) if name in METHODS:
                yield Touch(METHODS[name], f".{name}", node.lineno)
            case ast.Import(names=names):
                for each in names:
                    if each.name in MODULES and each.name != "shutil":  # of shutil only what is used counts
                        yield Touch(MODULES[each.name], each.name, node.lineno)
        if isinstance(node, ast.Attribute | ast.Name):
            yield from self._of_module(self._qualified(node), node.lineno)

    def _of_module(self, name: str, line: int) -> Iterator[Touch]:
        """What a qualified name such as ``os.path.isdir`` does."""
        module, _, rest = name.partition(".")
        if name in HARMLESS or name.startswith("os.O_") or not rest:
            return
        if (module == "sys" and rest in STREAMS) or name in ("typer.echo", "typer.secho", "click.echo", "warnings.warn"):
            yield Touch("prints", name, line)
        elif module == "os" and rest not in ("path", "environ"):
            yield Touch(OS.get(rest, "writes"), name, line)
        elif name in ("pathlib.Path.cwd", "pathlib.Path.home"):
            yield Touch("looks", name, line)
        elif name in ("jinja2.PackageLoader", "jinja2.FileSystemLoader"):
            yield Touch("reads", name, line)
        else:
            for watched, how in MODULES.items():
                if name.startswith(f"{watched}."):
                    yield Touch(how, name, line)

    def _qualified(self, node: ast.AST) -> str:
        """The dotted name of an expression, through the imports; empty where it is none, or no import binds it."""
        if isinstance(node, ast.Name):
            return self._imported.get(node.id, "")
        if isinstance(node, ast.Attribute):
            before = self._qualified(node.value)
            return f"{before}.{node.attr}" if before else ""
        return ""

    def _is_module(self, node: ast.AST) -> bool:
        """Whether it is a module: a function in it is judged by its qualified name."""
        name = self._qualified(node)
        return bool(name) and not name.startswith("pathlib.")


def _mode(call: ast.Call, at: int) -> str:
    """What an ``open`` does; a mode that is not written down may be any."""
    modes: list[ast.expr] = [each.value for each in call.keywords if each.arg == "mode"] or call.args[at : at + 1]
    if not modes:
        return "reads"
    known = isinstance(modes[0], ast.Constant) and isinstance(modes[0].value, str)
    return "reads" if known and not set(ast.literal_eval(modes[0])) & set("wax+") else "writes"
