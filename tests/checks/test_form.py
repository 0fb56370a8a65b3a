"""From the form's fields to what is checked, and what is said when they cannot be."""

import zlib
from base64 import b64encode
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.checks.carrying import pack, unpack
from samhandling.checks.form import FieldError, Values, errors, submission, unreadable, values
from samhandling.documents.canonical import Unreadable
from samhandling.web.forms import Submitted, Upload
from samhandling.web.i18n import language
from samhandling.web.limits import BODY_LIMIT


def read(files: dict[str, Upload] | None = None, **fields: str) -> tuple[Submitted, Values]:
    form = Submitted({name.replace("__", "."): value for name, value in fields.items()}, files or {})
    return form, values(form)


def mended(files: dict[str, Upload] | None = None, **fields: str) -> list[str]:
    return [error.field for error in errors(*read(files, **fields))]


def test_fields_become_the_contracts_context_and_answers() -> None:
    _, given = read(
        brev="EPIKRISE",
        slag="epikrise",
        utskrevet="2026-03-12",
        sendt="2026-03-16",
        utskrevet_til="sykehjem",
        multidose="nei",
        dato="2026-03-12",
        svar__uses_multidose="ja",
        svar__other="vet_ikke",
        svar__third="nei",
    )
    sent = submission(given)
    assert sent.content == b"EPIKRISE"
    assert sent.kind == "epikrise"
    assert sent.context == {
        "discharged_on": "2026-03-12",
        "sent_on": "2026-03-16",
        "discharged_to": "sykehjem",
        "multidose": False,
    }
    assert sent.answers == {"uses_multidose": True, "third": False}
    assert sent.on == date(2026, 3, 12)


def test_what_the_form_does_not_offer_is_left_out() -> None:
    _, given = read(brev="x", slag="roman", utskrevet_til="Mars", multidose="kanskje", svar__x="kanskje", svar__="ja")
    sent = submission(given)
    assert (sent.kind, sent.context, sent.answers, sent.on) == (None, {}, {}, None)


def test_each_fault_stands_at_its_field() -> None:
    upload = {"fil": Upload("a.txt", b"EPIKRISE")}
    assert mended() == ["brev"]
    assert mended(brev=" \n ") == ["brev"]
    assert mended(brev="x", utskrevet="12.03.2026", dato="i går") == ["utskrevet", "dato"]
    assert mended(upload, brev="x") == ["fil"]
    assert mended(brev="", med="tull") == ["fil"]
    assert mended(upload) == []


def test_a_new_file_takes_the_place_of_the_one_carried() -> None:
    _, given = read({"fil": Upload("ny.txt", b"ny")}, med=pack(b"gammel"), mednavn="gammel.txt")
    assert (submission(given).content, given.carried_name) == (b"ny", "ny.txt")


@given(st.binary(max_size=4000))
def test_a_carried_file_comes_back_byte_for_byte(content: bytes) -> None:
    assert unpack(pack(content)) == content


@given(st.text(max_size=60))
def test_what_was_not_packed_here_is_not_unpacked(packed: str) -> None:
    assert unpack(packed) is None


def test_a_small_parcel_that_would_unfold_beyond_the_limit_is_refused() -> None:
    bomb = b64encode(zlib.compress(b"\0" * (BODY_LIMIT + 1))).decode()
    assert len(bomb) < 2000
    assert unpack(bomb) is None


@pytest.mark.parametrize(("spoken", "said"), [("nb", "på bokmål"), ("nn", "på nynorsk")])
def test_a_letter_that_cannot_be_read_is_explained_in_the_readers_words(spoken: str, said: str) -> None:
    token = language.set(spoken)
    error = unreadable(Values(text="x"), Unreadable("encoding", "på bokmål", "på nynorsk"))
    language.reset(token)
    assert error == FieldError("brev", said)


def test_a_refusal_stands_at_the_field_that_can_mend_it() -> None:
    unknown, broken = Unreadable("unknown_kind", "a", "b"), Unreadable("not_well_formed", "a", "b")
    assert unreadable(Values(text="Hei"), unknown).field == "slag"
    assert unreadable(Values(carried=pack(b"Hei")), unknown).field == "slag"
    assert unreadable(Values(carried=pack(b" <Melding/>")), unknown).field == "fil"
    assert unreadable(Values(carried=pack(b"<a")), broken).field == "fil"
