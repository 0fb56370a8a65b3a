"""The package for the national board on paper: made of the page's own value, so that it holds what the page holds."""

from datetime import date
from typing import Any

from samhandling.disputes.package import Package, Paper
from samhandling.web.i18n import gettext, language, long_date, marked

_NOT_READY = marked("Pakken er ikke klar til å sendes: se sjekklisten til slutt.")


def printed(package: Package, heading: str, *, on: date) -> dict[str, Any]:
    """The values of `printing/package.typ`. Neither the area nor the one who prints it is named."""
    return {
        "number": package.number,
        "heading": heading,
        "language": language.get(),
        "printed": on.isoformat(),
        "over": f"{package.number} · {long_date(on)}",
        "warning": "" if package.complete else " ".join(filter(None, (gettext(_NOT_READY), stopped(package)))),
        "question": package.question,
        "facts": package.facts,
        "basis": package.legal_basis,
        "rules": list(package.rules),
        "papers": [_paper(each) for each in package.papers],
        "contact": package.contact,
        "copies": list(package.copies),
        "copied": copied(package),
        "checks": [{"status": _status(each.holds), "text": each.text} for each in package.checks],
        "labels": {
            "question": gettext(marked("Spørsmålet")),
            "facts": gettext(marked("Hva som har skjedd")),
            "basis": gettext(marked("Avtaler og bestemmelser")),
            "papers": gettext(marked("Papirene")),
            "contact": gettext(marked("Kontakt")),
            "copies": gettext(marked("Hvem som får kopi")),
            "checks": gettext(marked("Nemnda ber om")),
            "nothing": gettext(marked("Ikke skrevet ennå.")),
            "pages": gettext(marked("Side {page} av {pages}")),
        },
    }


def copied(package: Package) -> str:
    if package.copied_on is None:
        return gettext(marked("Kopi er ikke sendt ennå."))
    return gettext(marked("Kopi er sendt %(day)s.")) % {"day": long_date(package.copied_on)}


def stopped(package: Package) -> str:
    """Where the guard found something; empty when nowhere."""
    if not package.stopped:
        return ""
    where = {"where": ", ".join(package.stopped)}
    return gettext(marked("Vernet fant noe i: %(where)s. Rett det før pakken sendes.")) % where


def _paper(paper: Paper) -> dict[str, str]:
    return {"heading": paper.heading, "by": paper.by, "text": paper.text, "note": ""}


def _status(holds: bool) -> str:
    return gettext(marked("Klart")) if holds else gettext(marked("Mangler"))
