import contextlib
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.documents import LETTER_KINDS, Document, Unreadable, public, read
from tests.documents.samples import NAMES, sample


def check(document: Document) -> None:
    """What holds of every document, whatever came in."""
    length = len(document.text)
    for section in document.sections:
        assert 0 <= section.span.start <= section.span.end <= length
    drugs: Any = document.medications
    for drug in drugs if isinstance(drugs, tuple) else ():
        assert drug.span is None or 0 <= drug.span.start <= drug.span.end <= length
    for part in document.parts:
        check(part)
    json.dumps(public(document, with_text=True), allow_nan=False, ensure_ascii=False).encode()


def try_to_read(data: bytes, kind: str | None = None) -> None:
    with contextlib.suppress(Unreadable):
        check(read(data, kind=kind))


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, *sorted(LETTER_KINDS)]))
def test_any_bytes_are_read_or_refused(data: bytes, kind: str | None) -> None:
    try_to_read(data, kind)


@settings(deadline=None)
@given(st.text(max_size=400), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]), st.sampled_from(sorted(LETTER_KINDS)))
def test_any_text_is_read_or_refused(text: str, encoding: str, kind: str) -> None:
    try_to_read(text.encode(encoding, errors="ignore"), kind)


WORDS = """
EPIKRISE Henvisning Innlagt: utskrevet 03.02.26 31.02.2026 17.–19.09.2025 Medisiner: Plan Apocet 500 mg x 2 , . ;
seponert Sykmelding 100 % Kontaktlege: Odin Berge tlf 12340022 Diagnose: J18.9 (B95.3) Kopi til: Mottaker: hilsen 039155
00456 Pasient: fnr. og ved behov kontroll hos fastlegen - • 1. <b> </b> [ { ( «
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\t", "\r\n", "     "])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=120).map(" ".join), st.sampled_from([None, *sorted(LETTER_KINDS)]))
def test_letters_made_of_the_words_readers_look_for_never_break_them(text: str, kind: str | None) -> None:
    try_to_read(text.encode(), kind)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A sample with pieces cut out, doubled, swapped or overwritten."""
    data = bytearray(sample(draw(st.sampled_from(NAMES))))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 400)))
        piece = draw(
            st.sampled_from(
                [
                    b"",
                    bytes(data[start:end]) * 2,
                    b"<",
                    b">",
                    b"&",
                    b'"',
                    b"\xff",
                    b"\n",
                    b"<a/>",
                    b"]]>",
                    b"12345678901",
                ]
            )
        )
        data[start:end] = piece
    return bytes(data)


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_a_damaged_message_is_read_or_refused(data: bytes) -> None:
    try_to_read(data)


@st.composite
def retagged(draw: st.DrawFn) -> bytes:
    """A well-formed sample in which elements and attributes have changed their names or lost their values."""
    text = sample(
        draw(st.sampled_from([name for name in NAMES if name.endswith(".xml") and "1.1" not in name]))
    ).decode()
    tags = [
        "Event",
        "Comment",
        "InfItem",
        "HCP",
        "Inst",
        "Name",
        "Concept",
        "Type",
        "Patient",
        "TextResultValue",
        "Medication",
    ]
    for _ in range(draw(st.integers(1, 4))):
        old, new = draw(st.sampled_from(tags)), draw(st.sampled_from(tags))
        text = text.replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>").replace(f"<{old} ", f"<{new} ")
    if draw(st.booleans()):
        text = text.replace(' V="', ' X="')
    return text.encode()


@settings(max_examples=200, deadline=None)
@given(retagged())
def test_a_message_with_elements_in_strange_places_is_read_or_refused(data: bytes) -> None:
    try_to_read(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def misshapen(draw: st.DrawFn) -> bytes:
    """The FHIR sample with values of any type in the place of some of its own."""
    value: Any = json.loads(sample("fhir-discharge.json"))
    for _ in range(draw(st.integers(1, 4))):
        here = value
        while isinstance(here, (dict, list)) and here:
            key: Any = draw(st.sampled_from(list(here) if isinstance(here, dict) else range(len(here))))
            if not isinstance(here[key], (dict, list)) or draw(st.integers(0, 5)) == 0:
                here[key] = draw(JSON)
                break
            here = here[key]
    return json.dumps(value).encode()


@settings(max_examples=200, deadline=None)
@given(misshapen())
def test_fhir_of_any_shape_is_read_or_refused(data: bytes) -> None:
    try_to_read(data)
