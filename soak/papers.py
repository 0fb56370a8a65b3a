"""`make check-pdf`: every kind of PDF made here, through two open checkers of PDF/UA: pdfua, and outloud.

usage: python -m soak.papers FOLDER [PDF …]

FOLDER: where the packages of tools/check-pdf.lock lie. Further files are checked with ours. Says what was found; ends
with 1 unless that is nothing, warnings included. The suite has pdfua alone (tests/reports/test_report_pdf.py). No
checker finds all that may be wrong: «passes two open checkers» is what may be said of it, «certified» is not.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfua

from samhandling.printing.making import Template, pdf
from samhandling.reports.pdf import printed
from tests.printing.values import case
from tests.reports.samples import REPORT


def papers() -> Iterator[tuple[str, bytes]]:
    yield "report", printed(REPORT)
    yield "report-nn", printed(replace(REPORT, language="nn", sections=REPORT.sections * 4, what_changed="Tre avvik."))
    yield "report-draft", printed(replace(REPORT, number="", published_on=None, digest=""))
    yield "case", pdf(Template.CASE, case())
    yield "package", pdf(Template.PACKAGE, package())


def package() -> dict[str, Any]:
    labels = {
        "question": "Spørsmålet", "facts": "Hva som har skjedd", "basis": "Avtaler", "papers": "Papirene",
        "contact": "Kontakt", "copies": "Hvem som får kopi", "checks": "Nemnda ber om", "nothing": "Ikke skrevet ennå.",
        "pages": "Side {page} av {pages}",
    }  # fmt: skip
    paper = {"heading": "Fremstilling", "by": "Medisinsk avdeling", "text": "Slik ser vi det.", "note": ""}
    return {
        "number": "TV-2026-001", "heading": "Hvem følger opp prøven?", "language": "nb", "printed": "2026-03-02",
        "over": "TV-2026-001 · 2. mars 2026", "warning": "Pakken er ikke klar.", "question": "Hvem følger opp?",
        "facts": "Prøven ble tatt.", "basis": "", "rules": ["2.3.3.5 Multidose"], "papers": [paper],
        "contact": "Sekretariatet", "copies": ["Medisinsk avdeling"], "copied": "Kopi er ikke sendt ennå.",
        "checks": [{"status": "Klart", "text": "Spørsmålet er stilt"}], "labels": labels,
    }  # fmt: skip


def main() -> None:
    folder, more = Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as place:
        for name, made in papers():
            Path(place, f"{name}.pdf").write_bytes(made)
        paths = [str(path) for path in [*sorted(Path(place).iterdir()), *more]]
        found = 0
        for path in paths:
            findings = pdfua.validate(path).findings
            found += len(findings)
            print(f"pdfua {Path(path).name}: {len(findings)} findings", *findings, sep="\n  ")
        command = [sys.executable, "-B", str(folder / "bin" / "outloud"), "--fail-on", "warning", *paths]
        heard = subprocess.run(command, env={"PYTHONPATH": str(folder), "LANG": "C.UTF-8"}, check=False)  # noqa: S603
    sys.exit(1 if found or heard.returncode else 0)


if __name__ == "__main__":
    main()
