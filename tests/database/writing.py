"""`python -m tests.database.writing URL ROUNDS MOST [--too-early]`: writers that are killed while they write.

A writer opens a case, joins a party, writes a statement and sends it, each with its event, through the real use cases,
and acknowledges every commit with a line. Whoever reads the lines kills it, after at most MOST. `--too-early` is a
mutant that acknowledges before the commit. One process forks all writers, so that the imports are paid for once; it
answers in JSON.
"""

import json
import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlmodel import col, select

from samhandling.audit.heads import Kept
from samhandling.audit.tables import AuditEvent
from samhandling.audit.verifying import verify
from samhandling.cases import opening
from samhandling.cases.kinds import CaseKind, Part
from samhandling.cases.tables import Case, Statement
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from tests.database.world import KEY, World, deed, populate

THREADS = 2


def acknowledged(database: Database, world: World, *, too_early: bool = False) -> Iterator[str]:
    """The number of each case, when it is written for good: number, event of opening and statement are there."""
    scope = world.worker()
    while True:
        with database.writing(scope) as session:
            done = deed(session, world.persons[0])
            case = opening.open_case(done, area=world.areas[0], kind=CaseKind.DEVIATION, title="Tittel", state="open")
            party = opening.add_participant(done, key(case.id), Part.PARTY, organisation=world.organisations[0])
            draft = opening.write_draft(done, key(case.id), key(party.id), kind="answer", text=case.number)
            opening.send(done, key(case.id), key(draft.id), version=1)
            if too_early:
                yield case.number
        if not too_early:
            yield case.number


def write(url: str, world: World, door: int, *, too_early: bool) -> None:
    """Until it is killed, from several threads, a line for each acknowledgement."""
    database = Database(url)

    def work() -> None:
        for number in acknowledged(database, world, too_early=too_early):
            os.write(door, f"{number}\n".encode())

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@dataclass
class Ledger:
    """What has been acknowledged, and what was wrong afterwards."""

    numbers: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def compare(self, database: Database) -> None:
        with database.reading(SYSTEM) as session:
            cases = dict(session.exec(select(Case.number, Case.id)).all())
            sent = set(session.exec(select(Statement.text).where(col(Statement.sent_at).is_not(None))).all())
            recorded = session.exec(select(AuditEvent.subject_id).where(AuditEvent.action == "statement_sent")).all()
        if lost := [number for number in self.numbers if number not in cases]:
            self.faults.append(f"lost: {lost}")
        if len(set(self.numbers)) != len(self.numbers):
            self.faults.append("a number was given twice")
        if sent != set(cases) or sorted(recorded) != sorted(str(case) for case in cases.values()):
            self.faults.append("half a case")
        report = verify(database, KEY, Kept())
        if not report.is_whole:
            self.faults.append(f"the trail does not verify: {report.faults[:5]}")


def read_until_killed(door: int, ledger: Ledger, kill_after: int, kill: Callable[[], None]) -> None:
    """Reads acknowledgements, kills at the given one the moment it comes, and reads what was still on its way."""
    with os.fdopen(door, "rb", buffering=0) as lines:
        rest, seen, killed = b"", 0, False
        while chunk := lines.read(65536):
            *whole, rest = (rest + chunk).split(b"\n")
            ledger.numbers += [line.decode() for line in whole]
            seen += len(whole)
            if seen >= kill_after and not killed:
                killed = True
                kill()


def rounds(url: str, count: int, most: int, *, too_early: bool, seed: int) -> Ledger:
    chance, ledger = random.Random(seed), Ledger()  # noqa: S311 – when to kill
    database = Database(url)
    world = populate(database)
    database.close()
    for _ in range(count):
        inlet, outlet = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(inlet)
            write(url, world, outlet, too_early=too_early)
        os.close(outlet)
        read_until_killed(inlet, ledger, chance.randint(1, most), lambda child=child: os.kill(child, signal.SIGKILL))
        os.waitpid(child, 0)
        database = Database(url)
        ledger.compare(database)
        database.close()
    return ledger


def main() -> None:
    ledger = rounds(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), too_early="--too-early" in sys.argv, seed=20261125)
    print(json.dumps({"acknowledged": len(ledger.numbers), "faults": ledger.faults}))


if __name__ == "__main__":
    main()
