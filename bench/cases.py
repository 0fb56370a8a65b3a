"""Pages of cases over a large database beside the same pages over a thousand cases, in one run.

usage: python -m bench.cases FOLDER          (made by `make million`; the small one is made here, in a passing folder)
       URL=postgresql+psycopg://… SMALL_URL=… python -m bench.cases FOLDER     (both filled by tools.million)

Measured in the largest area (o01), whose first office and department hold most, through the real application. A page
may take half as long again as over a thousand cases, and asks as many questions. Then ten clients with a second between
their requests, on the same processor as what answers them.
"""

import asyncio
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import httpx
from sqlalchemy import event
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from samhandling.cases.kinds import Part
from samhandling.cases.tables import Case, Participant, RuleLink
from samhandling.checks.judging import Judge
from samhandling.deviations.codes import Outcome
from samhandling.deviations.tables import Deviation
from samhandling.identity import sessions
from samhandling.identity.roles import LIMITS
from samhandling.identity.tables import Account, RoleGrant
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.scope import SYSTEM
from samhandling.kernel.secrets import Secrets, kept_in
from samhandling.paths import data
from samhandling.settings import Settings
from samhandling.site import site
from samhandling.starting import assembled
from tools import million
from tools.synthetic_cases import NOW

_AREA: Final = "/omrade/o01"
_ROLES: Final = ("pko", "gp", "department_contact")
#: What it is called, who looks, where; {case} is a closed case of the first office and the first department.
_PAGES: Final = (
    ("list", _ROLES, "/saker"),
    ("list, open", _ROLES, "/saker?status=aapne"),
    ("list, one rule", _ROLES, "/saker?regel=2.1.2"),
    ("list, a rare rule", _ROLES, "/saker?regel=7.5"),
    ("list, one year", _ROLES, "/saker?aar=2022"),
    ("list, next page", _ROLES, "{next}"),
    ("list, my own", ("gp",), "/saker?mine=ja"),
    ("case", _ROLES, "{case}"),
    ("cases of a rule", _ROLES, "/regelsaker/2.1.2"),
    ("search", _ROLES, "/sok?q=epikrise"),
    ("search, two words", _ROLES, "/sok?q=resept+avdelingen"),
    ("queue", ("pko",), "/ko"),
)
_ROUNDS: Final = 15
_MOST: Final = 1.5
_CLIENTS, _THINK, _SECONDS = 10, 1.0, 20.0


@dataclass(frozen=True, slots=True)
class Site:
    """`tokens`: of a signed-in browser, by role. `case`: the number of one that all of them see."""

    app: Any
    database: Database
    tokens: Mapping[str, str]
    case: str

    @asynccontextmanager
    async def browser(self, role: str) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(app=self.app)
        cookies = {"samhandling": self.tokens[role]}
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=cookies) as client:
            yield client


@dataclass(frozen=True, slots=True)
class Seen:
    seconds: float
    queries: int
    size: int


def main(folder: str) -> int:
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    judge = Judge(data("rules"))
    with tempfile.TemporaryDirectory() as passing:
        large = _opened(Path(folder), os.environ.get("URL") or None, judge)
        small_url = os.environ.get("SMALL_URL") or None
        if small_url is None:
            million.main(passing, "1000")
        small = _opened(Path(folder if small_url else passing), small_url, judge)
        return asyncio.run(_measured(large, small))


def _opened(folder: Path, url: str | None, judge: Judge) -> Site:
    database = Database(url or f"sqlite:///{folder / 'samhandling.db'}")
    secrets = kept_in(folder / "secret")
    return Site(
        site(Settings(requests_per_minute=1_000_000), _services(database, secrets), judge),
        database,
        {role: token_of(database, role) for role in _ROLES},
        _case(database),
    )


def _services(database: Database, secrets: Secrets) -> Any:
    return assembled(database, secrets, lambda: NOW, cookies_are_host=False)


def token_of(database: Database, role: str) -> str:
    """Of the first who holds the role: in the largest area, where most is."""
    with database.writing(SYSTEM) as session:
        person = _first(session, role).person_id
        account = session.exec(select(Account.id).where(Account.person_id == person)).one()
        return sessions.begin(session, key(account), LIMITS["reporter"], NOW, device="bench", complete=True)


