"""The findings of a report in words, made of its values: never a share without what it is a share of."""

from collections.abc import Iterable
from typing import Final

from samhandling.reports.content import Report, Table
from samhandling.reports.grids import grouped
from samhandling.reports.labels import Labels
from samhandling.web.i18n import gettext, marked, ngettext

NOT_INCIDENCE: Final = marked("Tallene viser hva som er meldt, ikke hvor ofte det skjer.")


def received(report: Report) -> str:
    many = report.facts.get("received") or 0
    if not many:
        return gettext(marked("Det kom ingen avvik i perioden."))
    said = ngettext("Det kom %(num)s avvik", "Det kom %(num)s avvik", many) % {"num": grouped(many)}
    before = report.before.get("received")
    if before is None:
        return said + "."
    return said + gettext(marked(", mot %(before)s i %(number)s.")) % {
        "before": grouped(before), "number": report.before_number,
    }  # fmt: skip


def largest(report: Report, code: str, labels: Labels, message: str) -> str:
    """What most cases of a table are of; empty when the table does not tell."""
    table = report.table(code)
    found = _most(table) if table and len(table.by) == 1 else None
    if found is None or table is None:
        return ""
    name, value, total = found
    return gettext(message) % {"name": labels.of(table.by[0], name), "n": grouped(value), "of": grouped(total)}


def _most(table: Table) -> tuple[str, int, int] | None:
    """Only when every other number is shown too, or is smaller than this one for certain."""
    total = next((row.value for row in table.rows if not any(row.codes)), None)
    shown = [(row.value, row.codes[0]) for row in table.rows if row.value is not None and row.codes[0] is not None]
    if not total or not shown:
        return None
    value, code = max(shown, key=lambda each: each[0])
    hidden = total - sum(each for each, _ in shown)
    return (code, value, total) if value > hidden else None


def share(part: int, whole: int, noun: str) -> str:
    """«17 av 19 svar (89 %)». `noun`: message id."""
    return gettext(marked("%(part)s av %(whole)s %(noun)s (%(percent)d %%)")) % {
        "part": grouped(part), "whole": grouped(whole), "noun": gettext(noun), "percent": round(100 * part / whole),
    }  # fmt: skip


def answers(report: Report) -> tuple[str, ...]:
    get = report.facts.get
    due, in_time, days = get("answers_due") or 0, get("answers_in_time") or 0, get("median_days")
    if not due:
        return (gettext(marked("Ingen frister for svar gikk ut i perioden.")),)
    found = [gettext(marked("%(share)s kom innen fristen.")) % {"share": share(in_time, due, marked("svar"))}]
    if days is not None:
        found.append(
            ngettext("Median svartid var %(num)d dag", "Median svartid var %(num)d dager", days) % {"num": days}
            + gettext(marked(" for de %(n)s som har svart; %(open)s er ikke besvart.")) % {
                "n": grouped(get("answers_counted") or 0), "open": grouped(get("answers_open") or 0),
            }
        )  # fmt: skip
    return tuple(found)


def minutes(report: Report) -> str:
    table, counted = report.table("minutes"), report.facts.get("with_minutes") or 0
    value = next((row.value for row in table.rows), None) if table and not table.dropped else None
    if value is None or not counted:
        return ""
    return gettext(marked("Melderne har oppgitt %(minutes)s minutter merarbeid, i %(share)s.")) % {
        "minutes": grouped(value), "share": share(counted, report.facts.get("received") or counted, marked("saker")),
    }  # fmt: skip


def other_channel(report: Report) -> str:
    stubs, good = report.facts.get("other_channel") or 0, report.facts.get("good") or 0
    found = []
    if stubs:
        found.append(
            ngettext(
                "%(num)d melding hørte til i en annen kanal og er ikke med i tallene.",
                "%(num)d meldinger hørte til i en annen kanal og er ikke med i tallene.",
                stubs,
            )
            % {"num": stubs}
        )
    if good:
        found.append(
            ngettext(
                "%(num)d melding var om godt samarbeid.", "%(num)d meldinger var om godt samarbeid.", good
            )
            % {"num": good}
        )
    return " ".join(found)


def transfers(report: Report) -> tuple[str, ...]:
    get = report.facts.get
    found = [
        gettext(marked("%(agreed)s oppgaver er avtalt i perioden og %(rejected)s avslått. %(unagreed)s er i bruk uten avtale.")) % {  # noqa: E501
            "agreed": get("transfers_agreed") or 0, "rejected": get("transfers_rejected") or 0,
            "unagreed": get("transfers_unagreed") or 0,
        }
    ]  # fmt: skip
    days, counted = get("median_to_discussion"), get("discussed") or 0
    if days is not None:
        found.append(
            gettext(marked("Fra en oppgave ble meldt til den ble drøftet, gikk det %(days)d dager (median av %(n)d). %(waiting)d er ikke drøftet ennå.")) % {  # noqa: E501
                "days": days, "n": counted, "waiting": get("not_discussed") or 0,
            }
        )  # fmt: skip
    if unanchored := get("major_unanchored"):
        found.append(
            gettext(marked("%(share)s er i bruk uten at OSO har forankret dem (anbefaling 8b).")) % {
                "share": share(unanchored, get("major") or unanchored, marked("større endringer")),
            }
        )  # fmt: skip
    return tuple(found)


def heard(report: Report) -> str:
    get = report.facts.get
    total = sum(get(f"heard_{when}") or 0 for when in ("before", "during", "after", "never", "unknown"))
    if not total:
        return ""
    return gettext(marked("Av oppgavene som ble tatt opp, var fastlegene hørt på forhånd i %(share)s.")) % {
        "share": share(get("heard_before") or 0, total, marked("saker")),
    }  # fmt: skip


def disputes(report: Report) -> str:
    get = report.facts.get
    new, open_, ended = (get(f"disputes_{name}") or 0 for name in ("received", "open", "ended"))
    if not (new or open_ or ended):
        return gettext(marked("Ingen tvister var til behandling i perioden."))
    return gettext(marked("%(new)s tvister kom i perioden. %(ended)s er avsluttet, og %(open)s er åpne. %(oso)s har vært i OSO.")) % {  # noqa: E501
        "new": new, "ended": ended, "open": open_, "oso": get("disputes_to_oso") or 0,
    }  # fmt: skip


def agreements(report: Report) -> str:
    missing = sum(not held for held in report.agreements.values())
    return gettext(marked("%(share)s som anbefalingene ber om, er ikke registrert i området.")) % {
        "share": share(missing, len(report.agreements), marked("avtaler og rutiner")),
    }


def changes(report: Report) -> str:
    get = report.facts.get
    promised, done, seen = (get(name) or 0 for name in ("measures_promised", "measures_done", "effects_seen"))
    if not promised:
        return gettext(marked("Ingen tiltak er lovet i sakene som kom i perioden."))
    return gettext(marked("%(promised)s tiltak er lovet i sakene. %(done)s er gjennomført, og for %(seen)s er virkningen vurdert.")) % {  # noqa: E501
        "promised": promised, "done": done, "seen": seen,
    }


def said(*sentences: str) -> tuple[str, ...]:
    return tuple(each for each in sentences if each)


def together(sentences: Iterable[str]) -> str:
    return " ".join(said(*sentences))
