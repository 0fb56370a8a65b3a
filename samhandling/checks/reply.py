"""The ready text to the sender: what was not followed, the recommendation in its own words, what would mend it."""

from collections.abc import Sequence
from typing import Final

from samhandling.checks.findings import Finding
from samhandling.web.i18n import gettext

_MOST_QUOTES: Final = 2


def reply(kind_in_letter: str, findings: Sequence[tuple[Finding, Sequence[str]]]) -> str:
    """Empty when nothing is to be said. `kind_in_letter`: «epikrisen», «henvisningen» …; each finding with the words
    of the letter that decided it."""
    if not findings:
        return ""
    opening = gettext(
        "Hei!\n\nVi har lest %(letter)s opp mot anbefalingene om samarbeid mellom fastleger og sykehus"
        " (Norsk forening for allmennmedisin, 2018). Dette ønsker vi at dere ser på:"
    ) % {"letter": kind_in_letter}
    points = [_point(number, finding, quotes) for number, (finding, quotes) in enumerate(findings, start=1)]
    closing = gettext("Ta gjerne kontakt hvis vi har misforstått.\n\nVennlig hilsen")
    return "\n\n".join([opening, *points, closing]) + "\n"


def _point(number: int, finding: Finding, quotes: Sequence[str]) -> str:
    lines = [f"{number}. {finding.heading} ({gettext('anbefaling')} {finding.rule})", finding.message]
    if quotes:
        lines.append(gettext("Fra brevet: ") + " … ".join(f"«{quote}»" for quote in quotes[:_MOST_QUOTES]))
    if finding.rule_text:
        lines.append(gettext("Anbefalingen: ") + f"«{finding.rule_text}»")
    if finding.remedy:
        lines.append(gettext("Forslag: ") + finding.remedy)
    return "\n   ".join(lines)
