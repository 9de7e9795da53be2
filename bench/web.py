"""How fast the reading room answers: a mix of its pages, asked of `musnad serve` on this machine.

    python bench/web.py --corpus FILE [--rate 20] [--seconds 60] [--check] [--json FILE]

Without a corpus one is made of the reports beside the checkout, by the grammar (some seven minutes). First
each kind of page is asked one by one, for the processor time that the server takes for it; then pages of a
mix come at an even rate, whether earlier ones were answered or not. Which pages is drawn with a seed, so that
two runs ask for the same. `--check` exits with status 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final
from urllib.parse import quote

ROOT: Final = Path(__file__).resolve().parents[1]
PRESS: Final = ROOT.parent / "shared" / "corpus" / "reports.jsonl.gz"
SEED: Final = 20260303
MIX: Final[Mapping[str, int]] = {
    "report": 28,
    "claim": 20,
    "search": 12,
    "front": 8,
    "claims": 7,
    "reports": 6,
    "speaker": 5,
    "medium": 4,
    "compare": 4,
    "speakers": 3,
    "media": 3,
}
"""Of a hundred pages, how many are of each kind: somebody who verifies mostly reads reports and claims."""
TWINS: Final = 0.2
"""The share of pages of which the JSON is asked for."""
WORDS: Final = (
    "الحكومة",
    "وزير الخارجية",
    "«مجلس الأمن»",
    "الانتخابات الرئاسية",
    "النفط",
    "اليمن",
    "بوتين",
    "القدس",
)
ONE_BY_ONE: Final = 12
"""Pages of each kind that are asked one by one."""
MOST: Final = 6000
"""Requests that one run makes at most."""
_PAGES: Final = 100
_START_S: Final = 120.0
_PATIENCE_S: Final = 30.0

BARS: Final[Mapping[str, float]] = {
    "median_ms": 150,
    "p95_ms": 400,
    "memory_mb": 400,
    "largest_kb": 400,
    "errors": 0,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One request: what was asked for, when its answer was there after it was due, and how large that is
    over the wire and unpacked.
    """

    kind: str
    path: str
    status: int
    ms: float
    packed: int
    size: int


@dataclass(frozen=True, slots=True)
class Kind:
    """Pages of one kind under load, and the processor time of one that was asked by itself."""

    kind: str
    asked: int
    cpu_ms: float
    median_ms: float
    p95_ms: float
    largest_kb: float
    packed_kb: float


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: its process, its port, and the processor seconds that it has taken."""

    process: int
    port: int

    @property
    def cpu_s(self) -> float:
        """User and system time of the server, in seconds."""
        fields = Path(f"/proc/{self.process}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory_mb(self) -> float:
        """The most memory that the server ever held, in MB."""
        status = Path(f"/proc/{self.process}/status").read_text("ascii")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else float("nan")

    def ask(self, kind: str, path: str, due: float | None = None) -> Answered:
        """Ask for a page, on a connection of its own."""
        start = time.perf_counter() if due is None else due
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_S)
        try:
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            data = answer.read()
            took = (time.perf_counter() - start) * 1000
            packed = answer.headers.get("content-encoding") == "gzip"
            size = len(gzip.decompress(data)) if packed else len(data)
            return Answered(kind, path, answer.status, took, len(data), size)
        except (OSError, http.client.HTTPException):
            return Answered(kind, path, 0, (time.perf_counter() - start) * 1000, 0, 0)
        finally:
            connection.close()

    def told(self, path: str) -> Any:
        """The JSON of a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_S)
        connection.request("GET", f"/api{path}")
        found = json.loads(connection.getresponse().read())
        connection.close()
        return found


@contextmanager
def serving(corpus: Path) -> Iterator[Served]:
    """A server over a corpus, on a free port of this machine."""
    command = [sys.executable, "-m", "musnad.cli", "serve", "--corpus", str(corpus), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "LANGUAGE": "en"}
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment)
        try:
            yield Served(process.pid, _port(process, said))
        finally:
            process.terminate()
            process.wait(10)


def _port(process: subprocess.Popen[bytes], said: Any) -> int:
    until = time.monotonic() + _START_S
    while time.monotonic() < until and process.poll() is None:
        said.seek(0)
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", said.read()):
            return int(found[1])
        time.sleep(0.1)
    said.seek(0)
    raise RuntimeError(f"the server did not start: {said.read()[-500:]}")


def pages(server: Served, draw: random.Random) -> dict[str, list[str]]:
    """Paths of each kind of page, drawn from the corpus: of lists the first hundred, and some further on."""
    total = server.told("/reports?limit=1")["total"]
    offsets = sorted({0, *(draw.randrange(max(1, total - 20)) for _ in range(10))})
    reports = [
        one["id"] for at in offsets for one in server.told(f"/reports?limit=20&offset={at}")["reports"]
    ]
    orders = ("reports", "newest", "origins")
    claims = [
        one["id"] for order in orders for one in server.told(f"/claims?limit=60&order={order}")["claims"]
    ]
    keys = {
        name: [quote(one["key"], safe="/:") for one in server.told(f"/{name}?limit=60")[name]]
        for name in ("speakers", "media")
    }
    found = {
        "front": ["/", "/?by=captured"],
        "report": [f"/reports/{one}" for one in reports],
        "reports": [f"/reports?offset={at}" for at in offsets],
        "claim": [f"/claims/{one}" for one in dict.fromkeys(claims)],
        "claims": [f"/claims?order={order}&offset={at}" for order in orders for at in (0, 20, 200)],
        "speaker": [f"/speakers/{one}" for one in keys["speakers"]],
        "speakers": ["/speakers", *(f"/speakers?q={quote(word)}" for word in WORDS)],
        "medium": [f"/media/{one}" for one in keys["media"]],
        "media": ["/media", "/media?offset=40"],
        "search": [
            f"/search?q={quote(word)}&in={kind}" for word in WORDS for kind in ("reports", "statements")
        ],
        "compare": list(_pairs(server, reports)),
    }
    return {name: draw.sample(some, min(len(some), _PAGES)) for name, some in found.items()}


