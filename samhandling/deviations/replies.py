"""Beginnings of an answer that quote the rule, in the reporter's form of Norwegian whoever writes (ruling C).

They are added to what is typed, never put in its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import yaml

from samhandling.casework import repository as common
from samhandling.casework.rulebook import Statement, as_it_stood
from samhandling.casework.slices import Looking, StepForm
from samhandling.deviations.codes import OUTCOMES, Outcome
from samhandling.kernel.columns import key
from samhandling.web.fields import Filled
from samhandling.web.i18n import Text, gettext, marked

_RESULT: Final = "resultat"
_RULE: Final = "regel"


@dataclass(frozen=True, slots=True)
class Reply:
    """`field`: where it goes. `text`: with {rule} in it. `of_choice`: the rule is the one chosen in the form."""

    field: str
    outcome: Outcome
    text: Text
    of_choice: bool


def _load() -> Mapping[str, Mapping[str, Reply]]:
    moves = yaml.safe_load(Path(__file__).with_name("replies.yaml").read_text("utf-8"))
    return {
        move: {
            code: Reply(form["field"], Outcome(code), Text(row["nb"], row["nn"]), row["rule"] == "chosen")
            for code, row in form["texts"].items()
        }
        for move, form in moves.items()
    }


#: By the move whose form offers them, and by outcome.
REPLIES: Final = _load()


def with_replies(steps: Mapping[str, StepForm]) -> Mapping[str, StepForm]:
    """The forms of the moves, with the texts they offer."""
    offering = {
        move: replace(
            steps[move],
            replies={code: OUTCOMES[each.outcome] for code, each in replies.items()},
            reply=partial(_added, replies),
        )
        for move, replies in REPLIES.items()
    }
    return {**steps, **offering}


def _added(replies: Mapping[str, Reply], looking: Looking, code: str, filled: Filled) -> Filled:
    """A result that was chosen stays."""
    reply = replies[code]
    rule = _rule(looking, filled, reply)
    if rule is None:
        return filled.with_problem(_RULE, gettext(marked("Velg regelen først, så kommer den med i teksten.")))
    typed, text = filled.text(reply.field), _said(reply, rule, looking.case.maalform)
    values = dict(filled.values)
    if text not in typed:
        values[reply.field] = f"{typed}\n\n{text}" if typed else text
    if not filled.text(_RESULT):
        values[_RESULT] = reply.outcome.value
    return replace(filled, values=values)


def _said(reply: Reply, rule: Statement, maalform: str) -> str:
    quoted = f"{rule.number} {_in(rule.heading, maalform)}: «{_in(rule.text, maalform)}»"
    return _in(reply.text, maalform).format(rule=quoted)


def _in(text: Text, maalform: str) -> str:
    return text.nn if maalform == "nn" else text.nb


def _rule(looking: Looking, filled: Filled, reply: Reply) -> Statement | None:
    """The one the case counts under is quoted as it stood that month; another, as it stands."""
    links = common.rule_links(looking.session, key(looking.case.id))
    main = next((as_it_stood(looking.session, each) for each in links if each.main), None)
    if not reply.of_choice:
        return main
    chosen = looking.cites.statements.get(filled.text(_RULE))
    return main if chosen and main and chosen.number == main.number else chosen
