"""What a part of a letter is about, from the heading codes of the messages and from the words of headings in text."""

import re
from collections.abc import Callable
from typing import Final

from samhandling.documents.vocabulary import alternation, entry, pattern

TOPICS: Final = frozenset(
    {"diagnosis", "reason", "problem", "request", "history", "social", "allergy", "findings", "procedure", "course"}
    | {"function", "assessment", "summary", "plan", "medication", "sick_leave", "information", "pending", "transport"}
    | {"contact", "priority", "attachments", "treatment"}
)

_HEADING_LISTS: Final = ("8311", "8231", "8234")
_BY_CODE: Final = {
    code_list: {code: topic for topic, codes in topics.items() for code in codes}
    for code_list, topics in entry("codes").items()
}
_LINKS: Final = r"mv|m\.v|ved|til|for|før|etter|under|no|nå|hjem|og|i|av|pasient|hjelpetiltak|sosialt"
_TAIL: Final = rf"(?:[ /](?:{_LINKS})\b[\w/ æøåÆØÅ-]{{0,30}})?"  # «ved utskrivelse», «til pasient/pårørende»


def _by_topic(piece: Callable[[str, str], str]) -> re.Pattern[str]:
    """One pattern with a group for each topic, made of what its headings begin with and what they are when whole."""
    rows = (
        (row["topic"], alternation(row["begins"]), alternation(row["whole"] or ["(?!)"])) for row in entry("headings")
    )
    return pattern("|".join(f"(?P<{topic}>{piece(begins, whole)})" for topic, begins, whole in rows))


_BEGINS: Final = _by_topic(lambda begins, _: rf"{begins}(?![\wæøå])")
_WHOLE: Final = _by_topic(lambda _, whole: whole)
_ALONE: Final = _by_topic(lambda begins, whole: f"{begins}{_TAIL}|{whole}")
_AROUND: Final = re.compile(r"^[\s\d.)•*-]+|[\s.:/-]+$|\s*\([^()]{0,30}\)\s*$")


def topic_of_code(code: str | None, coded_by: str | None) -> str | None:
    """The topic of a heading code («OP» in list 8311 → «plan»); None for codes without one."""
    if code is None or coded_by is None:
        return None
    codes = _BY_CODE.get("headings" if coded_by in _HEADING_LISTS else coded_by, {})
    return codes.get(code.strip().upper())


def topic_of_label(label: str) -> str | None:
    """The topic of the words before a colon: «Legemidler i bruk, gjennomgått 03.02.», «Vurd.»; None when unknown."""
    label = _AROUND.sub("", label)
    found = _WHOLE.fullmatch(label) or _BEGINS.match(label)
    return found.lastgroup if found else None


def topic_of_title(line: str) -> str | None:
    """The topic of a line that is only a heading: «Planer for videre oppfølging», «Medisiner ved utskrivelse»."""
    found = _ALONE.fullmatch(_AROUND.sub("", line))
    return found.lastgroup if found else None
