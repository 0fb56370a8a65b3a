"""What decided is said in words a reader knows, never in the names of fields."""

from collections.abc import Iterator

import pytest

from samhandling.checks.evidence import LONGEST_QUOTE, lacks_a_date, shown
from samhandling.checks.findings import Evidence, Finding
from samhandling.naming import Names
from samhandling.rules.schema import FieldSpec, Schema
from samhandling.web.i18n import language

TEXT = "Han fikk brev. Vi ringer.\n\nFastlegen bes kontrollere."


def told(names: Names, *evidence: Evidence, outcome: str = "unknown", text: str = TEXT, **answers: str) -> list[str]:
    finding = Finding("2.1.6a", outcome, "", "", "bør", ("sykehus",), "", evidence=evidence)
    return [
        f"{each.label}: {each.words}" if each.label else each.words for each in shown(1, finding, text, answers, names)
    ]


def paths(schema: Schema) -> Iterator[tuple[str, FieldSpec]]:
    for spec in schema.fields:
        yield spec.name, spec
        inner = spec.type.of
        for part in schema.records.get(inner.name, ()) if inner else ():
            yield f"{spec.name}[3].{part.name}", part


def test_every_field_has_a_name_without_asides(names: Names) -> None:
    for path, spec in paths(names.schema):
        name = names.field(path)
        assert name is not None
        assert name.words, path
        assert not set(";()_[]") & set(name.words), path
        assert name.is_clause is (spec.type.kind == "bool")


def test_a_thing_that_is_missing_and_a_yes_or_no_that_is_open_are_told_apart(names: Names) -> None:
    goal, doctor = (
        Evidence("absence", locator="follow_up_tasks[0].goal"),
        Evidence("absence", locator="has_contact_doctor"),
    )
    assert told(names, doctor, goal) == [
        "Står ikke i brevet: målet med kontrollen",
        "Ikke avklart i brevet: om pasienten har kontaktlege",
    ]
    assert told(names, doctor, goal, outcome="broken") == ["Står ikke i brevet: målet med kontrollen"]
    assert told(names, doctor, outcome="broken") == ["Ikke avklart i brevet: om pasienten har kontaktlege"]


def test_what_is_missing_from_a_rule_that_is_met_is_told_only_where_nothing_else_is(names: Names) -> None:
    date = Evidence("absence", locator="med_list_date")
    assert told(names, date, outcome="met") == ["Står ikke i brevet: datoen på legemiddellisten"]
    assert told(names, date, Evidence("text", "Han fikk brev.", 0, 14), outcome="met") == ["Han fikk brev."]


def test_a_finders_own_words_for_what_is_missing_stand_as_written(names: Names) -> None:
    assert told(names, Evidence("absence", locator="sykehistorie og funn")) == [
        "Står ikke i brevet: sykehistorie og funn"
    ]


@pytest.mark.parametrize(
    ("written", "locator", "said"),
    [
        ("2026-03-12", "context.discharged_on", "Utskrevet: 12. mars 2026"),
        ("2026-03-13T14:05:31", "sent_at", "Sendt: 13. mars 2026 kl. 14.05"),
        ("hjemmetjeneste", "context.discharged_to", "Utskrevet til: hjem med hjemmetjeneste"),
        ("True", "context.multidose", "Multidose: ja"),
        ("Lia legekontor", "receivers", "Mottaker: Lia legekontor"),
        ("", "kith-epikrise-1.2", "Fra meldingen: går fram av meldingen selv"),
    ],
)
def test_a_value_of_a_field_is_said_as_people_write_it(names: Names, written: str, locator: str, said: str) -> None:
    assert told(names, Evidence("field", written, locator=locator)) == [said]


def test_an_answer_is_told_as_it_was_given(names: Names) -> None:
    assert told(names, Evidence("answer", locator="x"), x="nei") == ["Svaret ditt: nei"]
    assert told(names, Evidence("answer", "True", locator="uses_multidose")) == ["Svaret ditt: ja"]


def test_sentences_that_touch_on_a_line_are_one_quote_and_one_within_another_is_left_out(names: Names) -> None:
    assert told(
        names,
        Evidence("text", "Vi ringer.", 15, 25),
        Evidence("text", "Han fikk brev.", 0, 14),
        Evidence("text", "brev", 9, 13),
        Evidence("text", "Fastlegen bes kontrollere.", 27, 53),
    ) == ["Han fikk brev. Vi ringer.", "Fastlegen bes kontrollere."]


def test_a_long_quote_is_cut_between_words(names: Names) -> None:
    text = "ord " * 200
    (words,) = told(names, Evidence("text", text, 0, len(text)), text=text)
    assert len(words) <= LONGEST_QUOTE + 2
    assert words.endswith("ord …")


def test_nynorsk_has_its_own_frame_around_the_schemas_words(names: Names) -> None:
    token = language.set("nn")
    try:
        assert told(names, Evidence("absence", locator="follow_up_tasks[0].goal")) == [
            "Står ikkje i brevet: målet med kontrollen"
        ]
    finally:
        language.reset(token)


def test_only_an_open_finding_without_a_date_asks_for_one() -> None:
    missing = (Evidence("absence", locator="sent_at"),)
    assert lacks_a_date(Finding("2.1.2b", "unknown", "", "", "må", (), "", evidence=missing))
    assert not lacks_a_date(Finding("1.4", "met", "", "", "bør", (), "", evidence=missing))
