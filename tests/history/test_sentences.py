"""Whatever the code records, a reader can read, in both written languages."""

import ast
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from samhandling.audit.tables import AuditEvent
from samhandling.history.rendering import SENTENCES, Reader, sentence, who

ROOT = Path(__file__).resolve().parents[2]
ME, OTHER = uuid4(), uuid4()


RECORDERS = ("record", "_record", "recorded")


def recorded() -> set[str]:
    """The actions in calls of `record` and the like: the first text, or constant that is one, among the arguments."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "samhandling").rglob("*.py")]
    constants = {
        node.target.id: node.value.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    found = set()
    for node in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in RECORDERS:
            values = [
                each.value if isinstance(each, ast.Constant) else constants.get(getattr(each, "id", ""))
                for each in node.args
            ]
            found |= set([value for value in values if isinstance(value, str)][:1])
    return found


def event(action: str, **values: object) -> AuditEvent:
    return AuditEvent(
        chain=1,
        sequence=1,
        happened_at=datetime(2026, 11, 25, tzinfo=UTC),
        happened_on=datetime(2026, 11, 25, tzinfo=UTC).date(),
        actor=values.pop("actor", OTHER),
        role=str(values.pop("role_held", "pko")),
        action=action,
        subject_kind=str(values.pop("kind", "person")),
        subject_id=str(values.pop("subject", OTHER)),
        details=values,
        previous_hash="",
        hash="",
    )


def test_every_action_has_a_sentence_and_every_sentence_an_action() -> None:
    assert recorded() == SENTENCES.keys()


def test_a_name_is_shown_to_those_who_may_know_it_and_the_role_to_others() -> None:
    given = event("role_given", role="gp")

    known, stranger, concerned = Reader(ME, {OTHER: "Kari Lyng"}), Reader(ME), Reader(OTHER)

    assert (who(given, known), sentence(given, known)) == (
        "Kari Lyng (Praksiskonsulent (PKO))",
        "ga Kari Lyng rollen Fastlege",
    )
    assert (who(given, stranger), sentence(given, stranger)) == (
        "Praksiskonsulent (PKO)",
        "ga en person rollen Fastlege",
    )
    assert (who(given, concerned), sentence(given, concerned)) == ("Du", "ga deg rollen Fastlege")


def test_an_organisation_has_its_name_and_an_unknown_thing_its_number() -> None:
    closed = event("organisation_closed", kind="organisation", subject="7", last_day="2026-12-31")

    assert sentence(closed, Reader(ME, {}, {("organisation", "7"): "Øye"})) == "avsluttet Øye, siste dag 2026-12-31"
    assert sentence(closed, Reader(ME)) == "avsluttet 7, siste dag 2026-12-31"


@pytest.mark.parametrize("action", SENTENCES)
def test_a_sentence_without_its_details_is_still_a_sentence(action: str) -> None:
    assert "{" not in sentence(event(action, subject=ME), Reader(ME))


def test_an_action_nobody_knows_is_shown_all_the_same() -> None:
    assert sentence(event("from_the_future"), Reader(ME)) == "from_the_future"
