"""Where a person lives and is reached: e-mail, street, postbox."""

import re
from collections.abc import Iterator
from typing import Final

from samhandling.guard.cues import Near
from samhandling.guard.hits import Hit

_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|\(at\)|\[at\]| krøllalfa ) ?[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}"
)
_OFFICE_BOX: Final = re.compile(
    r"(?i)^(?:post|postmottak|firmapost|kontakt|info|resepsjon\w{0,10}|legekontor\w{0,10}|samhandling\w{0,10}|pko\w{0,10}"
    r"|support|noreply|no-reply|avdeling\w{0,10}|poliklinikk\w{0,10}|kommune\w{0,10}|service\w{0,10}|hjelp)[\w.-]{0,20}@"
)
# A house number is no decimal, no day of a month and no hour.
_ENDS: Final = r"(?![\w-]|[.,]\d|\. ?(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des|time|etasje|plass))"
_STREET: Final = re.compile(
    r"(?<![^\W_])(?:[A-ZÆØÅ][\w.'-]{1,25} ){0,2}"
    r"(?:[A-ZÆØÅ][\w'-]{1,25}(?:gata|gate|gaten|veien|vegen|vei|veg|allé|alleen|plassen|torget|torg|bakken|stien|svingen|lia"
    r"|løkka|tunet|ringen|kroken|bryggen|brygga|kaia|haugen|åsen|jordet|skogen)"
    r"|(?:gate|gata|vei|veg|veien|vegen|allé|plass|terrasse|brygge))"
    r"[ ,]{1,2}(?:nr\.? ?)?\d{1,4} ?[A-Z]?" + _ENDS
)
# Farms and old streets («Nedre Bakklandet 22»): only where somebody lives, or before a postal code.
_HOUSE: Final = re.compile(
    r"(?<![^\W_])(?:[A-ZÆØÅ][\w'-]{1,25} ){1,3}\d{1,3} ?[A-H]?"
    + _ENDS
    + r"(?! (?:dag|døgn|uke|veke|veker|måned|månad|år|gang|gong|av|x)\w{0,4}\b)"
)
_POSTBOX: Final = re.compile(r"(?i)(?<!\w)(?:postboks|pb\.?) ?\d{1,5}(?!\d)")
_POSTAL: Final = re.compile(r"(?<![\w/.-])\d{4} [A-ZÆØÅ][a-zæøå]{1,20}(?: [A-ZÆØÅ][a-zæøå]{1,20})?")


def contacts(text: str, near: Near) -> Iterator[Hit]:
    for match in _EMAIL.finditer(text):
        if not _OFFICE_BOX.match(match.group().replace(" ", "")):
            yield Hit("email", match.start(), match.end(), "block")
    for match in _STREET.finditer(text):
        start, end = match.span()
        if near.before("office", start, reach=40) and not near.before("lives", start, reach=40):
            continue
        tail = _POSTAL.match(text, end + 2) if text[end : end + 2] in (", ", " \n") else None
        yield Hit("address", start, tail.end() if tail else end, "block")
    for match in _HOUSE.finditer(text):
        tail = _POSTAL.match(text, match.end() + 2) if text[match.end() : match.end() + 2] in (", ", " \n") else None
        office = near.before("office", match.start(), reach=40)
        if near.touches("lives", match.start()) or (tail and not office):
            yield Hit("address", match.start(), tail.end() if tail else match.end(), "block")
    for match in _POSTBOX.finditer(text):
        if not near.before("office", match.start(), reach=40):
            yield Hit("address", match.start(), match.end(), "block")
    for match in _POSTAL.finditer(text):
        if near.before("lives", match.start(), reach=40):
            yield Hit("address", match.start(), match.end(), "block")
