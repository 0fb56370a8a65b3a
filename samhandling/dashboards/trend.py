"""A place's own cases by month and by rule, this year beside the last, each number leading to its list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel.dates import get_month_names

from samhandling.dashboards.pages import Count, Line, Trend
from samhandling.dashboards.rows import behind, cases
from samhandling.identity.access import Visitor
from samhandling.web.i18n import gettext, language, marked

_RULES_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """As the repository gives them, of several places. `rules`: by every rule that a case cites."""

    months: list[tuple[int, int, int, int, int]]
    rules: list[tuple[int, str, int, int]]


def trend(who: Visitor, place: int, counted: Counted, statements: Mapping[str, Any], today: date) -> Trend:
    """`statements`: of the rulebook, with their headings."""
    year = today.year
    months = {(of_year, month): count for of, of_year, month, count, _ in counted.months if of == place}
    rules = {(rule, of_year): count for of, rule, of_year, count in counted.rules if of == place}
    now = sum(count for (of_year, _), count in months.items() if of_year == year)
    then = sum(before for of, of_year, _, _, before in counted.months if (of, of_year) == (place, year - 1))
    most_first = {rule: (-rules.get((rule, year), 0), -rules.get((rule, year - 1), 0), rule) for rule, _ in rules}
    lines = sorted(most_first, key=most_first.__getitem__)
    return Trend(
        last_year=str(year - 1),
        this_year=str(year),
        finding=_finding(now, then, year),
        months=_months(who, place, months, today) if months else (),
        rules=tuple(_rule(who, place, rule, rules, statements, year) for rule in lines[:_RULES_SHOWN]),
        more_rules=max(0, len(lines) - _RULES_SHOWN),
    )


def _finding(now: int, then: int, year: int) -> str:
    text = gettext(marked("Hittil i %(year)s: %(now)s. Til samme dag i %(before)s: %(then)s."))
    return text % {"year": year, "now": now, "before": year - 1, "then": then}


def _months(who: Visitor, place: int, counted: Mapping[tuple[int, int], int], today: date) -> tuple[Line, ...]:
    names = get_month_names("wide", locale=language.get())

    def of(year: int, month: int) -> Count:
        count = counted.get((year, month), 0)
        return Count(count, behind(who, "maaned", place, f"{year}-{month:02}") if count else "")

    lines = [
        Line(names[month], of(today.year - 1, month), of(today.year, month) if month <= today.month else None)
        for month in range(1, 13)
    ]
    sums = [sum(count for (year, _), count in counted.items() if year == each) for each in (today.year - 1, today.year)]
    before, now = (
        Count(count, cases(who, enhet=place, aar=year) if count else "")
        for count, year in zip(sums, (today.year - 1, today.year), strict=True)
    )
    return (*lines, Line(gettext(marked("I alt")), before, now, is_sum=True))


def _rule(
    who: Visitor,
    place: int,
    rule: str,
    counted: Mapping[tuple[str, int], int],
    statements: Mapping[str, Any],
    year: int,
) -> Line:
    before, now = (
        Count(found, cases(who, enhet=place, aar=each, regel=rule) if found else "")
        for each, found in ((each, counted.get((rule, each), 0)) for each in (year - 1, year))
    )
    return Line(rule, before, now, title=str(statements[rule].heading) if rule in statements else "")
