"""How hours are said: one decimal, with a comma, and the unit."""

from fractions import Fraction

from babel.numbers import format_decimal

from samhandling.transfers.load import rounded
from samhandling.web.i18n import gettext, language, marked


def decimal(number: Fraction) -> str:
    """«3,1»: one decimal, as the register and its file have it."""
    return format_decimal(rounded(number), format="#,##0.0", locale=language.get())


def hours(number: Fraction) -> str:
    return gettext(marked("%(n)s timer i uka")) % {"n": decimal(number)}
