"""What a kind of case brings to the common pages: its table of moves, what each move asks for and does, what is shown.

Deviations, transfers, disputes and themes each give one `Slice`; list, page, print and moves are the same for all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from samhandling.cases.kinds import CaseKind
from samhandling.cases.moves import Hat, Machine, Move
from samhandling.cases.opening import Deed
from samhandling.cases.tables import Case, Participant
from samhandling.casework.rulebook import Cites
from samhandling.casework.view import Pair, Press, Section, Tag
from samhandling.guarding.redacting import Redactor
from samhandling.identity.users import User
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import DbSession
from samhandling.web.fields import Field, Filled


@dataclass(frozen=True, slots=True)
class Looking:
    """Somebody looking at a case. `user` None: the machine. `base`: the address of the reader's area.

    `settings`: what the area that owns the case has decided, by the names in cases/settings.py.
    """

    session: DbSession
    case: Case
    user: User | None
    hats: frozenset[Hat]
    participants: tuple[Participant, ...]
    now: datetime
    cites: Cites
    settings: Mapping[str, int]
    base: str = ""

    @property
    def today(self) -> date:
        return local_date(self.now)


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody making a move. `hat`: the capacity it is made in. `participant`: on whose behalf; None for the PKO.

    `details`: codes and ids for the event of the move; what is written goes in as `statements`. `afterwards`: what must
    wait until the event stands, because the actor may not see the case any more then. `redactor`: takes out what has
    been sent; None for the machine, which takes out nothing.
    """

    deed: Deed
    case: Case
    move: Move
    hat: Hat
    participant: Participant | None
    looking: Looking
    details: dict[str, Any] = field(default_factory=dict)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    redactor: Redactor | None = None

    @property
    def session(self) -> DbSession:
        return self.deed.session

    @property
    def today(self) -> date:
        return local_date(self.deed.at)


@dataclass(frozen=True, slots=True)
class StepForm:
    """What a move asks for before it is made, and what it does beside changing the state.

    `fields`: none for a move that is one press of a button. `act` may raise Refused with a code in `refusals` of the
    slice. `warn`: what cannot be taken back, message id. `replies`: code to message id of texts that are ready; `reply`
    gives the form with one of them added to what is typed, or with the problem that keeps it from being added.
    """

    fields: Callable[[Looking], tuple[Field, ...]] = lambda _looking: ()
    act: Callable[[Acting, Filled], None] = lambda _acting, _filled: None
    lead: str = ""
    warn: str = ""
    start: Callable[[Looking], Mapping[str, str]] = lambda _looking: {}
    replies: Mapping[str, str] = field(default_factory=dict)
    reply: Callable[[Looking, str, Filled], Filled] = lambda _looking, _code, filled: filled


@dataclass(frozen=True, slots=True)
class Telling:
    """`code`: of the notice. `to`: names of groups in `telling`. `only_in`: the states after the move; empty: any."""

    code: str
    to: tuple[str, ...]
    only_in: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a kind of case shows: tags beside the title, facts under it, sections below."""

    tags: tuple[Tag, ...] = ()
    pairs: tuple[Pair, ...] = ()
    sections: tuple[Section, ...] = ()
    presses: tuple[Press, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """`label`, `plural`: message ids. `facts`: what holds now, for the moves. `show`: for one reader.

    `headings`: message ids of the kinds of statements. `called`: what one reader is told of the one with a hat, e.g.
    «Fastlege, Havnes»; a unit by its name. `tells`: by move. `said`: what is told after a press, by its code. `due`:
    cases and the move that the clock makes of each on a day, at most some hundreds. `waiting`: what of an area waits
    for the PKO on a day, each with the reason's message id, the oldest first, at most a hundred a reason.
    """

    kind: CaseKind
    label: str
    plural: str
    machine: Machine
    facts: Callable[[Looking], frozenset[str]]
    steps: Mapping[str, StepForm]
    show: Callable[[Looking], Shown]
    refusals: Mapping[str, str]
    called: Callable[[Looking, Hat, Participant | None], str]
    headings: Mapping[str, str] = field(default_factory=dict)
    tells: Mapping[str, tuple[Telling, ...]] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    due: Callable[[DbSession, date], list[tuple[Case, str]]] = lambda _session, _today: []
    waiting: Callable[[DbSession, int, date], list[tuple[str, Case]]] = lambda _session, _area, _today: []
