"""Numbers that are a person's, in any writing; and the numbers the work needs."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.commands.guard import parts
from samhandling.guard import Guard, Hit
from samhandling.guard.numbers import numbers
from samhandling.guard.plain import plain
from tests.shared import SHARED

DIGITS = st.text("0123456789", min_size=11, max_size=11)
PROSE = st.text(st.sampled_from("abcæøå ABC,.\n"), max_size=30)


def blocked(guard: Guard, text: str) -> list[Hit]:
    return [hit for hit in guard.check(text) if hit.level == "block"]


@settings(deadline=None)  # a shared machine is slow now and then
@given(DIGITS, st.sampled_from(["", " ", "-", ".", "\u00a0", "\u200b", " - "]), PROSE, PROSE)
def test_any_eleven_digits_are_blocked_whatever_date_they_hold(
    guard: Guard, digits: str, between: str, before: str, after: str
) -> None:
    number = digits[:6] + between + digits[6:]

    hits = blocked(guard, f"{before} {number} {after}")

    at = len(before) + 1
    assert any(hit.start <= at and at + len(number) <= hit.end for hit in hits)


@settings(deadline=None)  # a shared machine is slow now and then
@given(st.text())
def test_whatever_the_text_the_guard_answers_and_every_place_lies_inside_it(guard: Guard, text: str) -> None:
    hits = guard.check(text)

    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))
    assert {hit.kind for hit in hits} <= guard.kinds.keys()


@pytest.mark.parametrize(
    "written",
    [
        "13873312345",
        "138733 12345",
        "138733-12345",
        "13 87 33 12345",
        "13.87.33 12345",
        "138733 123 45",
        "1 3 8 7 3 3 1 2 3 4 5",
        "１３８７３３１２３４５",
        "138733\u00ad12345",
        "138733&nbsp;12345",
        "&#49;3873312345",
        "138733\n12345",
        "138733\t12345",
        "138733\u202f12345",
        "1387331234O",
        "l3873312345",
        "fnr13873312345",
        "fnr.13873312345",
        "(13873312345)",
        "«13873312345»",
        "13873312345.",
        "13.04.2033 12345",
        "138733 / 12345",
        "138733–12345",
        "138733,12345",
        "fnr 1387331234",
        "fnr 138733123456",
        "en tre åtte sju tre tre en to tre fire fem",
        "fødselsnummer: 138 733 12345",
        "١٣٨٧٣٣١٢٣٤٥",
    ],
)
def test_thirty_ways_of_writing_a_number_are_seen_through(guard: Guard, written: str) -> None:
    assert blocked(guard, f"Gjelder {written} ved avdelingen")


@pytest.mark.parametrize(
    "text",
    [
        "OID 2.16.578.1.12.4.1.4.1.12345678901",
        "Meldings-id 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "Tid 20260101120000",
        "Strekkode 7038010001234567",
        "Kl. 12.30 den 14.03.2026 tok vi 12 prøver",
        "BT 120/80, puls 72, temp 37.2",
        "HER-id 8141234 og RESH 4208723",
        "Org.nr. 987 654 321",
        "Sak 2026/118273",
        "Legekontoret har tlf. 57 11 22 33",
        "INR 2,4 2,6 2,8 3,0 2,9",
        "ATC A10BA02, ICD-10 E11.9, ICPC T90",
    ],
)
def test_codes_times_and_measurements_are_left_alone(guard: Guard, text: str) -> None:
    assert [hit for hit in guard.check(text) if hit.level != "advice"] == []


@pytest.mark.parametrize("cue", ["Kontonummer", "Ordrenr.", "Fakturanummer", "Serienummer", "Kontrollnummer", "KID"])
def test_a_word_for_another_number_makes_it_a_doubt(guard: Guard, cue: str) -> None:
    assert {hit.level for hit in guard.check(f"{cue} 13873312345")} == {"warn"}


@pytest.mark.parametrize(
    "text",
    [
        "Prøvesvar for 13873312345 mangler",
        "Rekvisisjonen til 13873312345 kom i retur",
        "Vi har her 13873312345 uten henvisning",
        "Kontroll av 13873312345 ble ikke satt opp",
        "Fakturaen gikk til 13873312345",
        "Skjemaet om 13873312345 er borte",
    ],
)
def test_the_person_a_paper_is_about_is_no_number_of_the_paper(guard: Guard, text: str) -> None:
    assert blocked(guard, text)


def test_the_word_for_an_identity_number_wins_over_every_other(guard: Guard) -> None:
    assert blocked(guard, "Ordren gjaldt fødselsnummer 13873312345")


@pytest.mark.skipif(SHARED is None, reason="the shared messages are not here")
def test_every_real_message_that_holds_an_identity_number_is_caught(guard: Guard) -> None:
    """An oracle of its own: eleven digits that stand alone, or six and five, in the raw bytes of the file."""
    assert SHARED is not None
    alone = re.compile(rb"(?<![\w.-])\d{6} ?\d{5}(?![\w.-])")
    holding = [
        path for path in sorted((SHARED / "messages").rglob("*")) if path.is_file() and alone.search(path.read_bytes())
    ]

    def caught(text: str) -> bool:
        seen = plain(text).text
        return any(hit.level == "block" for hit in numbers(seen, guard.cues.near(seen)))

    numeric = re.compile(r"\d{5}")
    missed = [
        path.name
        for path in holding
        if not any(caught(part.text) for part in parts(path.read_bytes()) if numeric.search(part.text))
    ]

    assert len(holding) > 100
    assert missed == []


@pytest.mark.skipif(SHARED is None, reason="the labelled notes are not here")
def test_every_identity_number_in_the_clinical_notes_is_blocked(guard: Guard) -> None:
    assert SHARED is not None
    lines = (Path(SHARED) / "personal-data" / "clinical.jsonl").read_text("utf-8").splitlines()
    missed = []
    for row in map(json.loads, lines):
        found = {
            row["text"][hit.start : hit.end]
            for hit in numbers(row["text"], guard.cues.near(row["text"]))
            if hit.level == "block"
        }
        spans = (span for span in row["spans"] if span["label"] == "Social_Security_Number")
        missed += [row["id"] for span in spans if row["text"][span["start"] : span["end"]].strip() not in found]

    assert missed == []
