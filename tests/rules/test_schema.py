"""Values held against the field schema."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.rules.cel.types import is_date
from samhandling.rules.schema import MAX_FAULTS, MAX_ITEMS, InvalidValues, load_schema
from samhandling.rules.yamlfile import FileFault
from tests.rules.books import RULES

SCHEMA = load_schema(RULES / "schema.yaml")


def _faults(values: dict[str, object]) -> list[str]:
    with pytest.raises(InvalidValues) as caught:
        SCHEMA.decode(values)
    return [str(fault) for fault in caught.value.faults]


def test_every_wrong_value_is_named_with_its_path_and_what_was_expected() -> None:
    found = _faults(
        {
            "deceased": "ja",
            "supplied_days": 1.5,
            "event_date": "14.01.2026",
            "sent_at": "2026-01-14T25:00",
            "channel": "pigeon",
            "area": 3,
            "recipients": "gp",
            "sick_notes": [{"is_first": True}, {"is_first": 1, "valid_to": "2026-02-30"}],
            "involved_units": ["A", 2],
        }
    )
    assert found == [
        "deceased: skal være true eller false, men er 'ja'",
        "supplied_days: skal være et helt tall, men er 1.5",
        "event_date: skal være en dato som «2026-01-14», men er '14.01.2026'",
        "sent_at: skal være en dato eller et tidspunkt som «2026-01-14T13:30», men er '2026-01-14T25:00'",
        "channel: skal være en av electronic, email, none, paper, phone, post, men er 'pigeon'",
        "area: skal være tekst, men er 3",
        "recipients: skal være en liste, men er 'gp'",
        "sick_notes[1].is_first: skal være true eller false, men er 1",
        "sick_notes[1].valid_to: skal være en dato som «2026-01-14», men er '2026-02-30'",
        "involved_units[1]: skal være tekst, men er 2",
    ]


def test_an_unknown_field_is_named_with_the_nearest_right_one() -> None:
    assert _faults({"chanel": "post"}) == ["chanel: ukjent felt – mente du «channel»?"]
    assert _faults({"tests": [{"requisition_bye": "gp"}]}) == [
        "tests[0].requisition_bye: ukjent felt – mente du «requisition_by»?"
    ]


@pytest.mark.parametrize("value", [None, "", "  ", "\n"])
def test_null_and_blank_texts_are_the_same_as_a_field_that_is_not_there(value: object) -> None:
    given: dict[str, object] = {"area": value, "tests": [{"best_for_patient_reason": value}]}
    assert SCHEMA.decode(given) == SCHEMA.decode({"tests": [{}]})


def test_an_empty_list_is_not_a_missing_list() -> None:
    assert SCHEMA.decode({"tests": []}) != SCHEMA.decode({})


@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, 2**64])
def test_numbers_beyond_what_json_can_carry_exactly_are_refused(number: int) -> None:
    assert "skal være et helt tall" in _faults({"supplied_days": number})[0]


def test_a_document_of_nothing_but_unknown_names_is_refused_soon() -> None:
    assert len(_faults({f"feltnummer{at}": at for at in range(20_000)})) == MAX_FAULTS


def test_a_list_without_end_is_refused() -> None:
    assert _faults({"involved_units": ["x"] * (MAX_ITEMS + 1)}) == [
        f"involved_units: har {MAX_ITEMS + 1} elementer; grensen er {MAX_ITEMS}"
    ]


@pytest.mark.parametrize("moment", ["2026-01-14", "2026-01-14T13:30", "2026-01-14T13:30:59", "2026-01-14 13:30:59.5Z"])
def test_a_datetime_may_be_a_day_or_a_time(moment: str) -> None:
    SCHEMA.decode({"sent_at": moment})


@given(st.dates(min_value=date(1, 1, 1)))
def test_every_day_of_the_calendar_is_a_date(day: date) -> None:
    assert is_date(day.isoformat())


@given(st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True))
def test_only_days_of_the_calendar_are_dates(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        assert not is_date(text)
    else:
        assert is_date(text)


def test_a_faulty_schema_is_told_with_its_places(tmp_path: Path) -> None:
    path = tmp_path / "schema.yaml"
    path.write_text(
        "enums: {colour: [red]}\nrecords: {}\nfields:\n  class: {type: string}\n  a: {type: coluor}\n  b: {means: x}\n"
    )
    with pytest.raises(FileFault) as caught:
        load_schema(path)
    assert [(fault.line, fault.message) for fault in caught.value.faults] == [
        (4, "«class» kan ikke brukes som feltnavn"),
        (5, "ukjent type «coluor»"),
        (6, "«b» mangler type"),
    ]