def _pairs(server: Served, reports: Sequence[str]) -> Iterator[str]:
    for report in reports[:40]:
        for other in server.told(f"/reports/{report}")["copies"][:1]:
            yield f"/compare?one={report}&other={other['report']}"


def alone(server: Served, found: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Milliseconds of processor time for a page of each kind, asked one by one after a first one."""
    taken = {}
    for kind, paths in found.items():
        if not paths:
            continue
        asked = [path for path, _ in zip(cycle(paths), range(ONE_BY_ONE), strict=False)]
        server.ask(kind, f"/ar{asked[0]}")
        before = server.cpu_s
        for path in asked:
            server.ask(kind, f"/ar{path}")
        taken[kind] = (server.cpu_s - before) * 1000 / len(asked)
    return taken


def mixed(
    server: Served, found: Mapping[str, Sequence[str]], rate: float, seconds: float, draw: random.Random
) -> list[Answered]:
    """Pages of the mix at an even rate; a page that is late is counted from when it was due."""
    kinds = [kind for kind in MIX if found[kind]]
    count = min(MOST, round(rate * seconds))
    asked = []
    for kind in draw.choices(kinds, [MIX[kind] for kind in kinds], k=count):
        start = "/api" if draw.random() < TWINS else draw.choice(("/ar", "/en"))
        asked.append((kind, start + draw.choice(found[kind])))
    begun = time.perf_counter()
    with ThreadPoolExecutor(64) as pool:
        waiting = []
        for at, (kind, path) in enumerate(asked):
            due = begun + at / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            waiting.append(pool.submit(server.ask, kind, path, due))
        return [one.result() for one in waiting]


def _percentile(values: Sequence[float], share: int) -> float:
    return quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else values[0]


def figures(answers: Sequence[Answered], cpu: Mapping[str, float], server: Served) -> dict[str, Any]:
    """What one run shows."""
    times = [one.ms for one in answers]
    by_kind = {kind: [one for one in answers if one.kind == kind] for kind in MIX}
    return {
        "requests": len(answers),
        "median_ms": median(times),
        "p95_ms": _percentile(times, 95),
        "p99_ms": _percentile(times, 99),
        "errors": sum(one.status != 200 for one in answers),
        "memory_mb": server.memory_mb,
        "largest_kb": max(one.size for one in answers) / 1024,
        "largest": max(answers, key=lambda one: one.size).path,
        "slowest": [(round(one.ms), one.path) for one in sorted(answers, key=lambda one: -one.ms)[:5]],
        "kinds": [
            asdict(
                Kind(
                    kind,
                    len(some),
                    cpu.get(kind, 0.0),
                    median(one.ms for one in some),
                    _percentile([one.ms for one in some], 95),
                    max(one.size for one in some) / 1024,
                    max(one.packed for one in some) / 1024,
                )
            )
            for kind, some in by_kind.items()
            if some
        ],
    }


def show(found: Mapping[str, Any]) -> None:
    """Print the figures as tables."""
    lines = ["| figure | value | bar |", "|---|---|---|"]
    lines += [
        f"| {name} | {found[name]:.0f} | {BARS[name]:.0f} |"
        if name in BARS
        else f"| {name} | {found[name]:.0f} | |"
        for name in ("requests", "median_ms", "p95_ms", "p99_ms", "errors", "memory_mb", "largest_kb")
    ]
    lines += ["", "| page | asked | processor ms | median ms | 95 in 100 ms | largest KB | packed KB |"]
    lines += ["|---|---|---|---|---|---|---|"]
    lines += [
        f"| {one['kind']} | {one['asked']} | {one['cpu_ms']:.0f} | {one['median_ms']:.0f} "
        f"| {one['p95_ms']:.0f} | {one['largest_kb']:.0f} | {one['packed_kb']:.0f} |"
        for one in found["kinds"]
    ]
    lines += ["", f"largest: {found['largest']}"]
    lines += [f"{took} ms: {path}" for took, path in found["slowest"]]
    sys.stdout.write("\n".join(lines) + "\n")


def made(folder: Path) -> Path:
    """A corpus of the reports beside the checkout, by the grammar."""
    corpus = folder / "press.musnad"
    command = [
        sys.executable,
        "-m",
        "musnad.cli",
        "add",
        str(PRESS),
        "--engine",
        "grammar",
        "--corpus",
        str(corpus),
    ]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return corpus


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    draw = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="musnad-web-") as folder:
        corpus = options.corpus or made(Path(folder))
        with serving(corpus) as server:
            found = pages(server, draw)
            cpu = alone(server, found)
            told = figures(mixed(server, found, options.rate, options.seconds, draw), cpu, server)
    show(told)
    if options.json:
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    missed = [name for name, bar in BARS.items() if not told[name] <= bar]
    if options.check and missed:
        sys.stderr.write(f"missed: {', '.join(missed)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
