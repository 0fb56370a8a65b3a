"""What a part of a letter is about, from the heading codes of the messages and from the words of headings in text."""

import re
from typing import Final

TOPICS: Final = frozenset(
    {"diagnosis", "reason", "problem", "request", "history", "social", "allergy", "findings", "procedure", "course"}
    | {"function", "assessment", "summary", "plan", "medication", "sick_leave", "information", "pending", "transport"}
    | {"contact", "priority", "attachments", "treatment"}
)

_HEADING_LISTS: Final = ("8311", "8231", "8234")
_BY_CODE: Final[dict[str, dict[str, str]]] = {
    "headings": {
        "AI": "reason", "ÅI": "reason", "AH": "reason", "BG": "reason", "KF": "reason", "RU": "reason", "MU": "reason",
        "BUP-BM": "reason", "BUP-HG": "reason", "PROB": "problem", "UTRED": "request", "MAAL": "plan",
        "DIAG": "diagnosis", "FA": "social", "BUP-O": "social", "FO": "course", "FU": "findings", "LR": "findings",
        "HJ": "function", "IP": "information", "ME": "medication", "OP": "plan", "SY": "sick_leave", "TS": "history",
        "UP": "pending", "VU": "assessment", "SVU": "assessment", "TB": "assessment", "TEL": "contact",
    },
    "8233": {
        "ANAM": "history", "ART": "history", "OPPL": "history", "SYMP": "history", "CAVE": "allergy", "NB": "allergy",
        "SM": "allergy", "FUNN": "findings", "US": "findings", "GOPL": "findings", "PRS": "procedure",
        "MPRS": "procedure", "OPIN": "procedure", "MEDB": "medication", "SYKM": "sick_leave", "H": "diagnosis",
        "B": "diagnosis", "PROG": "assessment", "TB": "treatment", "GBEH": "treatment",
    },
    "LOINC": {
        "8648-8": "course", "11535-2": "diagnosis", "46241-6": "reason", "42347-5": "reason", "10185-7": "procedure",
        "67781-5": "summary", "87232-5": "medication", "75311-1": "medication", "10160-0": "medication",
        "42346-7": "medication", "10183-2": "medication", "29549-3": "medication", "18776-5": "plan", "8650-4": "plan",
        "48765-2": "allergy", "10154-3": "problem", "11348-0": "history", "29762-2": "social", "47420-5": "function",
        "30954-2": "findings", "11493-4": "findings",
    },
}  # fmt: skip

