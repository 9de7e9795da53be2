"""A headless Chromium without a network: pictures of a local page, and the page after its scripts ran.

python tools/browser.py build/demo/index.html docs/picture.png [WIDTH HEIGHT]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
# A cold start takes about four seconds on one busy core; ten times that is a hang.
_PATIENCE_S = 60.0


class BrowserError(RuntimeError):
    """The browser failed, hung, or drew nothing."""


def find_browser() -> str | None:
    """The Chromium to use, or None: MUSNAD_BROWSER where set, else the first usual name on PATH."""
    named = os.environ.get("MUSNAD_BROWSER")
    if named:
        return shutil.which(named)
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return str(_MAC) if _MAC.exists() else None


@dataclass(frozen=True, slots=True)
class Browser:
    """One installed Chromium; each call starts it afresh with an empty profile."""

    executable: str

    def dom(self, page: Path, anchor: str = "") -> str:
        """The HTML of a local page, opened at `anchor`, after its scripts have run."""
        return self._run(page, anchor, "--dump-dom").decode("utf-8")

    def picture(self, page: Path, size: tuple[int, int] = (1200, 900), anchor: str = "") -> bytes:
        """A PNG of a local page as it opens at `anchor`, `size` pixels wide and high."""
        with tempfile.TemporaryDirectory(prefix="musnad-picture-") as folder:
            target = Path(folder) / "page.png"
            width, height = size
            self._run(
                page,
                anchor,
                f"--screenshot={target}",
                f"--window-size={width},{height}",
                "--force-device-scale-factor=1",
                "--hide-scrollbars",
            )
            if not target.exists():
                raise BrowserError(f"{page}: no picture was drawn")
            return target.read_bytes()

    def _run(self, page: Path, anchor: str, *options: str) -> bytes:
        with tempfile.TemporaryDirectory(prefix="musnad-browser-", ignore_cleanup_errors=True) as profile:
            command = [
                self.executable,
                "--headless=new",
                # Its sandbox does not start for root nor in most containers; the pages are our own.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                f"--user-data-dir={profile}",
                "--virtual-time-budget=2000",
                *options,
                page.resolve().as_uri() + (f"#{quote(anchor)}" if anchor else ""),
            ]
            try:
                done = subprocess.run(command, capture_output=True, timeout=_PATIENCE_S, check=False)
            except subprocess.TimeoutExpired as error:
                raise BrowserError(f"{page}: the browser hung") from error
        if done.returncode != 0:
            raise BrowserError(f"{page}: the browser failed: {done.stderr.decode('utf-8', 'replace')[-500:]}")
        return done.stdout


def main(arguments: list[str]) -> int:
    """Draw a page to a PNG file."""
    if len(arguments) not in {2, 4}:
        sys.stderr.write("usage: python tools/browser.py PAGE PICTURE [WIDTH HEIGHT]\n")
        return 2
    executable = find_browser()
    if executable is None:
        sys.stderr.write("no Chromium found: install one, or name it in MUSNAD_BROWSER\n")
        return 1
    name, _, anchor = arguments[0].partition("#")
    page, picture = Path(name), Path(arguments[1])
    if not page.is_file():
        sys.stderr.write(f"{page}: no such page\n")
        return 1
    width, height = (int(arguments[2]), int(arguments[3])) if len(arguments) == 4 else (1200, 900)
    picture.write_bytes(Browser(executable).picture(page, (width, height), anchor))
    sys.stdout.write(f"{picture}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
