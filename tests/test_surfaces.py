"""The pictures of the documentation are made from replies of the product that Slack would take."""

from __future__ import annotations

from pathlib import Path

from scripts import surfaces
from tests.channels.block_rules import faults

ROOT = Path(__file__).parent.parent
_ADDRESS = "image_url"  # of the chart, which Slack gets as a file


def test_every_surface_is_made_by_the_product_and_has_its_picture(tmp_path: Path) -> None:
    office = surfaces.Office(tmp_path / "crmbot.db")
    try:
        shown = dict(surfaces.surfaces(office))
    finally:
        office.app.close()
    for name in ("card", "list", "chart", "receipt", "digest"):
        assert faults([block for block in shown[name].blocks if _ADDRESS not in block]) == []
    for name in shown:
        picture = ROOT / "docs/pictures" / f"{name}.png"
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size < 150_000
