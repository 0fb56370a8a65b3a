"""Whether the letter names a kontaktlege, and how the letter says that doctor is reached (recommendation 2.1.3)."""

from samhandling.documents.canonical import Party
from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter

_HEAD_LINES = 5
_FOOT_LINES = 3


def find(letter: Letter, draft: Draft) -> None:
    """Puts has_contact_doctor and contact_doctor_info.

    A contact nurse or a coordinator is no kontaktlege. Where a number stands in the letter's head or foot and it is not
    said whose it is, has_contact_doctor is left out: the letter may mean it for the contact doctor.
    """
    party = letter.document.contact_doctor
    named = party if isinstance(party, Party) else None
    if named and named.phones:
        draft.put("has_contact_doctor", True, _in_field(named.name))
        draft.put("contact_doctor_info", ", ".join(named.phones), _in_field(", ".join(named.phones)))
        return
    mentions = [number for number, sentence in letter.sentences() if _speaks_of_one(letter, number)]
    if not mentions and not named:
        return
    if mentions and all(letter.has("unnamed", _clause(letter, number)) for number in mentions):
        draft.put("has_contact_doctor", False, letter.quote(mentions[0]))
        return
    ways = [number for mention in mentions for number in _near(letter, mention) if _says_how(letter, number)]
    if ways:
        draft.put("has_contact_doctor", True, letter.quote(mentions[0]))
        draft.put("contact_doctor_info", letter.reading.sentences[ways[0]].text, letter.quote(ways[0]))
    elif not _number_at_the_edge(letter) and not _only_promised(letter, mentions):
        evidence = letter.quote(mentions[0]) if mentions else _in_field(named.name if named else "")
        draft.put("has_contact_doctor", True, evidence)


def _in_field(words: str) -> Evidence:
    return Evidence("field", words, locator="contact_doctor")


def _speaks_of_one(letter: Letter, number: int) -> bool:
    sentence = letter.reading.sentences[number]
    return letter.has("contact_doctor", sentence.text) or letter.has("contact_doctor", sentence.heading)


def _clause(letter: Letter, number: int) -> str:
    """The words around «kontaktlege», up to the nearest comma: «ikke» further off denies something else."""
    sentence = letter.reading.sentences[number]
    found = letter.patterns.search("contact_doctor", sentence.text)
    if found is None:
        return sentence.text.split(",")[0]
    left = max(sentence.text.rfind(mark, 0, found.start()) for mark in ",;") + 1
    rest = [at for mark in ",;" if (at := sentence.text.find(mark, found.end())) >= 0]
    return sentence.text[left : min(rest, default=len(sentence.text))]


def _near(letter: Letter, mention: int) -> list[int]:
    """The sentence itself and its neighbours of the same paragraph, nearest first."""
    sentences = letter.reading.sentences
    paragraph = sentences[mention].paragraph
    numbers = (mention, mention + 1, mention - 1)
    return [n for n in numbers if 0 <= n < len(sentences) and sentences[n].paragraph == paragraph]


def _says_how(letter: Letter, number: int) -> bool:
    text = letter.reading.sentences[number].text
    return letter.has("phone", text) or letter.has("contact_way", text)


def _only_promised(letter: Letter, mentions: list[int]) -> bool:
    texts = [letter.reading.sentences[number].text for number in mentions]
    return bool(texts) and all(letter.has("to_be_named", text) for text in texts)


def _number_at_the_edge(letter: Letter) -> bool:
    lines = [line for line in letter.text.split("\n") if line.strip()]
    edge = lines[:_HEAD_LINES] + lines[-_FOOT_LINES:]
    sender = letter.document.sender
    return any(letter.has("phone", line) for line in edge) or (isinstance(sender, Party) and bool(sender.phones))
