"""A picture of the reading room: the Arabic page of the claim in most reports of a corpus.

python tools/room_picture.py build/demo/press.musnad docs/reading-room.png
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.browser import find_browser

_WIDTH, _HEIGHT = 1200, 1500
_OPENED = re.compile(r"http://127\.0\.0\.1:\d+/")


def main(corpus: Path, picture: Path) -> int:
    """Serve `corpus` on a free port of this machine, and draw the page to `picture`."""
    executable = find_browser()
    if executable is None:
        sys.stderr.write("no Chromium found: install one, or name it in MUSNAD_BROWSER\n")
        return 1
    command = [sys.executable, "-m", "musnad.cli", "serve", "--corpus", str(corpus), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            lines = iter(server.stderr or ())
            opened = next((found[0] for line in lines if (found := _OPENED.search(line))), None)
            if opened is None:
                sys.stderr.write(f"{corpus}: the reading room did not open\n")
                return 1
            picture.write_bytes(_drawn(executable, opened))
        finally:
            server.terminate()
    sys.stdout.write(f"{picture}\n")
    return 0


def _drawn(executable: str, address: str) -> bytes:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
        page.goto(f"{address}ar/claims")
        page.locator("article.claim h2 a").first.click()
        page.wait_for_load_state("networkidle")
        page.evaluate("() => document.fonts.ready")
        drawn = page.screenshot()
        browser.close()
    return drawn


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.stderr.write("usage: python tools/room_picture.py CORPUS PICTURE\n")
        sys.exit(2)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
