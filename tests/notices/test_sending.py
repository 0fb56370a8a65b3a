"""Mail to a real server: what it says, who gets it, when it is tried again, and when it is given up."""

import ssl
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import AuthResult
from hypothesis import given
from hypothesis import strategies as st

from samhandling.cases.working_days import is_working_day
from samhandling.kernel.clock import NORWAY
from samhandling.kernel.scope import SYSTEM
from samhandling.notices import repository
from samhandling.notices.kinds import MailChoice, MailState
from samhandling.notices.links import case_path
from samhandling.notices.mornings import next_morning
from samhandling.notices.sending import GIVE_UP, LEASE
from samhandling.notices.smtp import Security
from tests.notices.certificates import Certificates, certificates
from tests.notices.house import House, later, person
from tests.notices.post import FROM, ORIGIN, Postbox, postbox

SIGNED_IN = {"user": "samhandling", "password": "hemmelig"}


def text(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


def states(house: House) -> list[str]:
    return [mail.state.value for mail in house.mails()]


def test_a_mail_says_the_case_number_what_happened_and_where_to_read_it_and_nothing_else(
    house: House, box: Postbox
) -> None:
    house.tell("Gro Gp")

    house.send(box.office())

    (mail,) = box.mails
    (number,) = house.cases
    assert mail["Subject"] == f"Sak {number}"
    assert box.recipients == ["gro@fjordvik.example"]
    assert mail["To"] == "gro@fjordvik.example"
    assert mail["Reply-To"] == FROM
    assert mail["From"] == f"Samhandling <{FROM}>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert text(mail).splitlines() == [
        f"Sak {number}: nytt svar",
        f"{ORIGIN}/omrade/nord/saker/{number}",
        "",
        "Logg inn for å lese saken. Denne e-posten kan ikke besvares: ingen leser svar på den. Skriv i saken i stedet, "
        "og aldri om pasienter i e-post.",
        "",
        f"Velg hvilke e-poster du vil ha: {ORIGIN}/varsler/valg",
    ]
    assert states(house) == ["sent"]
    assert house.mails()[0].sent_at == house.world.clock()


def test_a_mail_is_in_the_readers_form_of_norwegian(house: House, box: Postbox) -> None:
    house.write_to("Gro Gp", "gro@fjordvik.example", "nn")
    house.tell("Gro Gp", code="case_reopened")

    house.send(box.office())

    assert "saka er opna igjen" in text(box.mails[0])
    assert "Logg inn for å lese saka." in text(box.mails[0])
    assert box.mails[0]["Content-Language"] == "nn"


def test_a_case_of_another_area_is_read_from_ones_own(house: House, box: Postbox) -> None:
    case = house.open(area="sor", by="Per Sør")
    house.tell("Gro Gp", case=case)

    house.send(box.office())

    (_, number) = (name.removesuffix("@sor") for name in house.cases)
    assert f"{ORIGIN}/omrade/nord/saker/{number}@sor\n" in text(box.mails[0])


@pytest.mark.parametrize(
    ("own", "path"),
    [
        (["a", "b"], "/omrade/b/saker/AV-2026-001"),
        (["a"], "/omrade/a/saker/AV-2026-001@b"),
        ([], "/varsler"),
    ],
)
def test_the_address_of_a_case_is_in_an_area_of_the_readers(own: list[str], path: str) -> None:
    assert case_path("AV-2026-001", "b", own) == path


def test_without_a_mail_server_nothing_is_queued_and_nothing_comes_when_there_is_one(
    house: House, box: Postbox
) -> None:
    house.tell("Gro Gp")
    house.send(None)
    assert house.mails() == []
    assert house.notices()[0].settled_at is not None

    house.send(box.office())
    assert box.mails == []


@pytest.mark.parametrize("why", ["no address", "account disabled", "wants none", "stepped aside", "read already"])
def test_who_should_not_get_mail_gets_none_and_keeps_the_notice(house: House, box: Postbox, why: str) -> None:
    house.tell("Gro Gp")
    if why == "no address":
        house.write_to("Gro Gp", None)
    elif why == "account disabled":
        house.disable("Gro Gp")
    elif why == "wants none":
        house.choose("Gro Gp", MailChoice.NONE)
    elif why == "stepped aside":
        house.step_aside("Gro Gp")
    else:
        with house.world.database.writing(house.scope("Gro Gp")) as session:
            repository.mark_read(session, person(house, "Gro Gp"), house.world.clock())

    house.send(box.office())

    assert box.mails == []
    assert house.mails() == []
    assert len(house.notices()) == 1


