"""Where the data folders lie: beside the package in a checkout, inside it in a wheel."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).parent


def data(folder: str) -> Path:
    """The folder `templates`, `static` or `rules`; SAMHANDLING_DATA overrides. Raises FileNotFoundError."""
    roots = [Path(os.environ["SAMHANDLING_DATA"])] if os.environ.get("SAMHANDLING_DATA") else []
    for root in [*roots, _PACKAGE / "_data", _PACKAGE.parent]:
        if (root / folder).is_dir():
            return root / folder
    raise FileNotFoundError(folder)
