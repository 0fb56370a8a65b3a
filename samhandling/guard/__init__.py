"""Keeps patient-identifying data out of every text: finds numbers, addresses and names before anything is stored.

    guard = Guard.load(data("rules") / "guard")
    guard.check("Pasienten, f. 12.03.56, …")     → (Hit("birth_date", 14, 22, "block"),)

Levels (docs/adr/0007): block – the text is not stored; warn – the writer answers for it; advice – nothing is stopped.
"""

from samhandling.guard.checking import Guard, Kind
from samhandling.guard.hits import Hit, Level

__all__ = ["Guard", "Hit", "Kind", "Level"]
