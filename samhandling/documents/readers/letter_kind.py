"""Tells from its words what kind of letter a plain text is: titles weigh more than turns of phrase further down."""

import re
from typing import Final, NamedTuple


class _Sign(NamedTuple):
    kind: str
    weight: int
    pattern: re.Pattern[str]


def _signs(*rows: tuple[str, int, str]) -> tuple[_Sign, ...]:
    return tuple(_Sign(kind, weight, re.compile(words, re.IGNORECASE | re.MULTILINE)) for kind, weight, words in rows)


_EPIKRISE_TITLE: Final = (
    r"epikrise\w*|kortepikrise|\bepikr\.|utskriv(?:nings|ings|elses|nings-)\s?(?:notat|oppsummering|brev|rapport|"
    r"merknad|epikrise)\w*|"
    r"^utskriv(?:n)?ing\s+\d|discharge (?:summary|letter|report)|sluttnotat"
)
# in the first lines
_IN_HEAD: Final = _signs(
    ("legevaktepikrise", 9, r"legevakts?(?:epikrise|notat|journal)|epikrise fr[aå] legevakt|"
                            r"^[^\w\n]{0,10}legevakt\w*\b.*(?:notat|epikrise)"),
    ("epikrise", 7, _EPIKRISE_TITLE),
    ("epikrise", 2, r"\binnlagt\b|\binnlagd\b|\binnl\.|sengepost|døgnpost"),
    ("poliklinisk_notat", 7, r"poliklinisk\w*\s+(?:notat|kontroll|konsultasjon)|konsultasjonsnotat"),
    ("poliklinisk_notat", 5, r"\b(?:skopi|veilednings|rettleiings|avslutnings|konsultasjons|infusjons)?notat\b|"
                             r"årskontroll|legekontroll|"
     r"førstegangskonsultasjon|dato for kontakt|^[^\w\n]{0,10}konsultasjon\b"),
    ("poliklinisk_notat", 3, r"poliklinikk|\bpol\.|endoskopi"),
    ("henvisning", 8, r"^[^\w\n]{0,10}(?:henvisning|tilvising|henv\.|søknad om innleggelse|innleggelsesskriv|"
     r"referral)\b|"
     r"henvist fra:|henv\.? fra|henvisning fra|henvisning til|tilvising (?:til|frå)|henvisningsskriv"),
    ("henvisning", 4, r"^[^\w\n]{0,10}til (?:\w+ ){0,3}?(?:\w*poliklinikk\w*|\w*avdeling\w*|dps|bup|sykehus|sjukehus)|"
                      r"kjære kollega|innleggende lege|"
     r"(?:henvisnings|tilvisings)(?:diagnose|grunn)"),
    ("innkallingsbrev", 9, r"^[^\w\n]{0,10}innkalling|innkallingsbrev|timeavtale|^[^\w\n]{0,10}ny time\b"),
    ("innkallingsbrev", 5, r"til deg\b|til pasienten|din timeplan|du (?:har|får|er|skal)\b|vi vent[ae]r deg|"
                           r"ønsker deg velkommen|kaller deg inn"),
)  # fmt: skip
# anywhere
_IN_BODY: Final = _signs(
    ("epikrise", 2, r"\b(?:ble|vart|blei) (?:innlagt|innlagd)|\binnlagt\b.{0,60}\butskre?v"),
    ("epikrise", 2, r"\butskre?vet\b|\butskriven\b|\butskrives\b|utskrivning|utskriving|hjemreise|heimreise|"
                    r"under (?:oppholdet|opphaldet|innleggelsen)"),
    ("epikrise", 2, r"\binnl(?:agt|agd|\.)|medisiner hjem|sengepost"),
    ("poliklinisk_notat", 2, r"\bkonsultasjon\b|i dag:|us\.? i dag|kontroll i poliklinikk|ny kontroll hos oss"),
    ("henvisning", 3, r"\bber om (?:vurdering|hjelp|utredning|utgreiing|time|avrusning)|ønske[rs] (?:vurdering|"
                      r"utredning|innlagt)|"
     r"ynskjer (?:utgreiing|vurdering)|takknemlig for|(?:henvises|tilvisast) (?:til|etter|for)|anmoder om"),
    ("henvisning", 2, r"problemstilling|hastegrad|prioriteringsveileder|pakkeforløp|"
                      r"tjenester til (?:videre )?spesialist|"
     r"ønskes innlagt|ønsket undersøkelse"),
    ("henvisning", 2, r"^[^\n]{0,60}\bfastlege[ \t]*$"),
    ("innkallingsbrev", 4, r"\b(?:du|deg|din|ditt|dine)\b(?:[\s\S]{1,400}?\b(?:du|deg|din|ditt|dine)\b){3}"),
    ("innkallingsbrev", 3, r"passer ikke timen|oppmøte|møt(?:er)? opp|gi beskjed (?:innen|senest)|kom fast[ae]nde|"
                           r"frammøte|fremmøte"),
)  # fmt: skip
_HEAD_LINES: Final = 6
_HEAD_LENGTH: Final = 500
_ENOUGH: Final = 4
_BODY_LENGTH: Final = 20_000


def kind_in_words(text: str) -> str | None:
    """The kind the words point to; None when they point nowhere, or to two kinds alike."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    head = "\n".join(lines[:_HEAD_LINES])[:_HEAD_LENGTH]
    body = text[:_BODY_LENGTH]
    points: dict[str, int] = {}
    for signs, where in ((_IN_HEAD, head), (_IN_BODY, body)):
        for sign in signs:
            if sign.pattern.search(where):
                points[sign.kind] = points.get(sign.kind, 0) + sign.weight
    ranked = sorted(points.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < _ENOUGH or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
