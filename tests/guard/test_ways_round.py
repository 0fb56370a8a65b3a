"""Ways of writing a number that a person reads and a simple search does not; and codes that only look like one."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samhandling.guard import Guard, Hit

FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
# A synthetic number: month +80, born 2033.
WAYS = (
    "O5873312478",
    "I5873312478",
    "o5 87 33 12478",
    "05873312478/1",
    "ID05873312478X",
    "05873312478.pdf",
    "epikrise_05873312478.pdf",
    "058733_12478",
    "(058733)12478",
    "058733:12478",
    "058733*12478",
    "058733…12478",
    "05-87-33-12478",
    "05/87/33 12478",
    "05.87.33.12478",
    "0587 3312 478",
    "05873 312478",
    "058733 124 78",
    "05 87 33 1 24 78",
    "0 5 8 7 3 3  1 2 4 7 8",
    "0.5.8.7.3.3.1.2.4.7.8",
    "058733 \n 12478",
    "0587331\n2478",
    "05873\u200b312478",
    "\u200d".join("05873312478"),
    "".join(chr(0xFF10 + int(digit)) for digit in "05873312478"),
    "".join(chr(0x1D7CE + int(digit)) for digit in "05873312478"),
    "⁰⁵⁸⁷³³¹²⁴⁷⁸",
    "".join(f"&#{ord(digit)};" for digit in "05873312478"),
    "".join(f"&#x{ord(digit):x};" for digit in "05873312478"),
    "058733&ensp;12478",
    "null fem åtte sju tre tre en to fire sju åtte",
    "fnr: 058733124780",
    "fødselsnummer 5873312478",
    "05873312478,05873312478",
)


def blocked(guard: Guard, text: str) -> list[Hit]:
    return [hit for hit in guard.check(text) if hit.level == "block"]


@pytest.mark.parametrize("written", WAYS)
def test_a_number_is_seen_through_however_it_is_written(guard: Guard, written: str) -> None:
    assert blocked(guard, f"Brevet om {written} kom i retur")


@pytest.mark.parametrize(
    "text",
    [
        "OID 2.16.578.1.12.4.1.4.1 brukes",
        "urn:oid:2.16.578.1.12.4.1.4.12345678901",
        "3f2504e0-4f89-11d3-9a0c-12345678901a",
        "Målt til 0.12345678901 sekunder",
        "Prisen er 12 500 000 000 kroner",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Ventetid 12 14 13 15 16 dager",
        "Sendt 2026-03-14 08:45:12",
        "Sendt 14.03.2026 08:45",
        "Årene 2024 2025 2026",
        "EAN 7038010001234",
        "RESH 4208723 2026",
    ],
)
def test_codes_and_rows_of_figures_are_left_alone(guard: Guard, text: str) -> None:
    assert [hit for hit in guard.check(text) if hit.level != "advice"] == []


@st.composite
def valid_numbers(draw: st.DrawFn) -> str:
    """Eleven digits whose check digits are right, with a month that no living person's number has (+80 or +40)."""
    day, month, year = draw(st.integers(1, 31)), draw(st.integers(1, 12)), draw(st.integers(0, 99))
    more = draw(st.sampled_from((40, 80)))
    while True:
        digits = f"{day:02}{month + more:02}{year:02}{draw(st.integers(0, 999)):03}"
        first = -sum(int(digit) * weight for digit, weight in zip(digits, FIRST, strict=True)) % 11
        second = -sum(int(digit) * weight for digit, weight in zip(f"{digits}{first}"[:10], SECOND, strict=True)) % 11
        if first < 10 and second < 10:
            return f"{digits}{first}{second}"


@settings(deadline=None)  # a shared machine is slow now and then
@given(valid_numbers(), st.sets(st.integers(1, 10)), st.sampled_from(" -/\u00a0\u2009\u2011\n"))
def test_a_real_number_is_blocked_wherever_one_sign_divides_it(
    guard: Guard, number: str, cuts: set[int], sign: str
) -> None:
    ends = [0, *sorted(cuts), 11]
    written = sign.join(number[start:end] for start, end in pairwise(ends))
    shape = tuple(end - start for start, end in pairwise(ends))
    # Thousands of millions and dates with a full year are read as what they are.
    divided_as_other = shape == (2, 3, 3, 3) or shape[:3] in ((2, 2, 4), (4, 2, 2))

    assert blocked(guard, f"Gjelder {written} her") or divided_as_other


@settings(deadline=None)  # a shared machine is slow now and then
@example("A\ud800")
@example("Pasienten Kari\x00 Nordmann")
@given(st.text(st.characters(exclude_categories=())))
def test_lone_surrogates_and_control_signs_are_text_like_any_other(guard: Guard, text: str) -> None:
    hits = guard.check(text)

    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


@settings(deadline=None)  # a shared machine is slow now and then
@given(st.text(max_size=20), st.text(max_size=20))
def test_what_is_told_lies_where_it_stands_in_the_text_as_given(guard: Guard, before: str, after: str) -> None:
    text = f"{before} \u00ad13&nbsp;87 33\u00a01\u200b2345 {after}"
    start = text.index("13&nbsp;87", len(before))

    assert any(hit.start <= start and text.index("2345", start) + 4 <= hit.end for hit in blocked(guard, text))


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("epikrise_kari_nordmann.pdf", "warn"),
        ("Kari-Nordmann.pdf", "warn"),
        ("058733_12478.tif", "block"),
        ("skann05873312478.tif", "block"),
        ("avviksskjema_mal_2026.docx", None),
        ("IMG_20260314_083000.jpg", None),
        ("referat-oso-2026-03-14.pdf", None),
        ("AV-2026-019.pdf", None),
    ],
)
def test_a_file_name_is_read_word_by_word(guard: Guard, name: str, level: str | None) -> None:
    assert {hit.level for hit in guard.check_file_name(name)} == ({level} if level else set())


def test_a_search_for_staff_is_legal_and_one_for_a_number_is_not(guard: Guard) -> None:
    assert guard.check_search("overlege Hansen Nordfjell") == ()
    assert [hit.kind for hit in guard.check_search("13873312345")] == ["identity_number"]
