"""Values of a case to print; synthetic."""

from typing import Any


def case(**changed: Any) -> dict[str, Any]:
    """Every part of `case.typ` is in it."""
    written = {"heading": "Fremstilling", "by": "Medisinsk avdeling", "text": "Slik ser vi det.", "note": "Bekreftet."}
    return {
        "number": "TV-2026-001",
        "heading": "Hvem følger opp når prøven er tatt?",
        "language": "nb",
        "printed": "2026-03-02",
        "over": "Tvist TV-2026-001 · Nordmo",
        "state_label": "Til rådet",
        "tags": ["Forlik"],
        "facts": [{"label": "Parter", "value": "Medisinsk avdeling, Fjordvik kommune"}],
        "sections": [
            {
                "id": "syn",
                "title": "Slik ser partene det",
                "note": "Hver for seg.",
                "facts": [{"label": "Stemmer", "value": "5 for, 2 mot"}],
                "texts": [written],
                "rows": [
                    {
                        "title": "Tiltak",
                        "text": "Ny rutine",
                        "status": "Gjort",
                        "facts": [{"label": "Frist", "value": "1. mai"}],
                    }
                ],
                "table": [["Del", "Poeng"], ["Kompetanse", "2"]],
            }
        ],
        "rules": [{"number": "2.3.3.5", "heading": "Multidose", "main": True}],
        "related": [{"why": "Bygger på", "number": "AV-2026-003", "title": "Epikrisen kom sent"}],
        "timeline": [{"at": "2. mars 2026 kl. 10.00", "what": "Meldt", "who": "Praksiskonsulent", "texts": [written]}],
        "labels": {
            "rules": "Regler", "related": "Henger sammen med", "timeline": "Hva som har skjedd",
            "pages": "Side {page} av {pages}", "only": "Utskriften viser det du selv ser.",
        },
    } | changed  # fmt: skip
