"""Of a case that belongs in another channel only a stub is kept: number, month, channel (ruling B39, docs/adr/0011).

What was sent is sealed as a slip is, and erased when a second person has confirmed it; the rest is deleted.
"""

from collections.abc import Iterable

from sqlmodel import SQLModel

from samhandling.cases.kinds import STUB
from samhandling.cases.tables import Case
from samhandling.casework import repository as common
from samhandling.casework.slices import Acting
from samhandling.deviations import repository
from samhandling.deviations.codes import Outcome
from samhandling.deviations.tables import Deviation
from samhandling.guarding.redacting import Ground, Redactor
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession, as_system
from samhandling.kernel.errors import NotAllowed
from samhandling.search.refreshing import refresh


def stub_of(case: Case, month: str, channel: str) -> Deviation:
    return Deviation(case_id=key(case.id), month=month, channel=channel, outcome=Outcome.OTHER_CHANNEL)


def keep_stub(acting: Acting, channel: str) -> None:
    """When the event stands: afterwards whoever acted on an office's behalf may not see the case any more.

    NotAllowed («person_only») for the machine.
    """
    redactor = acting.redactor
    if redactor is None:
        raise NotAllowed("person_only")
    row = repository.deviation(acting.session, key(acting.case.id))
    stub = stub_of(acting.case, row.month, channel)
    for name in Deviation.model_fields:
        setattr(row, name, getattr(stub, name))
    acting.case.retention_class = STUB
    acting.session.add(row)
    acting.session.flush()

    def strip() -> None:
        with as_system(acting.session):
            _seal(acting, redactor)
            _delete_the_rest(acting.session, acting.case)
            refresh(acting.session, key(acting.case.id))

    acting.afterwards.append(strip)


def _seal(acting: Acting, redactor: Redactor) -> None:
    session, case = acting.session, acting.case
    texts = [("case_title", key(case.id))] if case.title else []
    statements = common.statements(session, key(case.id)).values()
    texts += [("statement", key(each.id)) for each in statements if _stands(each.sent_at, each.redacted_at)]
    for each in repository.measures(session, key(case.id)):
        texts += [(place, key(each.id)) for place in ("measure", "measure_effect")[: 2 if each.effect else 1]]
    for file in common.files(session, key(case.id)):
        texts += [(place, key(file.id)) for place in ("attachment", "attachment_name") if file.redacted_at is None]
    for place, row in texts:
        ground = Ground.OTHER_CHANNEL
        redactor.hide(session, place, row, ground, area=case.area_id, by=acting.deed.by, now=acting.deed.at)
    case.title = ""
    session.add(case)


def _stands(sent: object, redacted: object) -> bool:
    return sent is not None and redacted is None


def _delete_the_rest(session: DbSession, case: Case) -> None:
    """What others have written about the case in cases of their own stays theirs, such as a link to its number."""
    case_id = key(case.id)
    statements = common.statements(session, case_id).values()
    _delete(session, common.files(session, case_id))
    _delete(session, [each for each in statements if each.sent_at is None])
    for each in statements:
        if each.sent_at is not None:
            each.participant_id = None
            session.add(each)
    _delete(session, common.clocks(session, case_id, ""))
    _delete(session, common.assignments(session, case_id))
    _delete(session, common.everyone(session, case_id))
    _delete(session, common.rule_links(session, case_id))
    _delete(session, [link for link, _ in common.linked(session, case_id) if link.from_id == case_id])
    _delete(session, repository.measures(session, case_id))
    _delete(session, common.drafts_about(session, case))


def _delete(session: DbSession, rows: Iterable[SQLModel]) -> None:
    for each in rows:
        session.delete(each)
    session.flush()