@pytest.mark.parametrize("why", ["no address", "account disabled", "stepped aside", "read meanwhile"])
def test_a_mail_that_waits_is_taken_away_when_its_reason_is_gone(house: House, box: Postbox, why: str) -> None:
    house.tell("Gro Gp")
    planner, sender = house.post(box.office())
    planner.step()
    assert states(house) == ["waiting"]
    if why == "no address":
        house.write_to("Gro Gp", None)
    elif why == "account disabled":
        house.disable("Gro Gp")
    elif why == "stepped aside":
        house.step_aside("Gro Gp")
    else:
        with house.world.database.writing(house.scope("Gro Gp")) as session:
            repository.mark_read(session, person(house, "Gro Gp"), house.world.clock())

    assert sender.step() is False

    assert (box.mails, house.mails()) == ([], [])


def test_who_wants_only_what_is_serious_gets_that(house: House, box: Postbox) -> None:
    house.choose("Gro Gp", MailChoice.SERIOUS)
    house.tell("Gro Gp", code="case_answered")
    house.tell("Gro Gp", code="deadline_passed")

    house.send(box.office())

    assert ["fristen er ute" in text(mail) for mail in box.mails] == [True]


def test_what_is_told_again_while_the_mail_waits_is_one_mail_and_after_it_is_sent_another(
    house: House, box: Postbox
) -> None:
    house.tell("Gro Gp")
    planner, _ = house.post(box.office())
    planner.step()
    house.tell("Gro Gp")
    house.send(box.office())
    assert ["nytt svar (2)" in text(mail) for mail in box.mails] == [True]

    house.tell("Gro Gp")
    house.send(box.office())
    assert len(box.mails) == 2


def test_a_digest_comes_once_at_seven_on_the_next_working_day_with_all_that_is_unread(
    house: House, box: Postbox
) -> None:
    second = house.open()
    clock = house.world.clock
    clock.now = datetime(2026, 3, 27, 15, tzinfo=UTC)  # the Friday before Palm Sunday
    house.choose("Gro Gp", MailChoice.DAILY)
    house.tell("Gro Gp")
    house.tell("Gro Gp", case=second, code="case_closed")
    house.send(box.office())
    clock.now = datetime(2026, 3, 30, 4, 59, tzinfo=UTC)
    house.tell("Gro Gp", code="case_sent_on")
    house.send(box.office())
    assert box.mails == []

    clock.now = datetime(2026, 3, 30, 5, 0, tzinfo=UTC)  # seven in the morning: summer time began on the Sunday
    house.send(box.office())

    (mail,) = box.mails
    one, two = house.cases
    assert mail["Subject"] == "Varsler fra Samhandling"
    assert [line for line in text(mail).splitlines() if line.startswith("Sak ")] == [
        f"Sak {one}: nytt svar",
        f"Sak {two}: saken er avsluttet",
        f"Sak {one}: saken er sendt videre",
    ]
    clock.now = datetime(2026, 3, 31, 5, 0, tzinfo=UTC)
    house.send(box.office())
    assert len(box.mails) == 1


@given(
    st.integers(0, 7 * 365 * 24 * 60).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
)
def test_the_next_morning_is_always_seven_of_a_working_day_and_the_first_there_is(now: datetime) -> None:
    day, instant = next_morning(now)

    local = instant.astimezone(NORWAY)
    assert (local.date(), local.hour, local.minute, local.second) == (day, 7, 0, 0)
    assert is_working_day(day)
    assert now < instant
    between = [day - timedelta(days=n) for n in range(1, 15)]
    first = now.astimezone(NORWAY).date()
    assert not [each for each in between if each > first and is_working_day(each)]


def test_the_17th_of_may_has_no_digest() -> None:
    friday_evening = datetime(2027, 5, 14, 18, tzinfo=UTC)  # Whit Monday is 17 May in 2027
    assert next_morning(friday_evening)[0] == date(2027, 5, 18)


