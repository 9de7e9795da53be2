"""What a host lets a program fetch."""

from __future__ import annotations

import time

from musnad.robots import LONGEST_DELAY, Robots, robots


def test_rules_for_this_program_go_before_those_for_all() -> None:
    rules = robots(b"User-agent: *\nDisallow: /\n\nUser-agent: musnad\nDisallow: /*.pdf$\nCrawl-delay: 7\n")
    assert rules.allows("http://a.example/1", "musnad")
    assert not rules.allows("http://a.example/1.pdf", "musnad")
    assert not rules.allows("http://a.example/1", "other")
    assert rules.delay("musnad") == 7


def test_none_at_all() -> None:
    assert Robots().allows("http://a.example/", "musnad")
    assert robots(b"\xff\x00<html>").allows("http://a.example/", "musnad")
    assert Robots().delay("musnad") == 0


def test_a_delay_is_believed_within_reason() -> None:
    assert robots(b"User-agent: *\nCrawl-delay: 999999\n").delay("musnad") == LONGEST_DELAY
    assert robots(b"User-agent: *\nCrawl-delay: -5\n").delay("musnad") >= 0


def test_patterns_that_would_take_for_ever_are_left() -> None:
    rules = robots(b"User-agent: *\nDisallow: /" + b"*a" * 40 + b"$\nDisallow: /b\n")
    began = time.monotonic()
    assert rules.allows("http://a.example/" + "a" * 2000, "musnad")
    assert not rules.allows("http://a.example/b", "musnad")
    assert time.monotonic() - began < 2


def test_a_file_without_end_is_read_to_its_limit() -> None:
    began = time.monotonic()
    robots(b"User-agent: *\n" + b"Disallow: /x\n" * 1_000_000)
    assert time.monotonic() - began < 10
