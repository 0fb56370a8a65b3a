"""Reads the demo's files as somebody with a pencil would, and counts: nothing here is the application's.

What a report says of a period is held against this. Days are of Norway; the holidays of the year are written down.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import yaml

import samhandling

CODE = Path(samhandling.__file__).parent
HOLIDAYS = ("01-01", "04-02", "04-03", "04-06", "05-01", "05-14", "05-25", "12-25")
ANSWER_DAYS, LATER_DAYS = 20, 10
COUNCIL, OSO = "Fastlegerådet for Nordfjell", "Strategisk samarbeidsutvalg Nordfjell"


def file(name: str) -> Any:
    return yaml.safe_load((CODE / "demo" / name).read_text("utf-8"))


def day_of(row: Mapping[str, Any]) -> date:
    return date.fromisoformat(str(row.get("at") or row["day"])[:10])


def working_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and f"{day:%m-%d}" not in HOLIDAYS
    return day


def moves(row: Mapping[str, Any], *names: str) -> list[Mapping[str, Any]]:
    return [each for each in row.get("then") or row["events"] if (each.get("move") or each.get("step")) in names]


@dataclass
class Asked:
    """One unit that was asked about one case, in one round."""

    on: date
    due: date
    answered: date | None = None


def asked(case: Mapping[str, Any]) -> list[Asked]:
    """Who is asked, when, and when they answered; «not us» is no answer and owes none."""
    found: dict[str, Asked] = {}
    done: list[Asked] = []
    if "unit" in case:
        found[case["unit"]] = _from(day_of(case))
    for each in case["then"]:
        move, on = each.get("move"), day_of(each)
        if move in ("route", "ask_another"):
            found[each["enhet"]] = _from(on)
        elif move == "not_us":
            found.clear()
        elif move == "extend":
            for one in found.values():
                one.due = working_days_after(one.due, LATER_DAYS)
        elif move == "reopen":
            done += found.values()
            found = {name: _from(on) for name in found}
        elif move in ("answer", "answer_on_behalf"):
            which = next(name for name, one in found.items() if one.answered is None and _speaks(each, name, found))
            found[which].answered = on
    return [*done, *found.values()]


def answering(case: Mapping[str, Any]) -> set[str]:
    """Who was asked in the end."""
    found = {case["unit"]} if "unit" in case else set()
    for each in case["then"]:
        if each.get("move") in ("route", "ask_another"):
            found.add(each["enhet"])
        elif each.get("move") == "not_us":
            found.clear()
    return found


def kinds_of(organisations: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """By every name it has had."""
    for each in organisations:
        yield each["name"], each["kind"]
        if "renamed" in each:
            yield each["renamed"]["to"], each["kind"]
        yield from kinds_of(each.get("inside", []))


def _from(day: date) -> Asked:
    return Asked(day, working_days_after(day, ANSWER_DAYS))


def _speaks(row: Mapping[str, Any], unit: str, found: Mapping[str, Asked]) -> bool:
    return len(found) == 1 or row["by"] == f"fastlege-{unit.split()[0].lower()}"


class Reading:
    """What is to be counted of the days from `first` to `last`, when it is counted on `today`."""

    def __init__(self, first: date, last: date, today: date) -> None:
        self.first, self.last, self.today = first, last, today
        book = file("deviations.yaml")
        self.every = book["deviations"]
        self.themes = book["themes"]
        self.transfers, self.disputes = file("transfers.yaml")["transfers"], file("disputes.yaml")["disputes"]
        rules = yaml.safe_load((CODE / "deviations/situations.yaml").read_text("utf-8"))
        self._rules = {each["id"]: each["rule"] for each in rules}
        area = file("area.yaml")
        self._kinds = dict(kinds_of(area["areas"][0]["organisations"]))
        self._at = {each["login"]: each["at"] for each in area["persons"] if "at" in each}
        self.received = [each for each in self.every if self.within(day_of(each)) and not moves(each, "divert")]

    def within(self, day: date) -> bool:
        return self.first <= day <= self.last

    def rule(self, case: Mapping[str, Any]) -> str:
        return str(case.get("rule") or self._rules[case["situation"]])

    def code(self, case: Mapping[str, Any], level: str) -> str:
        """Where a case stands in a table."""
        on, chapter = day_of(case), self.rule(case).split(".")[0]
        half = 1 if on.month <= 6 else 2
        return {
            "half": f"{on.year}-H{half}",
            "month": f"m{on.month - 6 * (half - 1)}",
            "outcome": case["ends"]["outcome"],
            "rule": self.rule(case),
            "chapter": chapter,
            "main": chapter if chapter in ("1", "2") else "others",
            "group": "2" if chapter == "2" else "others",
            "side": "hospital" if {self._kinds[each] for each in answering(case)} <= {"hospital_unit"} else "others",
            "reporter": "hospital" if self._kinds[self._at[case["by"]]] == "hospital_unit" else "primary",
        }[level]

    def number(self, by: tuple[str, ...], codes: tuple[str | None, ...], *, minutes: bool) -> int:
        found = 0
        for case in self.received:
            if all(code is None or self.code(case, level) == code for level, code in zip(by, codes, strict=True)):
                found += case.get("minutes", 0) if minutes else 1
        return found

    def closed(self, case: Mapping[str, Any]) -> bool:
        ending = moves(case, "accept", "merge", "confirm_not_deviation")
        return day_of(ending[-1]) <= self.last

    def deviations(self) -> dict[str, int | None]:
        closed = sum(self.closed(each) for each in self.received)
        return {
            "received": len(self.received),
            "good": 0,
            "other_channel": sum(self.within(day_of(each)) and bool(moves(each, "divert")) for each in self.every),
            "closed": closed,
            "open": len(self.received) - closed,
            "reopened": sum(bool(moves(each, "reopen")) for each in self.received),
            "disagreed": sum(bool(moves(each, "disagree")) for each in self.received),
            "overdue": 0,
            "with_minutes": sum("minutes" in each for each in self.received),
        }

    def answer_days(self) -> list[int]:
        return [(each.answered - each.on).days for each in self.owed() if each.answered and each.answered <= self.last]

    def owed(self) -> list[Asked]:
        every = [each for case in self.every if not moves(case, "divert") for each in asked(case)]
        return [each for each in every if self.within(each.due)]

    def answers(self) -> dict[str, int | None]:
        owed, days = self.owed(), self.answer_days()
        in_time = sum(each.answered is not None and each.answered <= each.due for each in owed)
        return {
            "answers_due": len(owed),
            "answers_in_time": in_time,
            "answers_late": len(owed) - in_time,
            "answers_open": len(owed) - len(days),
            "answers_counted": len(days),
            "median_days": half_up(median(days)) if len(days) >= 5 else None,
        }

    def discussed(self, case: Mapping[str, Any]) -> date | None:
        """The first advice of a council; what was tried by agreement had been talked of before, nobody says when."""
        return None if case["in_use"] == "trial" else next((day_of(each) for each in moves(case, "advise")), None)

    def heard(self, case: Mapping[str, Any]) -> str:
        for each in case["events"]:
            before = {"no": "before", "trial": "during", "unagreed": "after"}
            if each["step"] == "hearing_over":
                return "after" if case["in_use"] == "unagreed" else "during"
            if each["step"] == "advise" and each["with"]["organ"] == COUNCIL:
                return before[case["in_use"]]
        return "unknown"

    def transfer_facts(self) -> dict[str, int | None]:
        known = [each for each in self.transfers if day_of(each["events"][0]) <= self.last]
        new = [each for each in known if day_of(each["events"][0]) >= self.first]
        talked = [(each, self.discussed(each)) for each in new]
        days = [(on - day_of(each["events"][0])).days for each, on in talked if on is not None and on <= self.last]
        never = [each for each in new if not any(day_of(one) <= self.last for one in moves(each, "advise"))]
        major = [each for each in known if any(one["with"].get("storre") == "ja" for one in moves(each, "screen_full"))]
        taken = [each for each in known if each["in_use"] == "unagreed"]
        unagreed = [each for each in taken if not moves(each, "stop_use", "adopt")]
        anchored = [each for each in major if any(one["with"]["organ"] == OSO for one in moves(each, "adopt"))]
        heard = [self.heard(each) for each in new]
        return {
            "transfers_received": len(new),
            "transfers_agreed": self._made("adopt"),
            "transfers_rejected": self._made("reject"),
            "transfers_unagreed": len(unagreed),
            "transfers_open_advice": sum(each["ends"]["state"] == "advised" for each in known),
            "discussed": len(days),
            "median_to_discussion": half_up(median(days)) if days else None,
            "not_discussed": len(never),
            "major": len(major),
            "major_unanchored": sum(each not in anchored and bool(moves(each, "adopt")) for each in major),
            **{f"heard_{when}": heard.count(when) for when in ("before", "during", "after", "never", "unknown")},
        }

    def _made(self, step: str) -> int:
        return sum(self.within(day_of(each)) for case in self.transfers for each in moves(case, step))

    def minutes_of_load(self, day: date) -> tuple[int, int]:
        """A year's minutes of the tasks that are with the GPs that day, and how many tasks."""
        minutes = tasks = 0
        for case in self.transfers:
            begun = case.get("since") or next((day_of(each) for each in moves(case, "start")), None)
            ended = next((day_of(each) for each in moves(case, "stop_use")), None)
            if day_of(case["events"][0]) > self.last or begun is None or begun > day or (ended and ended <= day):
                continue
            (told,) = moves(case, "volume")
            size = told["with"]
            minutes += size["pasienter"] * size["ganger"] * size["minutter"]
            tasks += 1
        return minutes, tasks

    def over(self, case: Mapping[str, Any]) -> date | None:
        ending = moves(case, "end", "settle", "decide")
        return day_of(ending[-1]) if ending else None

    def held_disputes(self) -> list[Mapping[str, Any]]:
        """Those open at some time of the period."""
        return [
            each for each in self.disputes if day_of(each) <= self.last and (self.over(each) or self.last) >= self.first
        ]

    def dispute_facts(self) -> dict[str, int | None]:
        held = self.held_disputes()
        ended = [each for each in held if (on := self.over(each)) and on <= self.last]
        return {
            "disputes_received": sum(day_of(each) >= self.first for each in held),
            "disputes_open": len(held) - len(ended),
            "disputes_to_oso": sum(any(day_of(one) <= self.last for one in moves(each, "lift")) for each in held),
            "disputes_sent_on": sum(any(day_of(one) <= self.last for one in moves(each, "send_on")) for each in held),
            "disputes_ended": len(ended),
            "disputes_open_advice": sum(each["ends"]["state"] == "advised" for each in held),
        }

    def changes(self) -> dict[str, int | None]:
        answers = [one for each in self.received for one in moves(each, "answer", "answer_on_behalf")]
        promised = [one for one in answers if "tiltak" in one]
        looked = [one for each in self.received for one in each["then"] if "measure" in one]
        themes = [each for each in self.themes if day_of(each) <= self.last]
        return {
            "measures_promised": len(promised),
            "measures_done": sum(one["gjort"] <= self.last for one in looked),
            "effects_seen": sum(day_of(one) <= self.last for one in looked),
            "themes_opened": sum(self.within(day_of(each)) for each in themes),
            "themes_closed": sum(self.within(day_of(one)) for each in themes for one in moves(each, "close")),
        }

    def facts(self) -> dict[str, int | None]:
        return {
            **self.deviations(), **self.answers(), **self.transfer_facts(), **self.dispute_facts(), **self.changes(),
        }  # fmt: skip


def half_up(value: float) -> int:
    return int(value + 0.5)


def within(days: list[int]) -> Iterator[int]:
    """Up to a week, two, three, four, and more."""
    for low, high in ((0, 7), (8, 14), (15, 21), (22, 28), (29, 10_000)):
        yield sum(low <= each <= high for each in days)
