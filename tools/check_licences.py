"""Refuse a dependency whose licence the project does not accept.

    python tools/check_licences.py requirements.lock requirements-dev.lock

Reads the pins of the lock files and, for each, what the installed distribution says of its licence:
``License-Expression`` (PEP 639), else the ``License`` field and the trove classifiers, which must
then all be acceptable. Of ``A OR B`` one acceptable side is enough and is the one chosen; of ``A AND
B`` both are needed. What says nothing that is understood is refused. Exit status 1 on any refusal.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Protocol

ACCEPTED = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "LicenseRef-BSD",
    "MIT", "MIT-0", "MPL-1.1", "MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib",
})  # fmt: skip

# Distributions accepted although their licence is not, each with the reason.
EXCEPTIONS: dict[str, str] = {}

# Pinned for other systems only, so absent where the check runs: the licence that their page states.
ELSEWHERE = {"colorama": "BSD-3-Clause"}

# Loose spellings, in lower case, of the `License` field and of classifiers.
_SPELLINGS = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "LicenseRef-BSD",
    "bsd license": "LicenseRef-BSD",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "the bsd 2-clause license": "BSD-2-Clause",
    "the mit license": "MIT",
    "the unlicense (unlicense)": "Unlicense",
}
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\]+?)\s*)?\\?$")
_TOKEN = re.compile(r"\(|\)|[A-Za-z0-9.+:-]+")


class Metadata(Protocol):
    """What is asked of a distribution's metadata."""

    def get_all(self, name: str, failobj: None = None) -> list[str] | None:
        """Every value of the header `name`, or None."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of a lock file; `marker` limits it to some systems or versions."""

    name: str
    version: str
    marker: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided on one pin: the licence relied on, or the reason for refusing."""

    pin: Pin
    licence: str
    accepted: bool


def read_pins(lock: str) -> list[Pin]:
    """The pins of a lock file's text, in its order."""
    found = (_PIN.match(line) for line in lock.splitlines())
    return [Pin(m["name"].lower(), m["version"], m["marker"]) for m in found if m]


def choose(expression: str) -> str | None:
    """The acceptable reading of an SPDX expression, or None where there is none.

    ``WITH`` an exception only ever grants more, so the licence before it decides.
    """
    tokens = _TOKEN.findall(expression)
    if "".join(tokens) != "".join(expression.split()):
        return None
    reading, rest = _either(tokens)
    return reading if not rest else None


def _either(tokens: list[str]) -> tuple[str | None, list[str]]:
    reading, rest = _both(tokens)
    while rest and rest[0].upper() == "OR":
        other, rest = _both(rest[1:])
        reading = reading or other
    return reading, rest


def _both(tokens: list[str]) -> tuple[str | None, list[str]]:
    reading, rest = _one(tokens)
    while rest and rest[0].upper() == "AND":
        other, rest = _one(rest[1:])
        reading = f"{reading} AND {other}" if reading and other else None
    return reading, rest


def _one(tokens: list[str]) -> tuple[str | None, list[str]]:
    if not tokens:
        return None, []
    head, rest = tokens[0], tokens[1:]
    if head == "(":
        reading, rest = _either(rest)
        return (reading, rest[1:]) if rest[:1] == [")"] else (None, [])
    if rest[:1] and rest[0].upper() == "WITH":
        rest = rest[2:]
    return (head if head in ACCEPTED else None), rest


def stated(metadata: Metadata) -> list[str]:
    """All that a distribution says of its licence, as SPDX expressions where the wording is known."""
    expressions = metadata.get_all("License-Expression")
    if expressions:
        return expressions
    said = [
        value.strip()
        for value in metadata.get_all("License") or []
        # Some put the whole licence there: its wording is no name.
        if value.strip() and "\n" not in value.strip() and value.strip().upper() != "UNKNOWN"
    ]
    for classifier in metadata.get_all("Classifier") or []:
        parts = [part.strip() for part in classifier.split("::")]
        if parts[0] == "License" and parts[-1] not in {"License", "OSI Approved"}:
            said.append(parts[-1])
    return [_SPELLINGS.get(value.lower(), value) for value in said]


def judge(pin: Pin, metadata: Metadata | None) -> Verdict:
    """Decide on one pin; `metadata` is None where the distribution is not installed."""
    if pin.name in EXCEPTIONS:
        return Verdict(pin, f"exception: {EXCEPTIONS[pin.name]}", accepted=True)
    if metadata is None:
        if pin.marker and pin.name in ELSEWHERE:
            chosen = choose(ELSEWHERE[pin.name])
            return Verdict(pin, f"{chosen} (not for this system)", accepted=chosen is not None)
        return Verdict(pin, "not installed, so not known", accepted=False)
    said = stated(metadata)
    readings = [choose(expression) for expression in said]
    if not said:
        return Verdict(pin, "states no licence", accepted=False)
    if any(reading is None for reading in readings):
        return Verdict(pin, "not accepted: " + "; ".join(said), accepted=False)
    return Verdict(pin, "; ".join(dict.fromkeys(filter(None, readings))), accepted=True)


def installed(pin: Pin) -> Metadata | None:
    """The metadata of the installed distribution of this name and version."""
    try:
        found = distribution(pin.name)
    except PackageNotFoundError:
        return None
    return found.metadata if found.version == pin.version else None


def check(locks: Iterable[str], find: Callable[[Pin], Metadata | None] = installed) -> list[Verdict]:
    """A verdict on every distinct pin of the lock files' texts, by name.

    Of a distribution pinned to one version for this Python and another for others, only the first is
    installed to be looked at: its verdict stands for both, and where the other is installed the check
    runs on it.
    """
    pins = {pin for lock in locks for pin in read_pins(lock)}
    latest: dict[tuple[str, str], Pin] = {}
    for pin in sorted(pins, key=lambda pin: (pin.name, pin.version, pin.marker or "")):
        latest.setdefault((pin.name, pin.version), pin)
    verdicts = [judge(pin, find(pin)) for pin in latest.values()]
    here = {v.pin.name: v for v in verdicts if v.accepted}
    return [
        Verdict(v.pin, f"{here[v.pin.name].licence} (as {here[v.pin.name].pin.version} here)", accepted=True)
        if not v.accepted and v.pin.marker and v.pin.name in here and find(v.pin) is None
        else v
        for v in verdicts
    ]


def table(verdicts: list[Verdict]) -> str:
    """The verdicts as aligned lines, the refused ones marked."""
    rows = [(f"{v.pin.name} {v.pin.version}", v) for v in verdicts]
    width = max((len(name) for name, _ in rows), default=0)
    return "".join(f"{'  ' if v.accepted else '! '}{name:<{width}}  {v.licence}\n" for name, v in rows)


def main(paths: list[str]) -> int:
    """Check the lock files at `paths`; print the table; 1 on any refusal or an empty lock."""
    verdicts = check(Path(path).read_text(encoding="utf-8") for path in paths)
    sys.stdout.write(table(verdicts))
    refused = [v for v in verdicts if not v.accepted]
    if refused or not verdicts:
        sys.stderr.write(f"{len(refused)} of {len(verdicts)} distributions refused\n")
        return 1
    sys.stdout.write(f"{len(verdicts)} distributions, all licences accepted\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
