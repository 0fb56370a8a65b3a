"""What a cell of each kind may hold: codes of the form, by everything they are called."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from samhandling.areas.kinds import OrganisationKind
from samhandling.deviations.codes import CATEGORIES, CONSEQUENCES, FREQUENCIES, IDENTIFICATIONS
from samhandling.deviations.situations import OTHER, SITUATIONS
from samhandling.identity.permissions import Permission
from samhandling.identity.roles import ROLES
from samhandling.importing.directory import folded
from samhandling.web.i18n import Text, gettext, language, marked

_OTHER: Final = marked("Noe annet")
_YES: Final = marked("Ja")
_NO: Final = marked("Nei")
_NB: Final = marked("Bokmål")
_NN: Final = marked("Nynorsk")
#: Fields whose cell is one of a list; code to message id, or to a text in both languages.
CHOICES: Final[Mapping[str, Mapping[str, str | Text]]] = {
    "situasjon": {code: each.text for code, each in SITUATIONS.items()} | {OTHER: _OTHER},
    "folge": CONSEQUENCES,
    "hyppighet": FREQUENCIES,
    "kategori": CATEGORIES,
    "pasient": IDENTIFICATIONS,
    "godt": {"ja": _YES, "nei": _NO},
    "maalform": {"nb": _NB, "nn": _NN},
    "rolle": {
        code: each.label
        for code, each in ROLES.items()
        if Permission.CASE_REPORT in each.permissions and each.place == "organisation"
    },
}


def chosen(field: str, cell: str) -> str | None:
    """The code that the cell means; None when it means none of them."""
    return _by_name(field).get(folded(cell))


def told(field: str) -> dict[str, str]:
    """Code to what it is called, in the reader's language."""
    return {code: _said(text) for code, text in CHOICES[field].items()}


def may_be(role: str, kind: OrganisationKind) -> bool:
    return kind.value in ROLES[role].kinds


@lru_cache(maxsize=20)
def _by_name(field: str) -> Mapping[str, str]:
    found = {}
    for code, text in CHOICES[field].items():
        found[folded(code)] = code
        for spoken in ("nb", "nn"):
            token = language.set(spoken)
            found[folded(_said(text))] = code
            language.reset(token)
    return found


def _said(text: str | Text) -> str:
    return str(text) if isinstance(text, Text) else gettext(text)
