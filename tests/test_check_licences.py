"""The licence check, on metadata made up for it."""

from __future__ import annotations

from email.message import Message
from pathlib import Path

import pytest

from tools.check_licences import EXCEPTIONS, Pin, check, choose, judge, main, read_pins, stated

PIN = Pin("parcel", "1.0", None)
MPL, GPL = "MPL-1.1", "GPL-2.0-only"
AFFERO = "License :: OSI Approved :: GNU Affero General Public License v3"


def metadata(*headers: tuple[str, str]) -> Message:
    message = Message()
    for name, value in headers:
        message[name] = value
    return message


@pytest.mark.parametrize(
    ("expression", "chosen"),
    [
        ("MIT", "MIT"),
        ("GPL-3.0-only", None),
        ("AGPL-3.0-or-later", None),
        ("LGPL-2.1-or-later", None),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", MPL),
        ("GPL-2.0-only OR MIT", "MIT"),
        ("Apache-2.0 AND CNRI-Python", "Apache-2.0 AND CNRI-Python"),
        ("MIT AND GPL-3.0-only", None),
        ("(GPL-2.0-only OR MIT) AND BSD-3-Clause", "MIT AND BSD-3-Clause"),
        ("GPL-2.0-only OR MIT AND GPL-3.0-only", None),
        ("Apache-2.0 WITH LLVM-exception", "Apache-2.0"),
        ("(MIT", None),
        ("MIT)", None),
        ("MIT, see LICENSE", None),
        ("", None),
    ],
)
def test_an_expression_is_read_by_its_operators(expression: str, chosen: str | None) -> None:
    assert choose(expression) == chosen


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ([("License-Expression", "ISC")], True),
        ([("License", "MIT")], True),
        ([("Classifier", "License :: OSI Approved :: MIT License")], True),
        ([("Classifier", "License :: OSI Approved :: GNU General Public License v3 (GPLv3)")], False),
        # A permissive field does not hide a classifier that says otherwise.
        (
            [
                ("License", "BSD"),
                ("Classifier", AFFERO),
            ],
            False,
        ),
        ([("License", "MIT License\n\nPermission is hereby granted")], False),
        ([("License", "UNKNOWN")], False),
        ([("Classifier", "License :: OSI Approved")], False),
        ([("Classifier", "Topic :: Text Processing")], False),
        ([], False),
    ],
)
def test_what_a_distribution_says_decides(headers: list[tuple[str, str]], accepted: bool) -> None:
    assert judge(PIN, metadata(*headers)).accepted is accepted


def test_the_expression_outranks_the_classifiers() -> None:
    headers = metadata(
        ("License-Expression", f"{MPL} OR {GPL}"),
        ("Classifier", "License :: OSI Approved :: GNU General Public License v2 (GPLv2)"),
    )
    assert stated(headers) == [f"{MPL} OR {GPL}"]
    assert judge(PIN, headers).licence == MPL


def test_what_is_not_installed_is_refused_unless_known_for_another_system() -> None:
    assert not judge(PIN, None).accepted
    assert not judge(Pin("parcel", "1.0", "sys_platform == 'win32'"), None).accepted
    assert judge(Pin("colorama", "0.4.6", "sys_platform == 'win32'"), None).accepted
    assert not judge(Pin("colorama", "0.4.6", None), None).accepted


def test_pins_are_read_with_their_markers() -> None:
    lock = (
        "# by hand\n"
        "Parcel==1.0 \\\n    --hash=sha256:00\n    # via thing==2\n"
        "other-one==2.0.post1 ; python_full_version < '3.15' \\\n    --hash=sha256:00\n"
        "bare==3\n"
    )
    assert read_pins(lock) == [
        Pin("parcel", "1.0", None),
        Pin("other-one", "2.0.post1", "python_full_version < '3.15'"),
        Pin("bare", "3", None),
    ]


def test_a_pin_in_two_locks_is_judged_once() -> None:
    locks = ["parcel==1.0 \\\n", "parcel==1.0 ; python_version < '3.15' \\\n"]
    verdicts = check(locks, lambda _: metadata(("License-Expression", "MIT")))
    assert [(v.pin, v.accepted) for v in verdicts] == [(PIN, True)]


def test_a_version_for_other_pythons_goes_by_the_one_here() -> None:
    lock = "parcel==1.0 ; python_version < '3.12' \\\nparcel==2.0 ; python_version >= '3.12' \\\n"
    here = metadata(("License-Expression", "MIT"))
    verdicts = check([lock], lambda pin: here if pin.version == "1.0" else None)
    assert [v.accepted for v in verdicts] == [True, True]
    barred = metadata(("License-Expression", "GPL-3.0-only"))
    verdicts = check([lock], lambda pin: barred if pin.version == "1.0" else None)
    assert [v.accepted for v in verdicts] == [False, False]


def test_a_refusal_is_exit_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("no-such-distribution-here==1.0 \\\n", encoding="utf-8")
    assert main([str(lock)]) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("! no-such-distribution-here 1.0  not installed")
    assert captured.err == "1 of 1 distributions refused\n"
    lock.write_text("", encoding="utf-8")
    assert main([str(lock)]) == 1


def test_every_exception_gives_a_reason() -> None:
    assert all(len(reason) > 20 for reason in EXCEPTIONS.values())
