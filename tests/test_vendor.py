"""What was taken from npm is what the table names, unchanged, with its licence."""

from __future__ import annotations

import pytest

from tools.check_licences import ACCEPTED
from tools.vendor import SUMS, folder, licence_name, packages, sums

FONTS = {"OFL-1.1"}


@pytest.mark.parametrize("within", sorted({folder(one) for one in packages()}), ids=lambda one: str(one.name))
def test_files_are_those_of_the_table_and_have_their_hashes(within: object) -> None:
    mine = [one for one in packages() if folder(one) == within]
    wanted = {name for one in mine for name in (*one["files"].values(), licence_name(one))}
    place = folder(mine[0])
    assert {path.name for path in place.iterdir()} == wanted | {SUMS}
    assert (place / SUMS).read_text("utf-8") == sums(place)


@pytest.mark.parametrize("package", packages(), ids=lambda one: str(one["name"]))
def test_licences_are_accepted_and_stand_beside(package: dict[str, str]) -> None:
    is_font = package["name"].startswith("@fontsource")
    assert package["licence"] in (FONTS if is_font else ACCEPTED)
    text = (folder(package) / licence_name(package)).read_text("utf-8")
    assert len(text) > 500
