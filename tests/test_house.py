"""The laws of the source tree: where imports point, how large things grow, what the library never does."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "musnad"
MAX_LINES, MAX_PARAMETERS, MAX_BODY = 500, 7, 80
# Slow to import, so imported where they are used: `musnad read` of a text file needs none of them.
HEAVY = {"hijridate", "httpx", "jinja2", "pdfminer", "protego", "rich", "trafilatura"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def order() -> tuple[str, ...]:
    """The order of imports, from the one place that states it."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    stated = re.search(r"<!-- order of imports -->\s*```\w*\n(.*?)```", page, re.DOTALL)
    assert stated, "docs/architecture.md states the order of imports in a marked block"
    return tuple(stated[1].split())


def rank(name: str) -> int:
    """The place of a top-level module in the order: its own, or that of the concept it is named for."""
    concept = next((o for o in (name, name.rsplit("_", 1)[0], name.split("_")[0]) if o in order()), None)
    assert concept, f"musnad/{name} has no place in the order of imports (docs/architecture.md)"
    return order().index(concept)


def modules() -> dict[str, Path]:
    """Every module of the package by dotted name, the package itself left out."""
    paths = {path.relative_to(ROOT): path for path in sorted(PACKAGE.rglob("*.py"))}
    named = {".".join(p.with_suffix("").parts).removesuffix(".__init__"): path for p, path in paths.items()}
    return {name: path for name, path in named.items() if name != "musnad"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it, with those of ``from a import b`` joined."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# Reading.to_dict() gives the record of a reading, as docs/architecture.md says; nothing else reaches ahead.
AHEAD = {("musnad.model", "musnad.record")}


def siblings(path: Path) -> set[str]:
    """The modules of the package that a module imports, that of `AHEAD` left out."""
    known = modules()
    found = set()
    for name in imported(path):
        parts = name.split(".")
        longest = (".".join(parts[:n]) for n in range(len(parts), 1, -1))
        found.add(
            next((module for module in longest if module in known), "musnad") if parts[0] == "musnad" else ""
        )
    own = next(name for name, at in known.items() if at == path)
    return found - {"", "musnad"} - {target for source, target in AHEAD if source == own}


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def tracked() -> list[Path]:
    """The files of the project: what git tracks or would, or without git what is not built."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, check=True,
        ).stdout.decode("utf-8").split("\0")  # fmt: skip
        found = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        built = re.compile(r"(^|/)(\.venv|build|dist|__pycache__|\.\w+_cache|\.hypothesis)(/|$)")
        found = [p for p in ROOT.rglob("*") if not built.search(p.relative_to(ROOT).as_posix())]
    return sorted(path for path in found if path.is_file())


def texts() -> Iterator[tuple[str, str]]:
    """The name and text of every file of the project that is text."""
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path.relative_to(ROOT).as_posix(), content.decode("utf-8", "replace")


def test_imports_point_one_way() -> None:
    wrong = [
        f"{name} imports {other}, which comes after it"
        for name, path in modules().items()
        for other in siblings(path)
        if rank(other.split(".")[1]) > rank(name.split(".")[1])
    ]
    assert not wrong, "\n".join(wrong)


def test_imports_make_no_circle() -> None:
    # Raises CycleError, which names the circle; modules of one rank may import one another.
    TopologicalSorter({name: siblings(path) - {name} for name, path in modules().items()}).prepare()


def test_every_place_in_the_order_is_listed_once() -> None:
    assert len(order()) == len(set(order()))


def test_heavy_packages_are_imported_where_they_are_used() -> None:
    wrong = []
    for name, path in modules().items():
        for node in tree(path).body:
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            wrong += [f"{name}:{node.lineno} {n}" for n in names if n.split(".")[0] in HEAVY]
    assert not wrong, "\n".join(wrong)


def test_modules_stay_short() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in tracked() if p.suffix == ".py"}
    long = [f"{path.relative_to(ROOT)}: {n} lines" for path, n in lengths.items() if n > MAX_LINES]
    assert not long, "\n".join(long)


def test_functions_stay_small() -> None:
    wrong = []
    for name, path in modules().items():
        for function in functions(path):
            arguments = function.args
            count = len(arguments.posonlyargs) + len(arguments.args) + len(arguments.kwonlyargs)
            first = (arguments.posonlyargs + arguments.args)[:1]
            count -= bool(first and first[0].arg in {"self", "cls"})
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if count > MAX_PARAMETERS or lines > MAX_BODY:
                wrong.append(f"{name}.{function.name}: {count} parameters, {lines} lines")
    assert not wrong, "\n".join(wrong)


def test_the_library_neither_prints_nor_exits() -> None:
    wrong = []
    for name, path in modules().items():
        if name.split(".")[1] == "cli":
            continue
        for node in ast.walk(tree(path)):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            raised = ast.unparse(node.exc) if isinstance(node, ast.Raise) and node.exc else ""
            if called in {"print", "sys.exit", "exit", "quit", "os._exit"} or raised.startswith("SystemExit"):
                wrong.append(f"{name}: {called or raised}")
    assert not wrong, "\n".join(wrong)


def test_nothing_pickles() -> None:
    banned = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
    wrong = [
        f"{name} imports {found}"
        for name, path in modules().items()
        for found in imported(path)
        if found.split(".")[0] in banned
    ]
    assert not wrong, "\n".join(wrong)


def test_public_names_have_docstrings() -> None:
    wrong = []
    for name, path in modules().items():
        if path.stat().st_size and not ast.get_docstring(tree(path)):
            wrong.append(name)
        scopes: list[ast.Module | ast.ClassDef] = [tree(path)]
        scopes += [n for n in tree(path).body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")]
        for scope in scopes:
            for node in scope.body:
                if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    continue
                if not node.name.startswith("_") and not ast.get_docstring(node):
                    wrong.append(f"{name}: {node.name}")
    assert not wrong, "\n".join(wrong)


def test_no_file_names_a_place_on_somebody_s_machine() -> None:
    place = re.compile(r"(?:^|[\s\"'`=(:,\[<]|file://)/(?:work|root|home|Users)/\w", re.MULTILINE)
    wrong = [f"{name}: {found[0].strip()}" for name, text in texts() for found in place.finditer(text)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-spark.lock"])
def test_lock_pins_by_hash_and_names_no_host(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock
    lines = [line for line in lock.splitlines() if not line.lstrip().startswith("#")]
    pins = [line for line in lines if not line.startswith(" ")]
    assert len(pins) > 20
    for line in lines:
        pin = re.fullmatch(r"[a-z0-9.-]+==[^\s;]+( ; [^\\]+)? \\", line)
        assert pin or re.fullmatch(r" +--hash=sha256:[0-9a-f]{64}( \\)?", line), line
