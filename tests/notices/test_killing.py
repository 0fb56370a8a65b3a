"""kill -9 at each step of sending a mail: none is sent twice or lost, every uncertain one is listed (ruling A17)."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest

from samhandling.kernel.columns import key
from samhandling.kernel.scope import SYSTEM
from samhandling.notices import repository
from samhandling.notices.sending import LEASE
from tests.databases import Place
from tests.notices import dying
from tests.notices.house import House, person
from tests.notices.post import Postbox
from tests.worlds import Site, told


@dataclass
class Worker:
    """Runs in another process. `ended`: by which signal, 0 for none."""

    process: "subprocess.Popen[str]"
    house: House

    def begin(self, step: int) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{self.house.world.clock().isoformat()} {step}\n")
        self.process.stdin.flush()
        return self._line()

    def ended(self) -> int:
        found = self._line()
        self._forgotten_by_the_server()
        return found

    def _line(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def _forgotten_by_the_server(self) -> None:
        """PostgreSQL lets go of a dead client's locks when it has noticed."""
        database = self.house.world.database
        if database.is_sqlite:
            return
        asked = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dying'"
        for _ in range(100_000):
            with database.reading(SYSTEM) as session:
                if session.connection().exec_driver_sql(asked).scalar_one() == 0:
                    return
        raise AssertionError("the server still holds the connection of a dead client")


@contextmanager
def worker(place: Place, house: House, box: Postbox) -> Iterator[Worker]:
    command = [sys.executable, "-m", dying.__name__, place.url, str(box.port)]
    environment = os.environ | {"PGAPPNAME": "dying"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield Worker(process, house)


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one mail: how it stands, and how often it arrived."""

    state: str
    arrived: int


def one_round(house: House, box: Postbox, dies: Callable[[], None]) -> Ended:
    """A notice, a worker that dies, and another that takes over when the lease of the first has run out."""
    before = {mail.id for mail in house.mails()}
    house.tell("Gro Gp")
    dies()
    house.world.clock.now += LEASE + timedelta(seconds=1)
    house.send(box.office())
    with house.world.database.writing(house.scope("Gro Gp")) as session:
        repository.mark_read(session, person(house, "Gro Gp"), house.world.clock())
    (mail,) = (mail for mail in house.mails() if mail.id not in before)
    return Ended(mail.state.value, box.ids.count(mail.message_id))


def test_a_worker_killed_at_each_step_sends_no_mail_twice_and_loses_none(
    house: House, pages: Site, place: Place, box: Postbox
) -> None:
    found: list[Ended] = []
    with worker(place, house, box) as other:
        for step in count(1):
            signals: list[int] = []

            def dies(step: int = step, signals: list[int] = signals) -> None:
                other.begin(step)
                signals.append(other.ended())

            found.append(one_round(house, box, dies))
            if signals == [0]:
                break

    # Planned, taken, called, greeted, from, to, begun, DATA, the mail, half of it, settled, goodbye.
    assert len(found) > 15
    assert set(found) == {Ended("sent", 1), Ended("uncertain", 0), Ended("uncertain", 1)}
    # It is uncertain from «sending» is committed until «sent» is, and neither before nor after.
    states = [each.state for each in found]
    first, last = states.index("uncertain"), len(states) - 1 - states[::-1].index("uncertain")
    assert states == ["sent"] * first + ["uncertain"] * (last - first + 1) + ["sent"] * (len(states) - last - 1)
    assert len(box.ids) == len(set(box.ids))
    assert_every_uncertain_one_is_listed(house, pages)


@pytest.mark.parametrize(("when", "arrived"), [("TAKEN", 0), ("STORED", 1)])
def test_a_worker_killed_while_the_server_makes_up_its_mind_leaves_an_uncertain_mail(
    house: House, pages: Site, place: Place, box: Postbox, when: str, arrived: int
) -> None:
    """Whether the server keeps the mail or not, nobody here can know."""
    with worker(place, house, box) as other:

        def dies() -> None:
            started: Future[int] = Future()

            def answer(step: str) -> str | None:
                if step == when:
                    os.kill(started.result(timeout=30), signal.SIGKILL)
                    return "drop"
                return None

            box.answer = answer
            started.set_result(other.begin(0))
            assert other.ended() == signal.SIGKILL
            box.answer = lambda _step: None

        assert one_round(house, box, dies) == Ended("uncertain", arrived)
    assert_every_uncertain_one_is_listed(house, pages)


def assert_every_uncertain_one_is_listed(house: House, pages: Site) -> None:
    uncertain = [mail for mail in house.mails() if mail.state.value == "uncertain"]
    with house.world.database.reading(house.scope("Pia Pko")) as session:
        listed = repository.troubled(session, house.world.areas["nord"], 500)
    assert sorted(key(mail.id) for mail, _, _ in listed) == sorted(key(mail.id) for mail in uncertain)
    page = told(pages.browser("Pia Pko").get("/omrade/nord/utsending").text)
    (number,) = house.cases
    assert page.count(f"Sak {number}") == len(uncertain)
    assert page.count("Programmet stoppet mens den ble sendt") == len(uncertain)