def test_a_server_that_is_down_for_a_day_loses_nothing_and_gets_each_mail_once(house: House, box: Postbox) -> None:
    names = ("Gro Gp", "Geir Gp", "Lise Leder", "Pia Pko", "Rita Råd")
    with postbox() as gone:
        closed = gone.office()
    clock = house.world.clock
    planner, sender = house.post(closed)
    until = clock.now + timedelta(days=1)
    tries = 0
    while clock.now < until:
        if clock.now.hour % 6 == 0 and clock.now.minute == 0:
            house.tell(
                *names, code=("case_answered", "case_closed", "case_reopened", "advice_given")[clock.now.hour // 6]
            )
        planner.step()
        tries += sender.step()
        clock.now += timedelta(minutes=30)
    asked = {mail.message_id for mail in house.mails()}
    assert len(asked) == len(names) * 4
    assert set(states(house)) == {"waiting"}
    # The server is asked ever more seldom, and not by each mail.
    assert tries < 24 * 2

    clock.now += timedelta(hours=1)
    house.send(box.office())

    assert set(states(house)) == {"sent"}
    assert sorted(box.ids) == sorted(asked)


@pytest.mark.parametrize("step", ["RCPT", "TAKEN"])
def test_refused_for_now_it_waits_ever_longer_and_is_given_up_after_two_days(
    house: House, box: Postbox, step: str
) -> None:
    box.answer = lambda asked: "451 4.3.0 not now" if asked == step else None
    house.tell("Gro Gp")
    clock = house.world.clock
    began, waits = clock.now, []
    house.send(box.office())
    while house.mails()[0].state is MailState.WAITING:
        waits.append(house.mails()[0].due_at - clock.now)
        clock.now = house.mails()[0].due_at
        house.send(box.office())

    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert clock.now - began >= GIVE_UP
    assert (states(house), house.mails()[0].error, box.mails) == (["failed"], "refused_451", [])


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "TAKEN"])
def test_refused_for_good_it_has_failed_at_once_and_is_not_tried_again(house: House, box: Postbox, step: str) -> None:
    box.answer = lambda asked: "550 5.1.1 no such user" if asked == step else None
    house.tell("Gro Gp", "Geir Gp")
    house.send(box.office())
    assert states(house) == ["failed", "failed"]

    box.answer = lambda _asked: None
    later(house, days=3)
    house.send(box.office())
    assert box.mails == []
    assert {mail.error for mail in house.mails()} == {"refused_550"}


def test_an_address_that_cannot_be_written_in_a_mail_fails_without_asking_the_server(house: House) -> None:
    with postbox() as gone:
        office = gone.office()
    for address in ("gro@fjordvik.example\r\nBcc: all@x.example", "grå@fjordvik.example", "gro", "@", "a@b, c@d"):
        house.write_to("Gro Gp", address)
        house.tell("Gro Gp")
        house.send(office)
    assert {(mail.state.value, mail.error) for mail in house.mails()} == {("failed", "address")}


def test_a_line_that_breaks_before_the_mail_is_handed_over_is_tried_again(house: House, box: Postbox) -> None:
    box.answer = lambda asked: "drop" if asked == "DATA" else None
    house.tell("Gro Gp")
    house.send(box.office())
    assert (states(house), house.mails()[0].error) == (["waiting"], "connection")

    box.answer = lambda _asked: None
    later(house, minutes=2)
    house.send(box.office())
    assert (states(house), len(box.mails)) == (["sent"], 1)


@pytest.mark.parametrize(("step", "arrived"), [("TAKEN", 0), ("STORED", 1)])
def test_a_line_that_breaks_after_the_mail_is_handed_over_leaves_it_uncertain_and_unsent(
    house: House, box: Postbox, step: str, arrived: int
) -> None:
    box.answer = lambda asked: "drop" if asked == step else None
    house.tell("Gro Gp")
    house.send(box.office())
    assert states(house) == ["uncertain"]

    box.answer = lambda _asked: None
    later(house, days=3)
    house.send(box.office())
    assert (states(house), len(box.mails)) == (["uncertain"], arrived)


