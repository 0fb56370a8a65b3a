"""The pages about notices and mails, over HTTP: one's own, and those of an area for its PKO."""

import re

import httpx
import pytest
from pydantic import ValidationError

from samhandling.app import create_app
from samhandling.catalogue.content import Rulebook
from samhandling.kernel.scope import SYSTEM
from samhandling.naming import Names
from samhandling.notices import deeds, repository
from samhandling.notices.kinds import MailChoice
from samhandling.notices.pages import SIZE
from samhandling.notices.tables import Mail, MailPreference, Notice
from samhandling.settings import Settings
from tests.notices.house import House, later, person
from tests.notices.post import Postbox
from tests.serving import serving
from tests.worlds import Site, nobody_checks, post, told, version_in


def until(page: str) -> str:
    found = re.search(r'name="til" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def unread_in_header(page: str) -> str:
    found = re.search(r'href="/varsler"[^>]*>(.*?)</a>', page, re.S)
    assert found is not None
    return " ".join(re.sub(r"<[^>]*>", " ", found.group(1)).split())


def ask(client: httpx.Client, path: str) -> httpx.Response:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer


def test_the_newest_notice_stands_first_with_its_case_and_what_happened(house: House, pages: Site) -> None:
    house.tell("Gro Gp")
    later(house, hours=2)
    house.tell("Gro Gp", code="deadline_near", due=house.world.clock().date())
    house.tell("Gro Gp", code="deadline_near", due=house.world.clock().date())

    page = ask(pages.browser("Gro Gp"), "/varsler").text

    (number,) = house.cases
    said = told(page)
    assert said.index("Fristen er 16. mars 2026 (2 ganger)") < said.index("Det er kommet et svar")
    assert page.count(f'href="/omrade/nord/saker/{number}"') == 2
    assert unread_in_header(page) == "Varsler , 2 uleste"


def test_nobody_sees_anothers_notices_nor_marks_them(house: House, pages: Site) -> None:
    house.tell("Gro Gp")
    (notice,) = house.notices()
    geir = pages.browser("Geir Gp")

    page = ask(geir, "/varsler").text
    assert "Her er det ingen varsler" in page
    assert unread_in_header(page) == "Varsler"
    now = house.world.clock().isoformat()
    assert post(geir, f"/varsler/{notice.id}/lest", til=now).status_code == 303
    assert post(geir, "/varsler/lest", til=now).status_code == 303

    assert house.notices()[0].read_at is None


def test_one_is_marked_read_and_then_all(house: House, pages: Site) -> None:
    for code in ("case_answered", "case_closed", "case_reopened"):
        house.tell("Gro Gp", code=code)
    gro = pages.browser("Gro Gp")
    seen = until(ask(gro, "/varsler").text)

    assert post(gro, f"/varsler/{house.notices()[1].id}/lest", til=seen).headers["location"] == "/varsler"
    assert [row.read_at is None for row in house.notices()] == [True, False, True]
    assert unread_in_header(ask(gro, "/varsler").text) == "Varsler , 2 uleste"

    post(gro, "/varsler/lest", til=seen)
    page = ask(gro, "/varsler").text
    assert [row.read_at is None for row in house.notices()] == [False, False, False]
    assert "Merk" not in told(page)
    assert unread_in_header(page) == "Varsler"


def test_what_happened_after_the_page_was_shown_stays_unread(house: House, pages: Site) -> None:
    house.tell("Gro Gp")
    gro = pages.browser("Gro Gp")
    seen = until(ask(gro, "/varsler").text)
    later(house, minutes=1)
    house.tell("Gro Gp")
    house.tell("Gro Gp", code="case_closed")

    post(gro, f"/varsler/{house.notices()[0].id}/lest", til=seen)
    post(gro, "/varsler/lest", til=seen)

    assert [row.read_at for row in house.notices()] == [None, None]


@pytest.mark.parametrize("typed", ["", "i går", "2026-03-16", "2026-03-16T09:00:00"])
def test_a_form_without_an_instant_is_not_understood(house: House, pages: Site, typed: str) -> None:
    house.tell("Gro Gp")

    assert post(pages.browser("Gro Gp"), "/varsler/lest", til=typed).status_code == 400
    assert house.notices()[0].read_at is None


def test_a_case_that_is_seen_no_more_has_neither_number_nor_link(house: House, pages: Site) -> None:
    house.tell("Gro Gp")
    house.step_aside("Gro Gp")

    page = ask(pages.browser("Gro Gp"), "/varsler").text

    (number,) = house.cases
    assert number not in page
    assert "En sak du ikke ser lenger" in page
    assert unread_in_header(page) == "Varsler , 1 ulest"


def test_a_case_of_another_area_is_reached_from_ones_own(house: House, pages: Site) -> None:
    case = house.open(area="sor", by="Per Sør")
    house.tell("Gro Gp", case=case)

    page = ask(pages.browser("Gro Gp"), "/varsler").text

    number = list(house.cases)[1].removesuffix("@sor")
    assert f'href="/omrade/nord/saker/{number}@sor"' in page


def test_many_notices_come_a_page_at_a_time(house: House, pages: Site) -> None:
    with house.world.database.writing(SYSTEM) as session:
        session.add_all(
            Notice(
                person_id=person(house, "Gro Gp"), case_id=house.first, code="case_answered",
                made_at=house.world.clock(), read_at=house.world.clock(),
            )
            for _ in range(SIZE + 5)
        )  # fmt: skip
    gro = pages.browser("Gro Gp")

    first, second = ask(gro, "/varsler").text, ask(gro, "/varsler?side=2").text

    assert (first.count("Det er kommet et svar"), second.count("Det er kommet et svar")) == (SIZE, 5)
    assert 'href="?side=2"' in first
    assert 'href="?side=1"' in second
    for odd in ("0", "-1", "x", "99999", "٣"):
        assert gro.get("/varsler", params={"side": odd}).status_code == 200


def test_the_count_in_the_header_is_one_query_of_an_index(house: House, pages: Site) -> None:
    """And one before it: SQLite's BEGIN, PostgreSQL's scope."""
    house.tell("Gro Gp")
    services = house.world.services

    def count() -> None:
        with services.database.reading(house.scope("Gro Gp")) as session:
            assert services.unread(session, person(house, "Gro Gp")) == 1

    assert house.world.queries(count) == 2
    if house.world.database.is_sqlite:
        with services.database.reading(SYSTEM) as session:
            plan = session.connection().exec_driver_sql(
                "EXPLAIN QUERY PLAN SELECT count(*) FROM notices WHERE person_id = ? AND read_at IS NULL", ("x",)
            )
            assert "uq_notices_unread" in str(plan.fetchall())


def test_a_case_that_is_opened_is_read_about_and_nothing_is_written_when_it_was(house: House) -> None:
    house.tell("Gro Gp")
    house.tell("Gro Gp", code="case_closed")
    world = house.world
    with world.database.writing(house.scope("Gro Gp")) as session:
        deeds.seen(session, person(house, "Gro Gp"), house.first, world.clock())
    assert all(row.read_at == world.clock() for row in house.notices())

    later(house, hours=1)
    with world.database.reading(house.scope("Gro Gp")) as session:
        deeds.seen(session, person(house, "Gro Gp"), house.first, world.clock())
        assert not session.dirty


def test_without_a_mail_server_the_page_of_choices_says_so_and_takes_the_choice(house: House, pages: Site) -> None:
    gro = pages.browser("Gro Gp")
    page = ask(gro, "/varsler/valg").text
    assert "Det er ikke satt opp e-post her" in page
    assert '<option value="at_once" selected>' in page

    answer = post(gro, "/varsler/valg", epost="daily", versjon=version_in(page))

    assert answer.status_code == 303
    assert '<option value="daily" selected>' in ask(gro, answer.headers["location"]).text
    assert [row.choice for row in house.world.rows(MailPreference)] == [MailChoice.DAILY]
    event = house.world.events(None)[-1]
    assert (event.action, event.details) == ("mail_chosen", {"choice": "daily"})


def test_a_choice_made_in_two_windows_is_shown_beside_the_other(house: House, pages: Site) -> None:
    gro = pages.browser("Gro Gp")
    old = version_in(ask(gro, "/varsler/valg").text)
    post(gro, "/varsler/valg", epost="daily", versjon=old)

    answer = post(gro, "/varsler/valg", epost="none", versjon=old)

    assert answer.status_code == 409
    assert [row.choice for row in house.world.rows(MailPreference)] == [MailChoice.DAILY]


def test_a_choice_there_is_not_is_refused(house: House, pages: Site) -> None:
    assert post(pages.browser("Gro Gp"), "/varsler/valg", epost="hourly", versjon=0).status_code == 422
    assert house.world.rows(MailPreference) == []


def test_with_a_mail_server_the_page_of_choices_says_where_mail_goes_and_whether_it_arrives(
    house: House, names: Names, book: Rulebook, box: Postbox
) -> None:
    settings = Settings(smtp_host="127.0.0.1", smtp_port=box.port, smtp_security="none", mail_from="a@b.example")
    app = create_app(settings, house.world.services, names, book, nobody_checks)
    with serving(app) as address:
        for name, said in (("Gro Gp", "E-post går til gro@fjordvik.example."), ("Ada Admin", "ikke registrert noen")):
            cookies = {"samhandling": house.world.token(name)}
            with httpx.Client(base_url=address, cookies=cookies) as client:
                page = ask(client, "/varsler/valg").text
                assert said in page
                assert "ikke satt opp e-post" not in page
        box.answer = lambda step: "550 no" if step == "RCPT" else None
        house.tell("Gro Gp")
        house.send(box.office())
        with httpx.Client(base_url=address, cookies={"samhandling": house.world.token("Gro Gp")}) as client:
            assert "1 e-post til deg kom kanskje ikke fram" in ask(client, "/varsler/valg").text


@pytest.fixture
def lost(house: House, box: Postbox) -> House:
    """Three mails about the case: one uncertain, one refused, and a digest that is both persons'."""
    box.answer = lambda step: "drop" if step == "STORED" else None
    house.tell("Gro Gp")
    house.send(box.office())
    box.answer = lambda step: "550 no" if step == "RCPT" else None
    house.tell("Geir Gp", code="case_closed")
    house.send(box.office())
    box.answer = lambda _step: None
    return house


def test_the_pko_sees_which_mails_to_look_at_by_case_and_not_whose_they_are(lost: House, pages: Site) -> None:
    page = ask(pages.browser("Pia Pko"), "/omrade/nord/utsending").text

    (number,) = lost.cases
    said = told(page)
    assert said.count(f"Sak {number}") == 2
    assert f"Usikker Sak {number} : nytt svar Forbindelsen til e-posttjeneren brøt sammen" in said
    assert f"Kom ikke fram Sak {number} : saken er avsluttet E-posttjeneren tok ikke imot den (550)" in said
    assert not re.search(r"@|Gro|Geir", page[page.index("<main") : page.index("</main")])


def test_the_pko_of_another_area_sees_none_of_them_and_cannot_decide(lost: House, pages: Site) -> None:
    lost.world.add_person("Sør Pko", lost.world.role("pko", area="sor"))
    other = pages.browser("Sør Pko")

    assert "All e-post" in ask(other, "/omrade/sor/utsending").text
    for mail in lost.mails():
        for deed in ("send", "avklar"):
            assert post(other, f"/omrade/sor/utsending/{mail.id}/{deed}").status_code == 404
            assert post(pages.browser("Gro Gp"), f"/omrade/nord/utsending/{mail.id}/{deed}").status_code == 403
    assert [mail.state.value for mail in lost.mails()] == ["uncertain", "failed"]


def test_a_pko_who_has_stepped_aside_sees_nothing_of_the_case(lost: House, pages: Site) -> None:
    lost.step_aside("Pia Pko")
    pia = pages.browser("Pia Pko")

    assert "All e-post" in ask(pia, "/omrade/nord/utsending").text
    assert post(pia, f"/omrade/nord/utsending/{lost.mails()[0].id}/send").status_code == 404


def test_sent_again_by_choice_it_has_the_same_message_id_and_is_recorded(
    lost: House, pages: Site, box: Postbox
) -> None:
    uncertain, refused = lost.mails()
    later(lost, days=4)
    pia = pages.browser("Pia Pko")
    for mail in (uncertain, refused):
        assert post(pia, f"/omrade/nord/utsending/{mail.id}/send").status_code == 303

    lost.send(box.office())

    assert box.ids == [uncertain.message_id, uncertain.message_id, refused.message_id]
    assert [mail.state.value for mail in lost.mails()] == ["sent", "sent"]
    events = [event for event in lost.world.events() if event.action.startswith("mail_")]
    assert [(event.action, event.subject_id, event.details) for event in events] == [
        ("mail_sent_again", str(mail.id), {"number": next(iter(lost.cases))}) for mail in (uncertain, refused)
    ]
    assert "sendes på nytt" in ask(pia, "/omrade/nord/logg").text


def test_one_that_arrived_and_one_that_is_seen_to_leave_the_list_and_are_not_sent(
    lost: House, pages: Site, box: Postbox
) -> None:
    uncertain, refused = lost.mails()
    pia = pages.browser("Pia Pko")
    for mail in (uncertain, refused):
        assert post(pia, f"/omrade/nord/utsending/{mail.id}/avklar").status_code == 303

    assert "All e-post" in ask(pia, "/omrade/nord/utsending").text
    assert [mail.state.value for mail in lost.mails()] == ["sent", "set_aside"]
    assert post(pia, f"/omrade/nord/utsending/{uncertain.id}/send").status_code == 422
    lost.send(box.office())
    assert len(box.mails) == 1
    assert [event.action for event in lost.world.events()][-2:] == ["mail_arrived", "mail_set_aside"]


@pytest.mark.parametrize("odd", ["0", "-1", "2147483648", "99999999999999999999", "x", "٣"])
def test_a_number_that_is_no_id_is_refused_and_never_a_fault(house: House, pages: Site, odd: str) -> None:
    now = house.world.clock().isoformat()
    assert post(pages.browser("Gro Gp"), f"/varsler/{odd}/lest", til=now).status_code == 422
    assert post(pages.browser("Pia Pko"), f"/omrade/nord/utsending/{odd}/send").status_code == 422


def test_a_mail_decided_about_twice_at_once_is_decided_once(lost: House, pages: Site, box: Postbox) -> None:
    uncertain, _ = lost.mails()
    pia = pages.browser("Pia Pko")

    assert post(pia, f"/omrade/nord/utsending/{uncertain.id}/send").status_code == 303
    assert post(pia, f"/omrade/nord/utsending/{uncertain.id}/avklar").status_code == 422


def test_a_digest_stands_in_the_list_of_each_area_with_that_areas_cases_only(
    house: House, pages: Site, box: Postbox
) -> None:
    house.world.add_person("Sør Pko", house.world.role("pko", area="sor"))
    far = house.open(area="sor", by="Per Sør")
    other = house.open()
    house.choose("Gro Gp", MailChoice.DAILY)
    for case in (house.first, far, other):
        house.tell("Gro Gp", case=case)
    box.answer = lambda step: "550 no" if step == "RCPT" else None
    house.send(box.office())
    later(house, days=1)
    house.send(box.office())
    assert len(house.mails()) == 1

    north = told(ask(pages.browser("Pia Pko"), "/omrade/nord/utsending").text)
    south = told(ask(pages.browser("Sør Pko"), "/omrade/sor/utsending").text)

    numbers = [name.partition("@")[0] for name in house.cases]
    assert [north.count(f"Sak {number} :") for number in {numbers[0], numbers[2]}] == [1, 1]
    assert [number for number in numbers if f"Sak {number} :" in south] == [numbers[0], numbers[1]]  # the same number
    assert south.count(" : nytt svar") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"smtp_host": "mail.example"},
        {"smtp_host": "mail.example", "mail_from": "a@b.example", "smtp_user": "x"},
        {"smtp_host": "mail.example", "mail_from": "a@b.example", "smtp_password": "x"},
        {
            "smtp_host": "mail.example", "mail_from": "a@b.example", "smtp_user": "x", "smtp_password": "x",
            "smtp_security": "none",
        },
        {"smtp_host": "mail.example", "mail_from": "a@b.example\nBcc: c@d.example"},
        {"smtp_host": "mail.example\n", "mail_from": "a@b.example"},
        {"smtp_host": "mail.example", "mail_from": "a@b.example", "smtp_security": "opportunistic"},
    ],
)  # fmt: skip
def test_settings_of_mail_that_do_not_hold_together_stop_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)  # type: ignore[arg-type]


def test_old_mails_and_notices_that_are_read_are_thrown_away(house: House, box: Postbox) -> None:
    from samhandling.housekeeping import works

    house.tell("Gro Gp", "Geir Gp")
    house.send(box.office())
    with house.world.database.writing(SYSTEM) as session:
        repository.mark_read(session, person(house, "Gro Gp"), house.world.clock())
    prune = works(house.world.clock)["prune"]
    for days, mails, notices in ((89, 2, 2), (2, 0, 2), (300, 0, 1)):
        later(house, days=days)
        with house.world.database.writing(SYSTEM) as session:
            prune(session, {})
        assert (len(house.world.rows(Mail)), len(house.world.rows(Notice))) == (mails, notices)