# stems: what a heading begins with; whole: short words that are headings only when they stand alone
_WORDS: Final[tuple[tuple[str, str, str], ...]] = (
    ("diagnosis", r"(?:hoved|bi|henvisnings|tilvisings|innleggelses|innleggings|aktuelle? |"
                  r"utskrivnings)?diagnos\w*", r"dg|tilstand"),
    ("sick_leave", r"sy?j?uke?melding\w*|syke?melding\w*|arbeids(?:før|ufør)het", r""),
    ("allergy", r"cave|allergi\w*|kritisk informasjon|overfølsomhet", r""),
    ("medication",
     r"legemid\w*|medisin(?:er|ar|ering|liste|lista|ane)\w*|medikament(?!ell)\w*|medications?|lib|reseptliste|"
     r"hjemmemedisin\w*|"
     r"heimemedisin\w*|(?:faste|gjeldende|aktuelle|nåværende) (?:medisin\w*|legemid\w*|medikament\w*)|øyedråper|"
     r"augedropar",
     r"faste|med|utskrevet med|bruker|brukar|multidose"),
    ("pending", r"ubesvarte prøver|utestående (?:svar|prøver|prøvesvar)|svar som (?:ikke|ikkje)", r""),
    ("transport", r"transport|reise|om reisen|skyss|pasientreise\w*|syketransport|sjuketransport", r""),
    ("priority", r"hastegrad|vurdering av hastegrad|prioritet|prioritering", r""),
    ("plan",
     r"planer|planar|oppfølg\w*|oppfylging\w*|vid[ae]re (?:plan\w*|oppfølg\w*|opplegg|behandling|tiltak|kontroll\w*)|"
     r"behandlingsplan|utskrivningsplan|plan for|kontroller|kontrollar|anbefaling\w*|follow.?up|avtalt innhold|"
     r"veien videre|vegen vidare|avtale videre",
     r"plan|vid[ae]re|tiltak|kontroll|avtaler?|overføring|det viktigste fremover"),
    ("assessment", r"vurdering|vurdert som|konklusjon\w*|assessment", r"vurd|råd"),
    ("summary", r"sammenfatning|samandrag|sammendrag|oppsummering|resym[eé]|summary|kort oppsummert", r""),
    ("reason",
     r"(?:innleggelses|innleggings|henvisnings|tilvisings|kontakt)(?:årsak|grunn)\w*|"
     r"årsak til (?:inn|hen|til)\w*|indikasjon|bakgrunn",
     r"årsak|aktuelle?"),
    ("problem", r"(?:aktuell )?problemstilling|sykehistorie|sjukehistorie|anamnese", r"problem|spørsmål|konkret|"
        r"aktuelt"),
    ("request", r"(?:ønske[rt]?|forvent[ea][td]?) (?:undersøkelse|utredning|behandling|utgreiing)", r"ønskes|ber om|"
        r"bestilling"),
    ("history", r"tid(?:ligere|legare) (?:syk|sjuk|syd|beh)\w*|kjente sykdommer|komorbiditet|"
                r"naturlige funksjoner", r"tid(?:ligere|legare)"),
    ("social", r"familie|sosialt?|familieanamnese", r"arbeid|yrke"),
    ("findings",
     r"funn|undersøkelse\w*|utredningsresultat\w*|status presens|supplerende undersøkelser|blodprøver|røntgen\w*|"
     r"histologi|prøvesvar|resultater?|bildediagnostikk|laboratori\w*",
     r"status|lab|rtg(?: thorax)?|ct|mr|us"),
    ("procedure", r"operasjon\w*|inngrep\w*|prosedyre\w*", r"utført|gjennomføring"),
    ("course",
     r"forløp\w*|behandling under|under (?:oppholdet|opphaldet|innleggelsen)|sykehusoppholdet|legens notater|"
     r"hospital course|"
     r"medikamentell behandling",
     r"behandling|utvikling"),
    ("function", r"funksjon\w*|hjelpetiltak", r"adl"),
    ("information", r"informasjon (?:til|gitt)|pasientinformasjon", r"informasjon|til pasienten"),
    ("contact", r"kontakt(?:lege|informasjon|person|sykepleier)\w*|telefon til", r""),
    ("attachments", r"vedlegg|vedlagt", r""),
)  # fmt: skip
_LINKS: Final = r"mv|m\.v|ved|til|for|før|etter|under|no|nå|hjem|og|i|av|pasient|hjelpetiltak|sosialt"
_TAIL: Final = rf"(?:[ /](?:{_LINKS})\b[\w/ æøåÆØÅ-]{{0,30}})?"  # «ved utskrivelse», «til pasient/pårørende»
_STEMS: Final = re.compile(
    "|".join(f"(?P<{topic}>(?:{stems})(?![\\wæøå]))" for topic, stems, _ in _WORDS), re.IGNORECASE
)
_WHOLE: Final = re.compile("|".join(f"(?P<{topic}>{whole})" for topic, _, whole in _WORDS if whole), re.IGNORECASE)
_ALONE: Final = re.compile(
    "|".join(
        f"(?P<{topic}>{'|'.join(filter(None, (f'(?:{stems}){_TAIL}', whole)))})" for topic, stems, whole in _WORDS
    ),
    re.IGNORECASE,
)
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
    found = _WHOLE.fullmatch(label) or _STEMS.match(label)
    return found.lastgroup if found else None


def topic_of_title(line: str) -> str | None:
    """The topic of a line that is only a heading: «Planer for videre oppfølging», «Medisiner ved utskrivelse»."""
    found = _ALONE.fullmatch(_AROUND.sub("", line))
    return found.lastgroup if found else None
