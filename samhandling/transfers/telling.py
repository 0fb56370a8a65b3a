"""How hours are said: one decimal, with a comma, and the unit. How an owner is."""

from fractions import Fraction

from babel.numbers import format_decimal

from samhandling.identity.roles import ROLES
from samhandling.transfers.load import rounded
from samhandling.web.i18n import gettext, language, marked


def decimal(number: Fraction) -> str:
    """«3,1»: one decimal, as the register and its file have it."""
    return format_decimal(rounded(number), format="#,##0.0", locale=language.get())


def hours(number: Fraction) -> str:
    return gettext(marked("%(n)s timer i uka")) % {"n": decimal(number)}


def owner(organisation: str, role: str) -> str:
    """«Medisinsk avdeling, avdelingsleder»; without a role the place alone."""
    known = ROLES.get(role)
    return f"{organisation}, {str(known.label).lower()}" if organisation and known else organisation
