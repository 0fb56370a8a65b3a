"""Every setting has a row in docs/drift.md, and every row a setting."""

import re
from pathlib import Path

from samhandling.settings import Settings

DRIFT = Path(__file__).parent.parent / "docs" / "drift.md"


def test_the_table_of_settings_is_complete() -> None:
    rows = set(re.findall(r"^\| `SAMHANDLING_([A-Z_]+)`", DRIFT.read_text("utf-8"), re.MULTILINE))

    assert rows == {name.upper() for name in Settings.model_fields}