def _case(database: Database) -> str:
    """The newest closed one with as much in it in either database."""
    reporter, unit, other = aliased(Participant), aliased(Participant), aliased(RuleLink)
    alike = (
        select(Case.number)
        .join(Deviation, col(Deviation.case_id) == Case.id)
        .join(reporter, (col(reporter.case_id) == Case.id) & (col(reporter.part) == Part.REPORTER))
        .join(unit, (col(unit.case_id) == Case.id) & (col(unit.part) == Part.RESPONSIBLE))
        .outerjoin(other, (col(other.case_id) == Case.id) & col(other.main).is_(False))
        .where(Case.state == "closed", Deviation.outcome == Outcome.AGREED, col(other.id).is_(None))
    )
    with database.reading(SYSTEM) as session:
        office, department = (_first(session, role).organisation_id for role in ("gp", "department_contact"))
        chosen = alike.where(reporter.organisation_id == office, unit.organisation_id == department)
        return session.exec(chosen.order_by(col(Case.id).desc()).limit(1)).one()


def _first(session: DbSession, role: str) -> RoleGrant:
    return session.exec(select(RoleGrant).where(RoleGrant.role == role).order_by(col(RoleGrant.id)).limit(1)).one()


async def _measured(large: Site, small: Site) -> int:
    slow = 0
    print(f"{'page':20} {'as':20} {'large':>9} {'small':>9} {'ratio':>6} {'questions':>9} {'bytes':>15}")
    for name, roles, path in _PAGES:
        for role in roles:
            one, other = await _compared(large, small, role, path)
            ratio, same = one.seconds / other.seconds, one.queries == other.queries
            slow += ratio > _MOST or not same
            asked = str(one.queries) if same else f"{one.queries}/{other.queries}"
            print(
                f"{name:20} {role:20} {one.seconds * 1000:6.1f} ms {other.seconds * 1000:6.1f} ms {ratio:6.2f}"
                f" {asked:>9} {one.size:7}/{other.size:7}{'  !' if ratio > _MOST or not same else ''}",
                flush=True,
            )
    times = sorted(await _together(large))
    print(
        f"{_CLIENTS} clients, {_THINK:.0f} s between requests, {len(times)} requests:"
        f" p50 {times[len(times) // 2] * 1000:.0f} ms, p95 {times[len(times) * 95 // 100] * 1000:.0f} ms"
    )
    return 1 if slow else 0


async def _compared(large: Site, small: Site, role: str, path: str) -> tuple[Seen, Seen]:
    """Medians, taken in turns so that whatever else the machine does hits both."""
    async with large.browser(role) as one, small.browser(role) as other:
        pairs = [(each, client, await _path(each, client, path)) for each, client in ((large, one), (small, other))]
        for place, client, where in pairs:
            await _get(place, client, where)
        taken = [[await _get(*pair) for pair in pairs] for _ in range(_ROUNDS)]
    medians = [
        Seen(statistics.median(each.seconds for each in of_one), of_one[0].queries, of_one[0].size)
        for of_one in zip(*taken, strict=True)
    ]
    return medians[0], medians[1]


async def _get(place: Site, client: httpx.AsyncClient, path: str) -> Seen:
    with _counted(place.database) as asked:
        started = time.perf_counter()
        answer = await client.get(path)
        taken = time.perf_counter() - started
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return Seen(taken, len(asked), len(answer.content))


async def _path(place: Site, client: httpx.AsyncClient, path: str) -> str:
    if path == "{case}":
        return f"{_AREA}/saker/{place.case}"
    if path == "{next}":
        page = (await client.get(f"{_AREA}/saker")).text
        return f"{_AREA}/saker?foer={re.findall(r'foer=([0-9_-]+)', page)[0]}"
    return _AREA + path


@contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


async def _together(place: Site) -> list[float]:
    random, until, times = Random(1), time.monotonic() + _SECONDS, list[float]()  # noqa: S311 – the same pages each time

    async def reader() -> None:
        await asyncio.sleep(random.random() * _THINK)
        while time.monotonic() < until:
            _, roles, path = random.choice(_PAGES)
            async with place.browser(random.choice(roles)) as client:
                where = await _path(place, client, path)
                started = time.perf_counter()
                await client.get(where)
                times.append(time.perf_counter() - started)
            await asyncio.sleep(_THINK)

    await asyncio.gather(*(reader() for _ in range(_CLIENTS)))
    return times


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
