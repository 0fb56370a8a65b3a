"""What the readers say to people, in bokmål and nynorsk: why a file is refused, and what was noticed on the way."""

from typing import Final

from samhandling.documents.canonical import Notice, Unreadable

MAX_MEGABYTES: Final = 10
MAX_DEPTH: Final = 256
MAX_LETTER: Final = 60_000  # code points; hostile text must not cost more than seconds

# code → (bokmål, nynorsk); `{…}` are places and numbers, never text from the file
_REFUSALS: Final = {
    "empty": (
        "Filen er tom. Velg filen på nytt, eller lim inn teksten.",
        "Fila er tom. Vel fila på nytt, eller lim inn teksten.",
    ),
    "too_large": (
        f"Filen er større enn {MAX_MEGABYTES} MB og blir ikke lest. Ta ut vedleggene og prøv igjen.",
        f"Fila er større enn {MAX_MEGABYTES} MB og blir ikkje lesen. Ta ut vedlegga og prøv igjen.",
    ),
    "too_deep": (
        f"Filen har mer enn {MAX_DEPTH} nivåer inni hverandre og blir ikke lest. Ingen helsemelding er bygd slik.",
        f"Fila har meir enn {MAX_DEPTH} nivå inni kvarandre og blir ikkje lesen. Inga helsemelding er bygd slik.",
    ),
    "too_many_elements": (
        "XML-filen har flere elementer enn noen helsemelding har, og blir ikke lest.",
        "XML-fila har fleire element enn noka helsemelding har, og blir ikkje lesen.",
    ),
    "binary": (
        "Filen er ikke tekst, men {what}. Lagre brevet som ren tekst eller helsemelding (XML), eller lim inn teksten.",
        "Fila er ikkje tekst, men {what}. Lagre brevet som rein tekst eller helsemelding (XML), eller lim inn teksten.",
    ),
    "control_characters": (
        "Filen er full av styretegn og er ikke tekst. Lagre brevet som ren tekst i UTF-8 og prøv igjen.",
        "Fila er full av styreteikn og er ikkje tekst. Lagre brevet som rein tekst i UTF-8 og prøv igjen.",
    ),
    "nul_byte": (
        "Filen inneholder nullbyte og er ikke tekst. Lagre brevet som ren tekst i UTF-8 og prøv igjen.",
        "Fila inneheld nullbyte og er ikkje tekst. Lagre brevet som rein tekst i UTF-8 og prøv igjen.",
    ),
    "doctype": (
        "XML-filen har en dokumenttypedeklarasjon (DOCTYPE). Slike filer blir avvist uten at noe åpnes, fordi de kan "
        "hente inn andre filer. Ta bort deklarasjonen og prøv igjen.",
        "XML-fila har ein dokumenttypedeklarasjon (DOCTYPE). Slike filer blir avviste utan at noko blir opna, "
        "fordi dei kan hente inn andre filer. Ta bort deklarasjonen og prøv igjen.",
    ),
    "encoding": (
        "Tegnene i filen kan ikke leses: den er ikke i det tegnsettet den sier, eller i et vi ikke leser. "
        "Lagre filen i UTF-8 og prøv igjen.",
        "Teikna i fila kan ikkje lesast: ho er ikkje i det teiknsettet ho seier, eller i eit vi ikkje les. "
        "Lagre fila i UTF-8 og prøv igjen.",
    ),
    "not_well_formed_xml": (
        "XML-en er ikke velformet: feilen er på linje {line}, tegn {column}. Be avsender sende meldingen på nytt; "
        "en halvlest melding blir ikke sjekket.",
        "XML-en er ikkje velforma: feilen er på linje {line}, teikn {column}. Be avsendaren sende meldinga på nytt; "
        "ei halvlesen melding blir ikkje sjekka.",
    ),
    "not_well_formed_json": (
        "JSON-en er ikke gyldig: feilen er på linje {line}, tegn {column}. Rett filen og prøv igjen.",
        "JSON-en er ikkje gyldig: feilen er på linje {line}, teikn {column}. Rett fila og prøv igjen.",
    ),
    "unknown_json": (
        "JSON-filen er av et slag vi ikke kjenner. Vi leser FHIR-dokumenter (utskrivningsrapport og legemiddelliste).",
        "JSON-fila er av eit slag vi ikkje kjenner. Vi les FHIR-dokument (utskrivingsrapport og legemiddelliste).",
    ),
    "unknown_xml": (
        "XML-filen er lest, men er ikke en meldingstype vi kjenner. Vi leser blant annet epikrise, henvisning, "
        "PLO-meldinger, e-resept, sykmelding og dialogmelding.",
        "XML-fila er lesen, men er ikkje ein meldingstype vi kjenner. Vi les mellom anna epikrise, tilvising, "
        "PLO-meldingar, e-resept, sjukmelding og dialogmelding.",
    ),
    "unknown_kind": (
        "Teksten er lest, men det går ikke fram hva slags dokument den er. Velg dokumenttype og prøv igjen.",
        "Teksten er lesen, men det går ikkje fram kva slags dokument han er. Vel dokumenttype og prøv igjen.",
    ),
}
# the stable code of the contract, where several sentences share one
_CODES: Final = {
    "too_many_elements": "too_large",
    "control_characters": "binary",
    "not_well_formed_xml": "not_well_formed",
    "not_well_formed_json": "not_well_formed",
    "unknown_xml": "unknown_kind",
}

