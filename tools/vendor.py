"""Take the scripts, fonts and maps of the reading room from npm, at the versions that tools/vendor.toml pins.

    python tools/vendor.py            needs npm, and the network

Each file goes below musnad/web/static/vendor/ (or where its row says) with the licence of its package beside
it as ``PACKAGE.LICENSE``; ``SHA256SUMS`` there holds the hash of every file, which a test compares. Nothing
is built or changed: a file is as its package has it, but for a comment that names a source map, which is not
shipped.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
TABLE: Final = ROOT / "tools" / "vendor.toml"
USUAL: Final = "musnad/web/static/vendor"
SUMS: Final = "SHA256SUMS"
_SOURCE_MAP: Final = re.compile(rb"\n?//# sourceMappingURL=\S*\s*$")


def packages() -> list[dict[str, Any]]:
    """The rows of the table."""
    found: list[dict[str, Any]] = tomllib.loads(TABLE.read_text("utf-8"))["package"]
    return found


def folder(package: Mapping[str, Any]) -> Path:
    """Where the files of a package go."""
    return ROOT / str(package.get("to", USUAL))


def licence_name(package: Mapping[str, Any]) -> str:
    """What the licence of a package is called beside its files."""
    return str(package["name"]).removeprefix("@").replace("/", "-") + ".LICENSE"


def sums(within: Path) -> str:
    """The hash of every file in a folder, as ``sha256sum`` writes them."""
    files = sorted(path for path in within.iterdir() if path.name != SUMS)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def _take(package: Mapping[str, Any], scratch: Path) -> None:
    asked = f"{package['name']}@{package['version']}"
    subprocess.run(["npm", "pack", "--silent", asked], cwd=scratch, check=True, stdout=subprocess.DEVNULL)
    (packed,) = scratch.glob("*.tgz")
    to = folder(package)
    to.mkdir(parents=True, exist_ok=True)
    with tarfile.open(packed) as archive:
        for source, target in {**package["files"], "LICENSE": licence_name(package)}.items():
            stream = archive.extractfile(f"package/{source}")
            if stream is None:
                raise FileNotFoundError(f"{asked} has no file {source}")
            (to / target).write_bytes(_SOURCE_MAP.sub(b"\n", stream.read()))
    packed.unlink()


def main() -> None:
    """Take all of them anew."""
    with tempfile.TemporaryDirectory() as scratch:
        for package in packages():
            _take(package, Path(scratch))
    for within in {folder(package) for package in packages()}:
        (within / SUMS).write_text(sums(within), "utf-8")


if __name__ == "__main__":
    main()
