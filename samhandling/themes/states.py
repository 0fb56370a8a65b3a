"""The states of a theme. It is the PKO's, and the whole area reads it."""

from typing import Final

from samhandling.cases.moves import START, Hat, Machine, Move
from samhandling.web.i18n import marked

_PKO: Final = frozenset({Hat.STEWARD})

MACHINE: Final = Machine(
    kind="theme",
    states={"open": marked("Åpent"), "closed": marked("Lukket")},
    ends=frozenset({"closed"}),
    facts={},
    moves=(
        Move("open", frozenset({START}), "open", _PKO, marked("Lag tema"), marked("Laget")),
        Move("add", frozenset({"open"}), "", _PKO, marked("Skriv mer"), marked("Nytt i temaet")),
        Move("close", frozenset({"open"}), "closed", _PKO, marked("Lukk temaet"), marked("Lukket")),
        Move("reopen", frozenset({"closed"}), "open", _PKO, marked("Åpne igjen"), marked("Åpnet igjen")),
    ),
)
