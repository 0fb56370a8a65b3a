"""When a list of drugs is from, and whether it is said to be checked."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from samhandling.facts.draft import Evidence
from samhandling.facts.letter import Letter

_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_BEHIND = 40


def about_list(letter: Letter, number: int) -> bool:
    """Whether a sentence stands under a heading of drugs or speaks of the list."""
    sentence = letter.reading.sentences[number]
    return sentence.kind == "drugs" or letter.has("drug_list", f"{sentence.heading} | {sentence.text}")


def is_attached(letter: Letter) -> bool:
    return any(about_list(letter, n) and letter.has("attached_list", s.text) for n, s in letter.sentences())


def checked(letter: Letter) -> Evidence | None:
    """The words that call the list reconciled or gone through."""
    for number, sentence in letter.sentences():
        hit = letter.patterns.search("reconciled", f"{sentence.heading} | {sentence.text}")
        if hit and about_list(letter, number) and not letter.has("negated", sentence.text):
            return letter.quote(number)
    return None


def list_date(letter: Letter) -> tuple[date, Evidence] | None:
    """The date the list is said to be of.

    Without a year it is the latest before the letter was sent, without a day or month the latest it can be.
    """
    sent = _as_date(letter.context.get("sent_on")) or _as_date(letter.context.get("discharged_on"))
    for number, _ in letter.sentences():
        if not about_list(letter, number):
            continue
        for text, start in _dated_texts(letter, number):
            found = _first_date(letter, text, sent)
            if found:
                day, left, right = found
                return day, _where(letter, text, start, left, right)
    return None


def _dated_texts(letter: Letter, number: int) -> Iterator[tuple[str, int | None]]:
    """The words where a date dates the list: its opening, what follows a word for checking, the heading."""
    sentence = letter.reading.sentences[number]
    if letter.has("attached_list", sentence.text):
        yield sentence.text, sentence.start
    elif letter.patterns.families["drug_list"].match(sentence.text):
        yield sentence.text.split(":")[0], sentence.start
    for hit in letter.patterns.every("list_checked", sentence.text):
        yield sentence.text[hit.start() : hit.end() + _BEHIND], sentence.start + hit.start()
    yield sentence.heading, None


def _where(letter: Letter, text: str, start: int | None, left: int, right: int) -> Evidence:
    return Evidence("text", text[left:right]) if start is None else letter.words(start + left, start + right)


def _first_date(letter: Letter, text: str, sent: date | None) -> tuple[date, int, int] | None:
    for hit in letter.patterns.every("day_month", text):
        day = _date(hit, sent)
        if day:
            return day, hit.start(), hit.end()
    month = letter.patterns.search("month_year", text)
    if not month:
        return None
    number = _MONTHS.index(month[1].lower().replace("maj", "mai")) + 1 if month[1] else 12
    last = date(int(month[2]), number, monthrange(int(month[2]), number)[1])
    return (min(last, sent) if sent else last), month.start(), month.end()


def _date(hit: re.Match[str], sent: date | None) -> date | None:
    day, month, year = int(hit[1]), int(hit[2]), hit[3]
    if year is None and sent is None:
        return None
    number = int(year) + (2000 if len(year) == 2 else 0) if year else sent.year if sent else 0
    try:
        found = date(number, month, day)
    except ValueError:
        return None
    if not year and sent and found > sent:
        return found.replace(year=number - 1) if (month, day) != (2, 29) else None
    return found


def _as_date(value: object) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
