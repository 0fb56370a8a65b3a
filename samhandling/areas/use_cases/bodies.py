"""Bodies, what they are called, and the ladder of escalation.

Naturally unique: two open bodies of an area are never of the same kind with the same name. The ladder is set as a
whole, so that a form sent twice sets it once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samhandling.areas import repository
from samhandling.areas.change import Change, fresh
from samhandling.areas.domain import Body
from samhandling.areas.kinds import BodyKind
from samhandling.areas.periods import day_before, holds, in_order
from samhandling.areas.tables import Body as Row
from samhandling.areas.tables import BodyLabel, LadderStep
from samhandling.areas.use_cases.ending import end_roles
from samhandling.areas.use_cases.labels import Labels, Make, carry_out, plan
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused
from samhandling.people.repository import grants_at


@dataclass(frozen=True, slots=True)
class NewBody:
    """`organisation`: whose it is; None for the area's own."""

    kind: BodyKind
    organisation: int | None
    start: date
    labels: Labels


def add(change: Change, area: int, new: NewBody) -> int:
    """The id; of the one that is there when it was made already. Refused: «name_taken», «organisation_unfit»."""
    repository.locked(change.session, area)
    if new.organisation is not None and new.organisation not in repository.organisations(change.session, area):
        raise Refused("organisation_unfit", field="virksomhet")
    twin = _twin(change, area, new.kind, new.labels["nb"])
    if twin is not None:
        if (twin.valid_from, twin.organisation) == (new.start, new.organisation):
            return twin.id
        raise Refused("name_taken", field="nb")
    row = Row(area_id=area, kind=new.kind, organisation_id=new.organisation, valid_from=new.start)
    change.session.add(row)
    change.session.flush()
    make = _labels_of(key(row.id))
    change.session.add_all(make(language, text, new.start, None) for language, text in new.labels.items() if text)
    change.record("body_added", "body", row.id, body_kind=new.kind.value, since=new.start.isoformat())
    return key(row.id)


def label(change: Change, area: int, opened: tuple[int, int], labels: Labels, start: date) -> None:
    """What it is called from a day. Refused: «outside_period», «name_taken»."""
    row, known = _row(change, area, opened[0])
    steps = plan(known.labels, labels, start)
    if not steps:
        return
    fresh(opened[1], row.version)
    if start < row.valid_from or (row.valid_to is not None and start > row.valid_to):
        raise Refused("outside_period", field="fra")
    _refuse_twin(change, area, known, labels["nb"])
    carry_out(change, steps, labels, start, _labels_of(known.id))
    _touch(change, row)
    change.record("body_labelled", "body", known.id, since=start.isoformat(), languages=sorted(steps))


def correct(change: Change, area: int, opened: tuple[int, int], labels: Labels) -> None:
    """Rewrites the names that hold now, which never were right. Refused: «name_taken»."""
    row, known = _row(change, area, opened[0])
    day = max(change.today, row.valid_from)
    now = {each.language: each for each in known.labels if holds(each, day)}
    changed = [lang for lang, text in labels.items() if (now[lang].label if lang in now else "") != text]
    if not changed:
        return
    fresh(opened[1], row.version)
    _refuse_twin(change, area, known, labels["nb"])
    make = _labels_of(known.id)
    for language in changed:
        if language in now and labels[language]:
            now[language].label = labels[language]
            change.session.add(now[language])
        elif language in now:
            change.session.delete(now[language])
        else:
            change.session.add(make(language, labels[language], day, None))
    _touch(change, row)
    change.record("body_corrected", "body", known.id, languages=sorted(changed))


def close(change: Change, area: int, opened: tuple[int, int], last_day: date) -> None:
    """Refused: «on_ladder», «closed_already», «ends_before_start». The roles held in it end the same day."""
    row, known = _row(change, area, opened[0])
    if row.valid_to == last_day:
        return
    fresh(opened[1], row.version)
    if row.valid_to is not None:
        raise Refused("closed_already")
    if known.step is not None:
        raise Refused("on_ladder")
    in_order(row.valid_from, last_day)
    row.valid_to = last_day
    _touch(change, row)
    change.record("body_closed", "body", known.id, last_day=last_day.isoformat())
    end_roles(change, grants_at(change.session, body=known.id, after=last_day), last_day, "place_closed")


def reopen(change: Change, area: int, opened: tuple[int, int]) -> None:
    row, known = _row(change, area, opened[0])
    if row.valid_to is None:
        return
    fresh(opened[1], row.version)
    row.valid_to = None
    _touch(change, row)
    change.record("body_reopened", "body", known.id)


def set_ladder(change: Change, area: int, opened: int, order: Sequence[int]) -> None:
    """From today, the bodies in the order they are tried. `opened`: the area's version. Refused: «body_unfit»."""
    row = repository.locked(change.session, area)
    now = repository.ladder(change.session, area, change.today)
    if [each.body_id for each in now] == list(order):
        return
    fresh(opened, row.version)
    known = repository.bodies(change.session, area, change.today)
    if len(set(order)) != len(order) or any(each not in known or known[each].is_closed(change.today) for each in order):
        raise Refused("body_unfit")
    wanted = dict(enumerate(order, start=1))
    for each in now:
        if wanted.get(each.step) == each.body_id:
            del wanted[each.step]
        elif each.valid_from == change.today:
            change.session.delete(each)
        else:
            each.valid_to = day_before(change.today)
            change.session.add(each)
    change.session.flush()
    for step, body in wanted.items():
        change.session.add(LadderStep(area_id=area, step=step, body_id=body, valid_from=change.today))
    row.version += 1
    change.session.add(row)
    change.record("ladder_set", "area", area, order=list(order))


def _row(change: Change, area: int, body: int) -> tuple[Row, Body]:
    repository.locked(change.session, area)
    row = repository.body_row(change.session, area, body)
    return row, repository.bodies(change.session, area, change.today)[body]


def _touch(change: Change, row: Row) -> None:
    row.version += 1
    change.session.add(row)
    change.session.flush()


def _twin(change: Change, area: int, kind: BodyKind, name: str) -> Body | None:
    """An open body of the same kind that is called so now."""
    known = repository.bodies(change.session, area, change.today).values()
    wanted = " ".join(name.split()).casefold()
    return next(
        (
            each
            for each in known
            if each.kind is kind
            and not each.is_closed(change.today)
            and each.label(change.today, "nb").casefold() == wanted
        ),
        None,
    )


def _refuse_twin(change: Change, area: int, known: Body, name: str) -> None:
    twin = _twin(change, area, known.kind, name)
    if twin is not None and twin.id != known.id:
        raise Refused("name_taken", field="nb")


def _labels_of(body: int) -> Make:
    def make(language: str, text: str, start: date, end: date | None) -> BodyLabel:
        return BodyLabel(body_id=body, language=language, label=text, valid_from=start, valid_to=end)

    return make
