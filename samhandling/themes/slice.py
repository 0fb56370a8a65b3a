"""Themes, for the pages that all kinds of cases share."""

from typing import Final

from samhandling.cases.kinds import Audience, CaseKind
from samhandling.cases.moves import Hat
from samhandling.cases.opening import say
from samhandling.cases.tables import Participant
from samhandling.casework import repository as common
from samhandling.casework.slices import Acting, Looking, Shown, Slice, StepForm
from samhandling.casework.view import ANYBODY, STEWARDS, Pair, Press, Section
from samhandling.identity.roles import ROLES
from samhandling.kernel.columns import key
from samhandling.themes import repository
from samhandling.themes.states import MACHINE
from samhandling.themes.use_cases import TOLD_FROM
from samhandling.web.fields import Field, Filled, Kind
from samhandling.web.i18n import gettext, long_date, marked

_MORE: Final = Field("tekst", marked("Hva er nytt?"), Kind.LONG, longest=2_000)
_END: Final = Field("tekst", marked("Hva ble gjort, og hvordan gikk det?"), Kind.LONG, longest=2_000)


def _write(acting: Acting, filled: Filled) -> None:
    said = say(acting.deed, acting.case, None, kind="news", text=filled.text("tekst"), audience=Audience.AREA)
    acting.details["statements"] = [said]


def show(looking: Looking) -> Shown:
    row = repository.theme(looking.session, key(looking.case.id))
    pairs = [Pair(gettext(marked("Laget")), long_date(looking.case.created_on), to=ANYBODY)]
    unit = _name(looking, row.organisation_id)
    if unit:
        pairs.append(Pair(gettext(marked("Gjelder")), unit, to=ANYBODY))
    pairs.append(Pair(gettext(marked("Det samme hos andre")), said_of(row.reports), to=ANYBODY))
    if row.reports >= TOLD_FROM and row.minutes:
        text = gettext(marked("%(n)s minutter")) % {"n": row.minutes}
        pairs.append(Pair(gettext(marked("Merarbeid til sammen")), text, to=ANYBODY))
    too = Press(gettext(marked("Det samme skjedde hos oss")), f"{looking.base}/hos-oss", to=ANYBODY)
    may = looking.user is not None and bool(looking.user.scope.organisations) and looking.case.state == "open"
    return Shown(pairs=tuple(pairs), sections=_offices(looking), presses=(too,) if may else ())


def said_of(reports: int) -> str:
    """Few are not counted out loud: who they are could be guessed."""
    if reports == 0:
        return gettext(marked("Ingen har sagt fra ennå"))
    if reports < TOLD_FROM:
        return gettext(marked("Noen få"))
    return str(reports)


def _offices(looking: Looking) -> tuple[Section, ...]:
    if Hat.STEWARD not in looking.hats:
        return ()
    rows = repository.offices_that_said_so(looking.session, key(looking.case.id))
    if not rows:
        return ()
    names = common.named(looking.session, {each for each, *_ in rows}, (), looking.today).organisations
    head = (gettext(marked("Hvor")), gettext(marked("Måned")), gettext(marked("Minutter")))
    cells = tuple((names.get(unit, ""), month, str(minutes or "")) for unit, month, minutes, _ in rows)
    return (Section("hvor", gettext(marked("Det samme skjedde hos")), cells=(head, *cells), to=STEWARDS),)


def _name(looking: Looking, organisation: int | None) -> str:
    if organisation is None:
        return ""
    return common.named(looking.session, [organisation], (), looking.today).organisations.get(organisation, "")


def called(_looking: Looking, _hat: Hat, _participant: Participant | None) -> str:
    return str(ROLES["pko"].label)


SLICE: Final = Slice(
    kind=CaseKind.THEME,
    label=marked("Tema"),
    plural=marked("Temaer"),
    machine=MACHINE,
    facts=lambda _looking: frozenset(),
    steps={
        "add": StepForm(lambda _looking: (_MORE,), _write),
        "close": StepForm(lambda _looking: (_END,), _write),
        "reopen": StepForm(lambda _looking: (_MORE,), _write),
    },
    show=show,
    refusals={
        "rule_unknown": marked("Regelverket har ikke regelen %(rule)s."),
        "month_ahead": marked("Måneden kan ikke ligge fram i tid."),
        "theme_closed": marked("Temaet er lukket. Meld et avvik hvis det har skjedd igjen."),
    },
    called=called,
    said={"hos-oss": marked("Takk. Det er talt med")},
    headings={"summary": marked("Hva det gjelder"), "news": marked("Nytt")},
)