def test_a_server_that_says_nothing_does_not_hold_anybody_up_for_long(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    from samhandling.notices import smtp

    monkeypatch.setattr(smtp, "_CONNECT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        box = Postbox(port=silent.getsockname()[1])
        house.tell("Gro Gp")
        house.send(box.office())

    assert states(house) == ["waiting"]
    assert house.mails()[0].error in ("timeout", "connection")


def test_a_lease_that_ran_out_while_connecting_is_anothers_and_the_mail_is_sent_once(
    house: House, box: Postbox
) -> None:
    """The first is so slow at RCPT that the second has sent it before the first may begin."""
    house.tell("Gro Gp")
    planner, slow = house.post(box.office())
    planner.step()
    _, quick = house.post(box.office())
    asked: list[str] = []

    def answer(step: str) -> None:
        if step == "RCPT" and not asked:
            asked.append(step)
            later(house, seconds=LEASE.total_seconds() + 1)
            assert quick.step()

    # In the server's own thread the second one would wait for itself.
    with postbox() as first:
        first.answer = answer
        slow_office = first.office()
        _, slow = house.post(slow_office)
        assert slow.step()

        assert (len(first.mails), len(box.mails), states(house)) == (0, 1, ["sent"])


def test_two_senders_at_once_send_forty_mails_once_each(house: House, box: Postbox) -> None:
    import threading

    codes = ("case_answered", "case_closed", "case_reopened", "advice_given", "case_sent_on")
    for code in codes:
        house.tell("Gro Gp", "Geir Gp", "Lise Leder", "Pia Pko", code=code)

    def work() -> None:
        house.send(box.office())

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(states(house)) == {"sent"}
    assert len(box.ids) == len(set(box.ids)) == len(codes) * 4


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("tls"))


def _authenticated(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
    given = (getattr(data, "login", b""), getattr(data, "password", b""))
    return AuthResult(success=given == (b"samhandling", b"hemmelig"), handled=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it does not know of TLS from the start
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_mail_goes_encrypted_and_signed_in(
    house: House, trusted: Certificates, monkeypatch: pytest.MonkeyPatch, security: Security
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.root))
    server = {"tls": trusted.server()} if security is Security.TLS else {"tls_context": trusted.server()}
    with postbox(
        **server, auth_required=True, authenticator=_authenticated, auth_require_tls=security is Security.STARTTLS
    ) as box:
        office = box.office(security=security, host="localhost", **SIGNED_IN)
        house.tell("Gro Gp")
        house.send(office)
        assert len(box.mails) == 1

        house.tell("Geir Gp")
        house.send(box.office(security=security, host="localhost", **(SIGNED_IN | {"password": "feil"})))

    assert [(mail.state.value, mail.error) for mail in house.mails()] == [("sent", ""), ("waiting", "login")]


@pytest.mark.parametrize("why", ["not trusted", "another name", "no encryption offered"])
def test_mail_is_not_sent_to_a_server_that_cannot_show_who_it_is(
    house: House, trusted: Certificates, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why != "not trusted":
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted.root))
    server: dict[str, ssl.SSLContext] = {} if why == "no encryption offered" else {"tls_context": trusted.server()}
    host = "127.0.0.1" if why == "another name" else "localhost"
    with postbox(**server) as box:
        house.tell("Gro Gp")
        house.send(box.office(security=Security.STARTTLS, host=host))

        assert box.mails == []
    assert [(mail.state.value, mail.error) for mail in house.mails()] == [("waiting", "tls")]


def test_a_dot_at_the_beginning_of_a_line_arrives_as_one(box: Postbox) -> None:
    from samhandling.notices.smtp import announce, hand_over, line

    with line(box.office()) as smtp:
        announce(smtp, FROM, "a@b.example")
        hand_over(smtp, b"Subject: x\r\n\r\n.hidden\r\n..\r\n.\r\nlast\r\n")

    assert text(box.mails[0]).splitlines() == [".hidden", "..", ".", "last"]


def test_the_log_names_the_case_and_no_address(house: House, box: Postbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="samhandling")
    box.answer = lambda asked: "550 gro@fjordvik.example does not live here" if asked == "RCPT" else None
    house.tell("Gro Gp")
    house.send(box.office())

    (number,) = house.cases
    said = [record.getMessage() for record in caplog.records if record.name.startswith("samhandling")]
    assert said == [f"mail {house.mails()[0].id}, case {number}: failed refused_550"]


def test_nothing_that_is_stored_holds_an_address_or_a_text(house: House, box: Postbox, place: object) -> None:
    house.tell("Gro Gp", due=date(2026, 4, 1))
    house.send(box.office())
    with house.world.database.reading(SYSTEM) as session:
        rows = [
            repr(dict(row._mapping))
            for table in ("notices", "mails", "mail_lines")
            for row in session.connection().exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608
        ]
    assert rows
    assert not [row for row in rows if "gro@" in row or "svar" in row.replace(FROM.partition("@")[2], "")]
