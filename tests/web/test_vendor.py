"""Third-party files are what `vendor.lock.json` says, and all of them are named there."""

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = json.loads((ROOT / "vendor.lock.json").read_text(encoding="utf-8"))


def test_every_vendored_file_has_the_checksum_it_was_fetched_with() -> None:
    for package in LOCK:
        for name, checksum in package["files"].items():
            assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == checksum, name


def test_no_file_lies_among_the_vendored_ones_unlisted() -> None:
    listed = {name for package in LOCK for name in package["files"]} | {"static/vendor/LICENSES.txt"}
    assert {str(path.relative_to(ROOT)) for path in (ROOT / "static" / "vendor").iterdir()} <= listed


def test_the_lock_names_packages_versions_and_licences_but_no_address() -> None:
    assert all(package["package"] and package["version"] and package["licence"] for package in LOCK)
    assert "http" not in json.dumps(LOCK)
