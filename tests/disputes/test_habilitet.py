"""The council finds that a member may not judge a case: it is closed to the member until the council says why not."""

from samhandling.cases.repository import stepped_aside
from samhandling.cases.tables import Disqualification
from samhandling.kernel.scope import SYSTEM
from samhandling.notices.tables import Notice
from tests.deviations.acting import CASE, People
from tests.disputes.test_disputes import ADVICE, before_council, case, heard  # noqa: F401
from tests.worlds import World, told

WHY = "Legekontoret var likevel ikke berørt."


def test_a_member_found_disqualified_sees_nothing_of_it_until_the_same_body_says_why_not(
    people: People, world: World, before_council: str  # noqa: F811
) -> None:
    rut = world.persons["Rut Råd"]
    form = {"medlem": rut.hex, "hjemmel": "trust", "dag": "2026-03-12"}
    assert before_council in people("Rut Råd").get(CASE).text
    for who in ("Rut Råd", "Pia Pko", "Gro Gp"):
        assert people.move(who, before_council, "disqualify", **form).status_code == 422
    asked = people("Siv Sekretær").get(f"{CASE}/{before_council}/steg/disqualify").text
    assert "Rut Råd" in asked
    assert "§ 6 andre ledd" in asked
    assert not any(name in asked.partition("<form")[2] for name in ("Siv Sekretær", "Oda Oso", "Gro Gp"))
    for wrong, why in (({"dag": "2026-03-17"}, "fram i tid"), ({"medlem": world.persons["Gro Gp"].hex}, "Velg ett")):
        assert why in told(people.move("Siv Sekretær", before_council, "disqualify", **form | wrong).text)
    people.moved("Siv Sekretær", before_council, "disqualify", **form)

    client = people("Rut Råd")
    for path in ("", "/sak.pdf", "/sak.json", "/steg/advise", "/vedlegg"):
        assert client.get(f"{CASE}/{before_council}{path}").status_code == 404
    assert people.move("Rut Råd", before_council, "advise", tekst=ADVICE, grunn="x").status_code == 404
    assert before_council not in client.get(CASE).text
    before = len([each for each in world.rows(Notice) if each.person_id == rut])
    people.moved("Siv Sekretær", before_council, "advise", tekst=ADVICE, grunn="Trygt.")
    assert len([each for each in world.rows(Notice) if each.person_id == rut]) == before
    with world.database.reading(SYSTEM) as session:
        assert len(stepped_aside(session, rut)) == 1
    page = people.page("Siv Sekretær", before_council)
    assert "Andre særegne forhold som kan svekke tilliten (§ 6 andre ledd)" in page
    assert "12. mars 2026" in page
    for who in ("Siv Sekretær", "Pia Pko", "Gro Gp"):
        assert "Et medlem er inhabilt og deltar ikke" in people.page(who, before_council)
        assert "Rut" not in people.page(who, before_council)
    assert "særegne forhold" not in people.page("Gro Gp", before_council)

    row = world.rows(Disqualification)[0]
    people.moved("Pia Pko", before_council, "lift", organ=world.bodies["OSO Nordmo"])
    assert people.move("Oda Oso", before_council, "readmit", medlem=row.id, grunn=WHY).status_code == 422
    assert "ikke ført inn" in people("Oda Oso").get(f"{CASE}/{before_council}/steg/readmit").text
    people.moved("Siv Sekretær", before_council, "readmit", medlem=row.id, grunn=WHY)
    assert WHY in people.page("Rut Råd", before_council)
    events = {each.action: each.details for each in world.events() if each.action.startswith("member_")}
    assert events["member_disqualified"]["ground"] == events["member_readmitted"]["ground"] == "trust"
    assert str(rut) == events["member_readmitted"]["person"]
    assert world.rows(Disqualification) == []
