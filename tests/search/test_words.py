"""Which words meet, in both written languages, and what a question asks of a text."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.cases.kinds import CaseKind
from samhandling.search import words
from samhandling.search.marking import excerpt, mark
from samhandling.search.words import Question, asked, terms

#: What both databases take as one word without a look of their own.
TERM = re.compile(r"\^?[^\W_]+(?:[.-][^\W_]+)*", re.UNICODE)
TEXTS = st.text(max_size=80) | st.lists(
    st.sampled_from(
        [
            "Epikrisen",
            "epikrisa",
            "LEGEMIDDELLISTE",
            "legemiddel-liste",
            "e-resept",
            "sjukehus",
            "AV-2026-019",
            "2.1.6a",
            "2.1",
            "ikkje",
            "til",
            "på",
            "Å",
            "é",
            "-",
        ]
    ),
    max_size=8,
).map(" ".join)


def meets(question: str, text: str) -> bool:
    wanted = asked(question)
    return bool(wanted) and wanted.met_by(terms([text]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ikkje", "ikke"),
        ("sjukehuset", "sykehus"),
        ("sjukmeldinga", "sykmelding"),
        ("sykemelding", "sykmelding"),
        ("korleis", "hvordan"),
        ("tilvising", "henvisninger"),
        ("pasientane", "pasientene"),
        ("heimetenesta", "hjemmetjenesten"),
        ("sjukeheim", "sykehjemmet"),
        ("oppgåveoverføringar", "oppgaveoverføring"),
        ("rettleiaren", "veilederen"),
        ("leiaren", "lederen"),
        ("eininga", "enheten"),
        ("fråsegna", "uttalelse"),
        ("usemje", "uenighet"),
        ("undersøkinga", "undersøkelsen"),
        ("manglande", "manglende"),
        ("sein", "sent"),
        ("veker", "uker"),
        ("medisin", "legemidler"),
        ("ÅPEN", "open"),
        ("idé", "ide"),
    ],
)
def test_two_spellings_of_a_word_find_each_other(one: str, other: str) -> None:
    assert meets(one, other)
    assert meets(other, one)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("legemiddelliste", "legemiddel liste legemiddelliste"),
        ("legemiddellistene", "liste lister"),
        ("medisinlista", "legemiddel liste"),
        ("sykehuslegen", "sykehus lege"),
        ("avdelingslege", "avdeling lege"),
        ("henvisningsplikt", "henvisning plikt"),
        ("epikrisetid", "epikrise tid"),
        ("hjemmesykepleien", "sykepleie"),
        ("Nordmosykehuset", "sykehus"),
        ("epikrisefeltene", "epikrise"),
        ("legemiddel-liste", "legemiddel liste legemiddelliste"),
        ("e-resept", "resept eresept e-resept"),
    ],
)
def test_a_compound_is_found_by_its_parts(compound: str, parts: str) -> None:
    assert [part for part in parts.split() if not meets(part, compound)] == []


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("legemiddelliste", "en liste over alt"),
        ("kommunelege", "kommunen"),
        ("lege", "legemidler"),
        ("medisinsk", "medisiner"),
        ("epikriseliste", "epikrise"),
        ("AV-2026-19", "AV-2026-190"),
        ("AV-2026-19", "OV-2026-019"),
        ("2.1", "2.1.6"),
        ("resept", "reservasjon"),
    ],
)
def test_words_that_only_look_alike_keep_apart(question: str, text: str) -> None:
    assert not meets(question, text)


@pytest.mark.parametrize("written", ["AV-2026-019", "av 2026 19", "AV 2026-19", "av-2026-0019", "Av2026-19"])
def test_a_case_number_is_one_word_however_it_is_written(written: str) -> None:
    assert asked(written) == asked("AV-2026-019") == Question((("av-2026-19",),))


def test_every_kind_of_case_has_its_number() -> None:
    assert {asked(f"{kind}-2026-7").groups for kind in CaseKind} == {
        ((f"{kind.lower()}-2026-7",),) for kind in CaseKind
    }


def test_a_last_short_word_is_the_beginning_of_one_and_no_other_is() -> None:
    assert meets("sen epik", "epikrisen kom sent")
    assert meets("sjukm", "Sykmelding")
    assert not meets("epik sen", "epikrisen kom sent")
    assert not meets("epikri", "epikrise")
    assert not meets("ep", "epikrise")


def test_words_too_common_to_tell_texts_apart_are_not_asked_for() -> None:
    assert asked("på til av") == Question()
    assert asked("henvisning til sykehus") == asked("henvisning sykehus")


@given(TEXTS)
def test_a_text_is_found_by_all_of_its_own_words(text: str) -> None:
    question = asked(text)
    assert question.met_by(terms([text]))


@given(TEXTS, TEXTS)
def test_every_word_must_be_there_in_any_order_and_any_case(one: str, other: str) -> None:
    together = terms([one, other])
    assert together == terms([one]) | terms([other])
    for question in (one, other, one.upper(), other.swapcase()):
        assert asked(question).met_by(together | terms([question]))
    assert asked(one).met_by(together)
    assert set(asked(f"{one}\n{other}").groups) >= {
        group for group in asked(one).groups[:-1] if len(asked(one).groups) < 6
    }


@given(TEXTS)
def test_a_term_is_a_word_to_both_databases(text: str) -> None:
    found = terms([text]) | asked(text).terms
    assert [term for term in found if not TERM.fullmatch(term) or term.lower() != term or len(term) > 41] == []


@given(TEXTS, TEXTS)
def test_marking_changes_no_text_and_marks_what_was_asked_for(text: str, question: str) -> None:
    wanted = asked(question)
    pieces = mark(text, wanted)
    assert "".join(piece.text for piece in pieces) == unicodedata.normalize("NFC", text)
    for piece in pieces:
        assert not piece.hit or not wanted.terms.isdisjoint(terms([piece.text]))
    met = any(not terms([text]).isdisjoint(group) for group in wanted.groups)
    assert any(piece.hit for piece in pieces) is met
    assert any(piece.hit for piece in excerpt((text,), wanted)) is met


def test_an_excerpt_is_the_stretch_around_the_word_in_the_text_that_meets_most() -> None:
    long = "Noe annet. " * 40 + "Epikrisen manglet legemiddelliste. " + "Mer om dette. " * 40
    shown = excerpt(("Epikrise.", long), asked("epikrise liste"))
    assert [piece.text for piece in shown if piece.hit] == ["Epikrisen", "legemiddelliste"]
    assert shown[0].text == "… "
    assert shown[-1].text == " …"
    assert sum(len(piece.text) for piece in shown) < 300
    assert excerpt(("Epikrise.",), asked("tulipan")) == ()


def test_what_is_typed_is_never_a_command_to_a_database() -> None:
    question = asked("""epikrise" OR kind:AV * NEAR(a b) 'x' & !y | area:1 (""")
    assert all(re.fullmatch(r"[^\W_]+|\^[^\W_]+", term) for term in question.terms)


def test_a_long_question_is_cut_and_a_long_word_meets_itself() -> None:
    assert len(asked(" ".join(f"ord{n}" for n in range(99))).groups) == words._MOST_ASKED
    assert meets("x" * 99, "x" * 99)
