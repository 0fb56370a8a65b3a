"""The report over a large database: counting the largest area-year, the published page, the page of drafts, memory.

usage: python -m bench.reports FOLDER          (made by `make million`; writes a report in it the first time)

The published page may take three times what its SQL and the same template with the same data take by themselves (ruling
D). Counting is measured in a process of its own for each size, so that the peak of memory is its own.
"""

import asyncio
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import httpx
import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import col, select

from bench.cases import token_of
from samhandling.areas.answering import Desk
from samhandling.areas.change import Change
from samhandling.audit.chain import Actor
from samhandling.cases.kinds import CaseKind
from samhandling.cases.tables import Case
from samhandling.checks.judging import Judge
from samhandling.identity.tables import RoleGrant
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.kernel.secrets import kept_in
from samhandling.paths import data
from samhandling.reports import publishing, repository
from samhandling.reports.drafting import draft
from samhandling.reports.making import Maker
from samhandling.reports.periods import Period
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.site import rules_counted, site
from samhandling.starting import assembled
from tools.synthetic_cases import NOW

_YEAR: Final = Period(2025)
_ROUNDS, _SERVED, _MOST = 30, 200, 3.0


def main(folder: str, area: str = "") -> int:
    if area:
        return _count(Path(folder), int(area))
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with closing(_database(Path(folder))) as database:
        for number, many in _sizes(database):
            print(f"area {number}, {many:,} deviations in {_YEAR.code}: ", end="", flush=True)
            subprocess.run([sys.executable, "-m", "bench.reports", folder, str(number)], check=True)  # noqa: S603
        return asyncio.run(_pages(database, Path(folder)))


def _database(folder: Path) -> Database:
    return Database(f"sqlite:///{folder / 'samhandling.db'}")


def _sizes(database: Database) -> list[tuple[int, int]]:
    """Of the largest, the middle and the smallest area: its id, and how many deviations came in the year."""
    query = (
        select(Case.area_id, sa.func.count())
        .where(Case.kind == CaseKind.DEVIATION, col(Case.created_on).between(_YEAR.first, _YEAR.last))
        .group_by(col(Case.area_id))
        .order_by(sa.func.count())
    )
    with database.reading(SYSTEM) as session:
        found = [(int(area), int(many)) for area, many in session.exec(query)]
    return [found[0], found[len(found) // 2], found[-1]]


def _count(folder: Path, area: int) -> int:
    judge = Judge(data("rules"))
    with closing(_database(folder)) as database, database.reading(SYSTEM) as session:
        before, since, busy = _peak(), time.perf_counter(), time.process_time()
        made = draft(session, area, _YEAR, rules_counted(judge), NOW, lambda _stage: None)
        taken = time.perf_counter() - since
    print(
        f"counted in {taken:.1f} s ({time.process_time() - busy:.1f} of the processor), peak of memory {_peak()} MB, "
        f"{_peak() - before} of them for it; {made.report.kept / 10:.0f} % of the numbers asked for are kept",
        flush=True,
    )
    return 0


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


async def _pages(database: Database, folder: Path) -> int:
    judge = Judge(data("rules"))
    services = assembled(database, kept_in(folder / "secret"), lambda: NOW, cookies_are_host=False)
    app = site(Settings(requests_per_minute=1_000_000), services, judge)
    number = _published(services, judge)
    cookies = {"samhandling": token_of(database, "pko")}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=cookies) as pko:
        public = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")
        page, drafts = f"/rapporter/o01/{number}", "/omrade/o01/rapporter"
        canned, asked = await _canned(database, public, page)
        ours, theirs = await _turns(lambda: _get(public, page), canned)
        print(f"published page {ours * 1000:.1f} ms, {asked} questions; its SQL and template {theirs * 1000:.1f} ms")
        print(f"   {ours / theirs:.2f} times")
        own, _ = await _turns(lambda: _get(pko, drafts), canned)
        print(f"page of drafts {own * 1000:.1f} ms")
        await _get(public, page)
        first = _resident()
        for _ in range(_SERVED):
            await _get(public, page)
        print(f"memory after the page {_SERVED} times: {_resident()} MB, before {first} MB")
        await public.aclose()
    return 1 if ours / theirs > _MOST else 0


def _published(services: Services, judge: Judge) -> str:
    """The number of the largest area's report of the year; counted and published if there is none."""
    with services.database.writing(SYSTEM) as session:
        found = repository.newest(session, 1, _YEAR.code)
        if found is not None:
            return found.number
        person = session.exec(select(RoleGrant.person_id).where(RoleGrant.role == "pko").limit(1)).one()
        publishing.ask(Change(session, services, Actor(person, "pko"), NOW, 1), 1, _YEAR)
    Maker(services.database, services.clock, rules_counted(judge)).step()
    with services.database.writing(SYSTEM) as session:
        row = repository.draft(session, 1, _YEAR.code)
        if row is None:
            raise SystemExit("no draft was counted")
        change = Change(session, services, Actor(person, "pko"), NOW, 1)
        return publishing.publish(change, 1, _YEAR, row.digest, "").number


async def _canned(database: Database, client: httpx.AsyncClient, path: str) -> tuple[Callable[[], Any], int]:
    """What does the page's SQL, and renders its template with the values it had; and how many questions it asks."""
    asked: list[tuple[str, Any]] = []
    shown: list[tuple[Any, ...]] = []
    show = Desk.show

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    def keep(*parts: Any) -> Any:
        shown.append(parts)
        return show(*parts)

    await _get(client, path)
    event.listen(database.engine, "before_cursor_execute", note)
    Desk.show = keep  # type: ignore[method-assign]
    try:
        await _get(client, path)
    finally:
        Desk.show = show  # type: ignore[method-assign]
        event.remove(database.engine, "before_cursor_execute", note)

    async def again() -> None:
        with closing(database.engine.raw_connection()) as raw:
            cursor = raw.cursor()
            for statement, parameters in asked:
                cursor.execute(statement, parameters).fetchall()
        show(*shown[0])

    return again, len(asked)


async def _turns(one: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Medians, taken in turns so that whatever else the machine does hits both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):
        for times, work in zip(taken, (one, other), strict=True):
            since = time.perf_counter()
            await work()
            times.append(time.perf_counter() - since)
    return statistics.median(taken[0]), statistics.median(taken[1])


async def _get(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return answer.text


def _resident() -> int:
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
