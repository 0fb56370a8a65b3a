"""The words the readers of plain text look for; they lie in `words.toml`, as pieces of regular expressions."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

_WORDS: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def entry(path: str) -> Any:
    """What lies under a dotted path: «drugs.units»."""
    value: Any = _WORDS
    for key in path.split("."):
        value = value[key]
    return value


def any_of(path: str) -> str:
    """The words under a path as one alternation."""
    return alternation(entry(path))


def alternation(words: list[str]) -> str:
    return f"(?:{'|'.join(words)})"


def pattern(expression: str) -> re.Pattern[str]:
    """Compiled with the flags all patterns over letters have: letters' case never matters, ^ and $ mean lines."""
    return re.compile(expression, re.IGNORECASE | re.MULTILINE)
