"""Say where the pages of `make demo` are; exit status 1 where there are none.

python tools/demo_pages.py build/demo
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(folder: Path) -> int:
    """Print the addresses of the index and the story under `folder`; of every page where there are none."""
    pages = sorted(folder.rglob("*.html"), key=lambda page: (page.stem != "index", page.as_posix()))
    if not pages:
        sys.stderr.write(f"{folder}: no page was written\n")
        return 1
    annotated = [page for page in pages if page.stem not in ("index", "story")]
    sys.stdout.write(f"\n{len(annotated)} annotated pages, and what else there is; open one in a browser:\n")
    shown = [page for page in pages if page not in annotated] or pages
    sys.stdout.write("".join(f"  {page.resolve().as_uri()}\n" for page in shown))
    corpus = folder / "press.musnad"
    if corpus.exists():
        sys.stdout.write("\nThe reading room, in a browser at http://127.0.0.1:8400/ while this runs:\n")
        sys.stdout.write(f"  .venv/bin/musnad serve --corpus {corpus}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