_NOTICES: Final = {
    "patient_missing": (
        "Meldingen sier ikke hvem pasienten er.",
        "Meldinga seier ikkje kven pasienten er.",
    ),
    "cancellation": (
        "Meldingen trekker tilbake et tidligere dokument og har ikke noe innhold å sjekke.",
        "Meldinga trekkjer tilbake eit tidlegare dokument og har ikkje noko innhald å sjekke.",
    ),
    "approved_after_sent": (
        "Dokumentet er godkjent etter at det ble sendt. Begge tidene er tatt med som de står.",
        "Dokumentet er godkjent etter at det vart sendt. Begge tidene er tekne med slik dei står.",
    ),
    "discharged_after_sent": (
        "Utskrivningen er etter at dokumentet ble sendt. Begge tidene er tatt med som de står.",
        "Utskrivinga er etter at dokumentet vart sendt. Begge tidene er tekne med slik dei står.",
    ),
    "discharged_before_admitted": (
        "Utskrivningen er før innleggelsen. Begge tidene er tatt med som de står.",
        "Utskrivinga er før innlegginga. Begge tidene er tekne med slik dei står.",
    ),
    "several_admission_dates": (
        "Teksten oppgir flere datoer for innleggelse. Ingen av dem er valgt.",
        "Teksten gir opp fleire datoar for innlegging. Ingen av dei er valde.",
    ),
    "several_discharge_dates": (
        "Teksten oppgir flere datoer for utskrivning. Ingen av dem er valgt.",
        "Teksten gir opp fleire datoar for utskriving. Ingen av dei er valde.",
    ),
    "drug_lists_differ": (
        "Legemiddellisten er ført både kodet og som tekst, og de to listene er ikke like lange.",
        "Legemiddellista er ført både koda og som tekst, og dei to listene er ikkje like lange.",
    ),
    "dates_from_narrative": (
        "Oppholdets datoer er hentet fra teksten om kontakten, fordi de kodede datoene er ufullstendige.",
        "Datoane for opphaldet er henta frå teksten om kontakten, fordi dei koda datoane er ufullstendige.",
    ),
    "several_letters": (
        "Filen inneholder flere brev om ulike pasienter eller opphold. Legg dem i hver sin fil for å få dem sjekket.",
        "Fila inneheld fleire brev om ulike pasientar eller opphald. Legg dei i kvar si fil for å få dei sjekka.",
    ),
    "long_text": (
        f"Teksten er lengre enn {MAX_LETTER} tegn. Overskrifter, datoer og lister er bare lest i begynnelsen.",
        f"Teksten er lengre enn {MAX_LETTER} teikn. Overskrifter, datoar og lister er berre lesne i byrjinga.",
    ),
    "several_payloads": (
        "Meldingen har flere dokumenter i samme konvolutt. Bare det første er lest.",
        "Meldinga har fleire dokument i same konvolutt. Berre det første er lese.",
    ),
    "damaged_characters": (
        "Noen tegn i filen er ødelagt og kunne ikke leses.",
        "Nokre teikn i fila er øydelagde og kunne ikkje lesast.",
    ),
    "kind_from_caller": (
        "Teksten ser ut til å være et annet slags dokument enn det som er oppgitt. Det oppgitte er brukt.",
        "Teksten ser ut til å vere eit anna slags dokument enn det som er oppgitt. Det oppgitte er brukt.",
    ),
}


def refusal(reason: str, **places: object) -> Unreadable:
    """The exception for a reason in `_REFUSALS`, with places and numbers filled in."""
    nb, nn = _REFUSALS[reason]
    return Unreadable(_CODES.get(reason, reason), nb.format(**places), nn.format(**places))


def notice(code: str) -> Notice:
    return Notice(code, *_NOTICES[code])
