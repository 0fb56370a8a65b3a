"""Event records: their names, and where their flat fields land."""

import pytest

from samhandling.rules.book import read_book
from samhandling.rules.placing import UnknownEvent, load_events
from samhandling.rules.schema import load_schema
from samhandling.rules.yamlfile import read_source
from tests.rules.books import RULES

SCHEMA = load_schema(RULES / "schema.yaml")
EVENTS = load_events(RULES / "events.yaml", SCHEMA)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("lab", "rekvisisjon"),
        ("lab_order", "rekvisisjon"),
        ("Lab requisition", "rekvisisjon"),
        ("rekvisisjon", "rekvisisjon"),
        ("transport", "transport"),
        ("transportrekvisisjon", "transport"),
        ("sick_note", "sykmelding"),
        ("Sykmelding", "sykmelding"),
        ("meeting", "meeting"),
        ("møte", "meeting"),
        ("møteinnkalling", "meeting"),
        ("task-transfer", "transfer"),
        ("oppgaveoverføring", "transfer"),
        ("medication", "legemiddelliste"),
        ("legemiddelliste", "legemiddelliste"),
        ("prescription", "resept"),
        ("discharge", "epikrise"),
        ("outpatient_note", "poliklinisk_notat"),
        ("referral", "henvisning"),
        ("multidose", "multidose"),
        ("område", "area"),
    ],
)
def test_a_record_may_be_called_by_many_names(written: str, kind: str) -> None:
    assert EVENTS.kind(written) == kind


def test_an_unknown_name_is_told_with_the_nearest_or_all() -> None:
    with pytest.raises(UnknownEvent, match=r"ukjent slags hendelse «meetin» – mente du «meeting»\?"):
        EVENTS.kind("meetin")
    with pytest.raises(UnknownEvent, match="kjente slag: area, epikrise"):
        EVENTS.kind("qqq")


@pytest.mark.parametrize(
    ("kind", "flat", "placed"),
    [
        (
            "transport",
            {"leg": "hospital_follow_up", "needed": True, "requisition_by": "gp"},
            {"transports": [{"leg": "hospital_follow_up", "needed": True, "requisition_by": "gp"}]},
        ),
        (
            "lab",
            {"indicated_by": "hospital", "requisition_by": "gp"},
            {"tests": [{"indicated_by": "hospital", "requisition_by": "gp"}]},
        ),
        (
            "sick_note",
            {"is_first": True, "indicated_by": "hospital", "issued_by": "gp"},
            {"sick_notes": [{"is_first": True, "indicated_by": "hospital", "issued_by": "gp"}]},
        ),
        ("referral", {"indicated_by": "gp", "carried_out_by": "gp"}, {"indicated_by": "gp", "carried_out_by": "gp"}),
        ("epikrise", {"indicated_by": "gp", "carried_out_by": "gp"}, {"indicated_by": "gp", "carried_out_by": "gp"}),
        (
            "epikrise",
            {"indicated_by": "hospital", "issued_by": "gp", "deceased": False},
            {"sick_notes": [{"indicated_by": "hospital", "issued_by": "gp"}], "deceased": False},
        ),
        (
            "epikrise",
            {"requisition_by": "gp", "assessed_by": "hospital"},
            {"tests": [{"requisition_by": "gp", "assessed_by": "hospital"}]},
        ),
        (
            "medication",
            {"med_changes": [{"kind": "new", "prescribed_by": "gp"}], "changed_by": "hospital"},
            {"med_changes": [{"kind": "new", "prescribed_by": "gp", "changed_by": "hospital"}]},
        ),
        (
            "prescription",
            {"kind": "dose", "reason": "lavt blodtrykk"},
            {"med_changes": [{"kind": "dose", "reason": "lavt blodtrykk"}]},
        ),
        (
            "transfer",
            {"task": "INR", "from": "hospital", "major_change": True},
            {"transferred_task": "INR", "major_change": True},
        ),
        (
            "meeting",
            {"urgent": True, "invite_channel": "e-mail", "initiator": "sykehus"},
            {"urgent": True, "invite_channel": "email", "initiator": "hospital"},
        ),
        ("discharge", {"recipients": [{"kind": "fastlege"}]}, {"recipients": [{"kind": "gp"}]}),
    ],
)
def test_flat_fields_land_where_the_conditions_read_them(
    kind: str, flat: dict[str, object], placed: dict[str, object]
) -> None:
    assert EVENTS.place(kind, flat) == placed
    SCHEMA.decode(placed)


def test_a_name_nobody_knows_is_kept_so_that_it_is_told() -> None:
    assert EVENTS.place("lab", {"colour": "red"}) == {"colour": "red"}


def test_every_kind_of_event_is_a_kind_of_the_rulebook() -> None:
    book, _ = read_book(read_source(RULES / "nfa-2018" / "ruleset.yaml"))
    assert set(EVENTS.kinds) <= set(book.kinds)
