"""Somebody saved first: both versions side by side, with everything typed kept, and the choice between them.

The page sends the form again with the version that is stored now, so «lagre min likevel» is a choice made after seeing
what it overwrites; a third change in between is seen again. Answers given to the guard travel along.
"""

from dataclasses import dataclass

from samhandling.web.fields import VERSION, Field, Filled, Kind
from samhandling.web.forms import Submitted
from samhandling.web.i18n import gettext, marked


@dataclass(frozen=True, slots=True)
class Compared:
    """One field in both versions, as a reader reads it."""

    label: str
    stored: str
    typed: str

    @property
    def differs(self) -> bool:
        return self.stored != self.typed


@dataclass(frozen=True, slots=True)
class StalePage:
    """`action`: where the form goes again. `keep`: where to see what is stored. `sent`: name and text."""

    title: str
    what: str
    action: str
    keep: str
    version: int
    compared: tuple[Compared, ...]
    sent: tuple[tuple[str, str], ...]
    template: str = "errors/stale.html"


def stale_page(what: str, action: str, keep: str, stored: Filled, typed: Filled, sent: Submitted) -> StalePage:
    """`what`: the name of what was changed. `stored`: the same fields as they stand now, with their version."""
    return StalePage(
        title=gettext(marked("Noen andre har endret dette")),
        what=what,
        action=action,
        keep=keep,
        version=stored.version,
        compared=tuple(
            Compared(each.label, _shown(each, stored.text(each.name)), _shown(each, typed.text(each.name)))
            for each in typed.fields
        ),
        sent=tuple((name, text) for name, text in sent.fields.items() if name != VERSION),
    )


def _shown(each: Field, value: str) -> str:
    if each.kind is Kind.TICK:
        return gettext(marked("Ja")) if value == "ja" else gettext(marked("Nei"))
    if each.kind is Kind.CHOICE and value in each.options:
        return gettext(str(each.options[value]))
    return value
