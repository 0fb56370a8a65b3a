"""What the form for a file asks for, and what its refusals are called: what it is, why, and what to do."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from samhandling.attachments.answers import MOST_CHARACTERS, MOST_PAGES
from samhandling.attachments.extracting import Extracted
from samhandling.guard import Hit
from samhandling.identity.access import Visitor
from samhandling.kernel.errors import Refused
from samhandling.web.fields import Field, Filled, Inspected, Kind, Problem, answered, empty
from samhandling.web.forms import Submitted
from samhandling.web.i18n import gettext, marked
from samhandling.web.refused import with_refusal

FILE: Final = Field("fil", marked("Fil"), Kind.LINE, not_stored=marked("Fila leses for seg."))
NAME: Final = Field(
    "navn",
    marked("Navn på fila i saken"),
    hint=marked("Tomt: navnet fila har hos deg. De andre i saken ser navnet."),
    required=False,
    longest=100,
)
FIELDS: Final = (FILE, NAME)
_MOST_MARKS: Final = 40
_MOST_PLACES: Final = 5

_AGAIN: Final = marked("Fila er ikke lagret, og nettleseren husker den ikke: velg den på nytt.")
REFUSALS: Final[Mapping[str, str]] = {
    "missing": marked("Velg en fil."),
    "too_large": marked("Fila er større enn 5 MB. Legg ved den delen saken gjelder, eller lagre den med mindre bilder."),  # noqa: E501
    "too_large_cleaned": marked("Fila ble for stor da den ble renset. Legg ved den delen saken gjelder."),
    "busy": marked("Mange filer leses akkurat nå. Vent litt og send på nytt."),
    "too_long": marked("Det tok for lang tid å lese fila. Skriv den ut til en ny PDF, eller legg ved færre sider."),
    "too_much": marked("Fila krever for mye å lese. Skriv den ut til en ny PDF, eller legg ved færre sider."),
    "damaged": marked("Fila kunne ikke leses: den er skadet, eller bygd på en måte vi ikke kjenner. Åpne den og skriv den ut til en ny PDF."),  # noqa: E501
    "empty": marked("Det er ingen tekst i fila. Velg en annen."),
    "encoding": marked("Teksten har et tegnsett vi ikke kjenner. Lagre den på nytt som UTF-8."),
    "control_characters": marked("Fila har tegn som ikke hører hjemme i en tekst. Kopier teksten til en ny fil, og lagre den som ren tekst."),  # noqa: E501
    "long_text": marked("Teksten er for lang: det er plass til %(most)s tegn. Legg ved den delen saken gjelder."),
    "encrypted": marked("PDF-en er låst, så innholdet kan ikke kontrolleres. Skriv den ut til en ny PDF uten passord."),
    "embedded": marked("PDF-en har andre filer, lyd eller film inni seg, som ikke kan kontrolleres. Skriv den ut til en ny PDF."),  # noqa: E501
    "form": marked("PDF-en er et skjema, og det som er fylt ut, kan ikke kontrolleres. Skriv den ut til en ny PDF, så blir det vanlig tekst."),  # noqa: E501
    "pages": marked("PDF-en har for mange sider: det er plass til %(most)s. Legg ved den delen saken gjelder."),
    "textless": marked("Side %(page)s er et bilde uten tekst, så ingen kan kontrollere den uten å se på den. Legg ved en PDF som er laget av tekst, eller skriv selv det saken gjelder."),  # noqa: E501
    "pictures_off": marked("Fila er et bilde. Området tar ikke imot bilder, fordi ingen maskin ser om en pasient kan kjennes igjen. Skriv heller hva bildet viser."),  # noqa: E501
    "picture_format": marked("PDF-en har bilder i en form som ikke kan renses for sted og eier. Skriv den ut til en ny PDF."),  # noqa: E501
    "too_many_points": marked("Bildet er for stort. Gjør det mindre enn 40 megapiksler."),
    "many": marked("Saken har %(most)s vedlegg, og det er ikke plass til flere. Fjern et du ikke trenger."),
    "stub": marked("Saken er vist til en annen kanal, og tar ikke imot filer."),
    "hidden_before": marked("Denne fila er skjult i saken av hensyn til personvern, og kan ikke legges ved igjen."),
    "type_zip": marked("Fila er en zip-fil eller et dokument fra Word, Excel eller LibreOffice. Lagre dokumentet som PDF."),  # noqa: E501
    "type_old_office": marked("Fila er et eldre dokument fra Office, eller en e-post. Lagre den som PDF."),
    "type_rtf": marked("Fila er et RTF-dokument. Lagre det som PDF."),
    "type_markup": marked("Fila er en nettside, en e-post eller en XML-melding. Skriv den ut til PDF."),
    "type_utf16": marked("Teksten er lagret som UTF-16. Lagre den på nytt som UTF-8."),
    "type_picture": marked("Fila er et bilde i en form vi ikke tar imot. Skriv heller hva bildet viser."),
    "type_archive": marked("Fila er et arkiv med andre filer i. Legg ved filene hver for seg, som PDF eller tekst."),
    "type_program": marked("Fila er et program. Det tas ikke imot."),
}  # fmt: skip
_MOST: Final[Mapping[str, int]] = {"long_text": MOST_CHARACTERS, "pages": MOST_PAGES}


def blank() -> Filled:
    return empty(FIELDS)


def typed(sent: Submitted) -> Filled:
    """The form again, as it was sent."""
    return Filled(FIELDS, {NAME.name: sent.text(NAME.name).strip()}, answered=answered(sent, ()))


def refused(form: Filled, error: Refused) -> Filled:
    """`error`: of the extractor or of `attaching`."""
    code = f"type_{error.values['kind']}" if error.code == "type" else error.code
    values = {"most": _MOST.get(error.code, 0)} | dict(error.values) | {"field": FILE.name}
    return with_refusal(form, Refused(code, **values), REFUSALS)


def inspected(who: Visitor, form: Filled, name: str, extracted: Extracted, sent: Submitted) -> Filled:
    """The form with what the guard found in the name and in the text; without problems it may be stored."""
    found = (
        _of_name(who, name, sent, typed_anew=bool(form.text(NAME.name))),
        _of_text(who, extracted, sent),
    )
    let_through: dict[str, int] = defaultdict(int)
    for each in found:
        for kind, count in each.let_through.items():
            let_through[kind] += count
    problems = tuple(problem for each in found for problem in each.problems)
    if problems:
        problems = (*problems, Problem(FILE.name, gettext(_AGAIN)))
    return Filled(
        form.fields,
        form.values,
        (*form.problems, *problems),
        let_through=dict(let_through),
        answered=answered(sent, problems),
    )


def _of_name(who: Visitor, name: str, sent: Submitted, *, typed_anew: bool) -> Inspected:
    """Whatever the file is called, the way out is to call it something else here."""
    hits = who.inspector.guard.check_file_name(name)
    label = gettext("Navnet") if typed_anew else gettext("Navnet på fila")
    return who.inspector.judged(who.me.person, NAME, name, hits, sent, lambda _: label)


def _of_text(who: Visitor, extracted: Extracted, sent: Submitted) -> Inspected:
    hits, where = _distinct(extracted)
    found = who.inspector.judged(who.me.person, FILE, extracted.text, hits, sent, where)
    return Inspected(tuple(map(_shortened, found.problems)), found.let_through)


def _distinct(extracted: Extracted) -> tuple[Iterable[Hit], Callable[[Hit], str]]:
    """The same words once, and where they all stand."""
    alike: dict[tuple[str, str], list[Hit]] = defaultdict(list)
    for hit in extracted.hits:
        alike[hit.kind, extracted.text[hit.start : hit.end]].append(hit)
    place, word = (extracted.page, gettext("Side")) if extracted.kind == "pdf" else (extracted.line, gettext("Linje"))

    def where(hit: Hit) -> str:
        every = alike[hit.kind, extracted.text[hit.start : hit.end]]
        numbers = sorted({place(each.start) for each in every})
        more = " …" if len(numbers) > _MOST_PLACES else ""
        return f"{word} {', '.join(map(str, numbers[:_MOST_PLACES]))}{more}"

    return [hits[0] for hits in alike.values()], where


def _shortened(problem: Problem) -> Problem:
    left = len(problem.marks) - _MOST_MARKS
    if left <= 0:
        return problem
    message = problem.message + " " + gettext("Her er de første; det er %(n)s til.") % {"n": left}
    return Problem(problem.field, message, problem.marks[:_MOST_MARKS])
