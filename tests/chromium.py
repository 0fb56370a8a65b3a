"""Finds the browser for the browser tests, called first by `make test` as `python -m tests.chromium`.

Where it is missing and we are root with apt at hand, Debian's is installed; otherwise it says what is skipped. Under
CI=true a missing browser fails the build.
"""

import os
import shutil
import subprocess
import sys

#: The one without a window of its own takes half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def required() -> bool:
    return os.environ.get("CI", "").lower() == "true"


def main() -> int:
    if find() is None and hasattr(os, "geteuid") and os.geteuid() == 0 and (apt := shutil.which("apt-get")):
        print("Chromium is missing: installing Debian's for the browser tests.", flush=True)
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium-headless-shell"]):
            if subprocess.run([apt, "-q", *command]).returncode:
                break
    if (path := find()) is not None:
        print(f"Browser tests run in {path}.")
        return 0
    print("*" * 78, file=sys.stderr)
    print("Chromium is missing: every browser test (tests/browser) is SKIPPED.", file=sys.stderr)
    print("Install it with: apt-get install chromium-headless-shell", file=sys.stderr)
    print("*" * 78, file=sys.stderr)
    return 1 if required() else 0


if __name__ == "__main__":
    sys.exit(main())
