"""When, from whom, to whom and to where: the dates and flags that a message's fields, the caller's context and the
words give.

Sources that contradict each other take the field back (oracle README, «Reading conventions» 3); `hjem` says nothing
of care services.
"""

import re
from datetime import date

from samhandling.documents.canonical import NotLooked
from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter

_FULL_DATE = re.compile(r"\b(\d{1,2})\s?[./]\s?(\d{1,2})\s?[./]\s?(\d{4}|\d{2})\b")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_CONTACT_WORDS = re.compile(r"notat|kontroll|konsultasjon|time|dato|kontakt|undersøk|vurdering|fra|frå", re.I)
_HEAD_LINES = 8
_NOTES = frozenset({"poliklinisk_notat", "legevaktepikrise"})


def find(letter: Letter, draft: Draft) -> None:
    draft.put("event_type", letter.kind)
    _sent(letter, draft)
    _discharged(letter, draft)
    _destination(letter, draft)
    _objection(letter, draft)
    if letter.document.electronic:
        draft.put("channel", "electronic", Evidence("field", locator=letter.document.format))


def _sent(letter: Letter, draft: Draft) -> None:
    document = letter.document
    sent, given = _known(document.sent_at), _known(letter.context.get("sent_on"))
    if sent and given and sent[:10] != given[:10]:
        return draft.contradict("sent_at", "Brevet og den oppgitte sendedatoen er uenige om når det ble sendt.")
    moment = sent or given
    later = [known for value in (document.issued_at, document.approved_at) if (known := _known(value))]
    discharged = _known(document.discharged_on) or _known(letter.context.get("discharged_on"))
    late = bool(moment and discharged and moment[:10] > discharged[:10])
    if moment and not late and any(other[:10] > moment[:10] for other in later):
        return draft.contradict("sent_at", "Brevet er godkjent eller utstedt etter at det ble sendt.")
    if moment:
        return draft.put("sent_at", moment, Evidence("field", moment, locator="sent_at" if sent else "context.sent_on"))
    approved = _known(document.approved_at)
    if approved and discharged and approved[:10] > discharged[:10]:
        # It cannot have been sent before it was approved, which is enough to know that it was not the same day.
        draft.put("sent_at", approved, Evidence("field", approved, locator="approved_at"))


def _discharged(letter: Letter, draft: Draft) -> None:
    document = letter.document
    written, given = _known(document.discharged_on), _known(letter.context.get("discharged_on"))
    if written and given and written[:10] != given[:10]:
        return draft.contradict("discharge_at", "Brevet og den oppgitte utskrivningsdatoen er uenige.")
    sent = draft.values.get("sent_at")
    moment = written or given
    if moment:
        if isinstance(sent, str) and sent[:10] < moment[:10]:
            return draft.contradict("discharge_at", "Brevet er sendt før pasienten ble skrevet ut.")
        locator = "discharged_on" if written else "context.discharged_on"
        return draft.put("discharge_at", moment, Evidence("field", moment, locator=locator))
    if letter.kind in _NOTES and (found := _date_of_contact(letter.text, sent if isinstance(sent, str) else None)):
        day, start, end = found
        draft.put("discharge_at", day, letter.words(start, end))
        draft.put("event_date", day, letter.words(start, end))
    return None


def _date_of_contact(text: str, sent: str | None) -> tuple[str, int, int] | None:
    """The date of a note's contact: a full date in its head, not after it was sent; None when two could be meant."""
    end = _end_of_head(text)
    found = []
    for pattern in (_FULL_DATE, _ISO_DATE):
        for match in pattern.finditer(text, 0, end):
            day = _iso(match)
            if day and (sent is None or day <= sent[:10]):
                line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()]
                found.append((bool(_CONTACT_WORDS.search(line)), day, match.start(), match.end()))
    named = [each for each in found if each[0]] or found
    return named[0][1:] if len({day for _, day, _, _ in named}) == 1 else None


def _end_of_head(text: str) -> int:
    position = 0
    for _ in range(_HEAD_LINES):
        newline = text.find("\n", position)
        if newline < 0:
            return len(text)
        position = newline + 1
    return position


def _iso(match: re.Match[str]) -> str | None:
    first, month, last = match.groups()
    year, day = (first, last) if len(first) == 4 else (last if len(last) == 4 else f"20{last}", first)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


_INSTITUTIONS = frozenset({"sykehjem", "institusjon"})


def _destination(letter: Letter, draft: Draft) -> None:
    written, given = _known(letter.document.discharged_to), _known(letter.context.get("discharged_to"))
    if written == "død":
        draft.put("deceased", True, Evidence("field", written, locator="discharged_to"))
        return
    if written and given and (written in _INSTITUTIONS) != (given in _INSTITUTIONS):
        draft.contradict("discharged_to_institution", "Brevet og det oppgitte utskrivningsstedet er uenige.")
        draft.contradict("receives_care_services", "Brevet og det oppgitte utskrivningsstedet er uenige.")
        return
    place = given or written
    if place:
        evidence = Evidence("field", place, locator="context.discharged_to" if given else "discharged_to")
        draft.put("discharged_to_institution", place in _INSTITUTIONS, evidence)
        if place == "hjemmetjeneste":
            draft.put("receives_care_services", True, evidence)
    elif letter.kind == "poliklinisk_notat":
        # An outpatient goes back to where she came from; only a note that says so comes from an institution.
        draft.put("discharged_to_institution", False, Evidence("absence"))
    if letter.document.municipal_services:
        draft.put("receives_care_services", True, Evidence("field", locator="municipal_services"))


def _objection(letter: Letter, draft: Draft) -> None:
    for number, sentence in letter.sentences():
        if letter.has("objects", sentence.text):
            draft.put("patient_objects", True, letter.quote(number))


def _known(value: object) -> str | None:
    return value if isinstance(value, str) and value and not isinstance(value, NotLooked) else None
