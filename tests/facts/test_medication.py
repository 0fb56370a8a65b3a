"""Drugs: the list, its changes and their reasons, who prescribes; the same words with one thing changed."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.documents.canonical import Document, Medication
from samhandling.facts import contents, medication
from samhandling.facts.draft import Draft
from tests.facts.letters import letter

_EPIKRISE = """Epikrise, Fjellvik sykehus
Forløp: Innlagt med lungebetennelse, god effekt av behandling og hjem i bedring.
{}
Videre: Kontroll hos oss om tre måneder, innkalling kommer.
"""
_NOTE = """Poliklinisk notat 10.03.2026, Fjellvik sykehus
Leddgikt, kontroll.

{}
"""
_REFERRAL = """Henvisning til hjertepoliklinikken, Fjellvik sykehus
Problemstilling: Hjertebank ved anstrengelse, ønsker ekko.

{}
"""
_FRAMES = {"epikrise": _EPIKRISE, "poliklinisk_notat": _NOTE, "henvisning": _REFERRAL}


def draft_of(words: str, kind: str = "epikrise", **context: object) -> Draft:
    draft = Draft()
    read = letter(
        Document(type=kind, format="text", text=_FRAMES[kind].format(words)), {"sent_on": "2026-03-10", **context}
    )
    contents.find(read, draft)
    medication.find(read, draft)
    return draft


def changes_in(words: str, kind: str = "epikrise") -> list[dict[str, object]]:
    rows = draft_of(words, kind).values["med_changes"]
    assert isinstance(rows, list)
    return rows


def bare_in(words: str, kind: str = "epikrise") -> list[object]:
    """The drugs changed without a reason and without doubt."""
    return [row["drug"] for row in changes_in(words, kind) if "reason" not in row and "reason_doubtful" not in row]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Legemidler ved utskrivning:\nMetoprolol 50 mg x 1, uendret\nAlbyl-E 75 mg x 1, uendret", "list"),
        ("Medisiner: Metoprolol 50 mg x 1. Ellers ingen.", "list"),
        ("Medisiner (uendret): Metoprolol 50 mg x 1, Albyl-E 75 mg x 1.", "list"),
        ("Av medisiner bruker hun levaxin 75 mikrogram som før.", "list"),
        ("Legemiddel: Brukar ingen faste.", "none_taken"),
        ("Faste medisiner: Ingen.", "none_taken"),
        ("Medisiner: Ingen endringer under oppholdet.", "as_before"),
        ("Medisiner: Som ved innkomst.", "as_before"),
        ("Legemiddel: Uendra frå innlegginga, bortsett frå at amlodipin er stoppa på grunn av ødem.", "as_before"),
        ("Han skal fortsette med sine faste medisiner.", "as_before"),
        ("Legemidler: Se kurve.", "elsewhere"),
        ("Medisiner: Listen er lang og gjentas ikke her.", "elsewhere"),
        ("Medisiner ved avreise\nOlanzapin 15 mg kveld, ny mot mani\nP-ring, uendret", "list"),
        (
            "Med.: Penicillin V 1 g x 4 i sju dager, hele kuren medgitt. Øvrige faste medisiner som før innleggelsen.",
            "as_before",
        ),
        ("Han fikk antibiotika i et døgn.", "missing"),
    ],
)
def test_a_discharge_list_is_named_for_what_it_holds(words: str, kind: str) -> None:
    assert draft_of(words).values["med_list_kind"] == kind


def test_a_heading_of_drugs_with_unknown_words_under_it_is_left_undecided() -> None:
    assert "med_list_kind" not in draft_of("Legemidler: Etter avtale.").values


@pytest.mark.parametrize(
    ("course", "line", "clash"),
    [
        ("Naproksen ble seponert på grunn av nyresvikt.", "Naproksen 500 mg x 2", True),
        ("Escitalopram vart stansa grunna låg natrium.", "Escitalopram 10 mg x 1", True),
        ("Hydroklortiazid ble stanset første dag og skal ikke startes igjen.", "Hydroklortiazid 12,5 mg x 1", True),
        ("Naproksen ble seponert på grunn av nyresvikt.", "Naproksen 500 mg x 2: seponert", False),
        ("Metoprolol ble stanset i mottak og gjenopptatt dag tre.", "Metoprolol 50 mg x 1", False),
        ("Intravenøs metoprolol ble stoppet etter ett døgn.", "Metoprolol 50 mg x 1", False),
        ("Naproksen ble ikke seponert.", "Naproksen 500 mg x 2", False),
        ("Prednisolon stoppes etter 20.03.", "Prednisolon 20 mg x 1", False),
        ("I fjor ble naproksen seponert av fastlegen.", "Naproksen 500 mg x 2", False),
    ],
)
def test_a_drug_stopped_for_good_in_the_text_must_not_stand_unmarked_in_the_list(
    course: str, line: str, clash: bool
) -> None:
    draft = draft_of(f"{course}\nMedisiner ved utskrivning:\n- {line}\n- Paracetamol 1 g x 4, uendret")
    assert (draft.values["med_list_kind"] == "contradictory") is clash
    assert len(draft.evidence["med_list_kind"]) == (2 if clash else 1)


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        ("Legemidler:\nAmlodipin 10 mg x 1 (økt fra 5 mg)", ["amlodipin"]),
        ("Legemidler:\nAmlodipin 10 mg x 1 (økt fra 5 mg, BT 170/95)", []),
        ("Legemidler:\nAmlodipin 10 mg x 1, uendret", []),
        ("Legemidler:\nValsartan 80 mg x 1. Redusert fra 160 mg.", ["valsartan"]),
        ("Legemidler:\nValsartan 80 mg x 1. Redusert fra 160 mg, kreatininstigning.", []),
        ("Legemidler:\nLatanoprost kveld: stoppet", ["latanoprost"]),
        ("Legemidler:\nLatanoprost kveld: stoppet, irritasjon", []),
        ("Legemiddel:\nSimvastatin er teken bort.", ["simvastatin"]),
        ("Legemiddel:\nSimvastatin er teken bort av di ho fekk muskelsmerter.", []),
        ("Legemidler:\nXarelto byttet til Eliquis 5 mg x 2", ["xarelto"]),
        ("Legemidler:\nXarelto byttet til Eliquis 5 mg x 2 pga. nyresvikt", []),
        ("Legemidler:\nSelo-Zok 50 -> 100 mg", ["selo-zok"]),
        ("Legemidler:\nLosartan 25 mg x 1 – red. fra 50 mg", ["losartan"]),
        (
            "Legemidler: Metoprolol 50 mg x 1 nytt for flimmer, apiksaban 5 mg x 2 nytt, ramipril 5 mg x 1.",
            ["apiksaban"],
        ),
        ("Legemidler: Metoprolol 50 mg x 1 nytt for flimmer, apiksaban 5 mg x 2 nytt (samme).", []),
        ("Legemidler:\nDurogesic 25 mikrogram/time, byttes hver tredje dag", []),
        ("Legemidler:\nPrednisolon 40 mg, trappes ned 5 mg hver uke til null", []),
        ("Legemidler:\nAmoksicillin 500 mg x 3, avsluttes 20.03", []),
        ("Legemidler:\nMetoprolol 50 mg x 1 (startet 2019)", []),
        ("Legemidler:\nRamipril 5 mg x 1, økt av fastlegen i februar", []),
        ("Legemidler:\nMetotreksat 15 mg, ny, leddgikt\nFolsyre 1 mg, ny, metotreksatbeskyttelse", []),
        ("Legemidler:\nRamipril stanset\nSpironolakton stanset, begge pga. nyresvikt", []),
        ("Legemidler:\nRamipril redusert til 2,5 mg\nEndringene er gjort på grunn av lavt blodtrykk.", []),
        ("Legemidler:\nAmlodipin 5 mg x 1, ny. Resept er sendt.", ["amlodipin"]),
        ("Legemidler:\nAmlodipin 5 mg x 1, ny, høyt blodtrykk. Resept er sendt.", []),
        ("Legemidler:\nCetirizinmikstur 2,5 ml x 2, begynt med i går", ["cetirizinmikstur"]),
        ("Legemidler:\nApiksaban, stoppet. Rifampicin svekker virkningen.", []),
        ("Legemidler:\nLevotyroksin 100 µg x 1, økt fra 75 µg.", ["levotyroksin"]),
    ],
)
def test_a_change_is_bare_only_when_nothing_beside_dose_deed_and_prescription_is_said(
    words: str, bare: list[str]
) -> None:
    assert bare_in(words) == bare


def test_a_reason_told_in_the_course_serves_the_bare_line() -> None:
    words = "Ramipril ble redusert fordi kreatinin steg.\nLegemidler:\nRamipril 2,5 mg x 1, redusert fra 5 mg"
    assert bare_in(words) == []


def test_the_reason_is_the_letters_own_words() -> None:
    (row,) = changes_in("Legemidler:\nRamipril 2,5 mg x 1, redusert fra 5 mg på grunn av lavt blodtrykk")
    assert row["reason"] == "på grunn av lavt blodtrykk"
    assert (row["drug"], row["kind"], row["changed_by"]) == ("ramipril", "dose", "hospital")


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("Vi øker metotreksat til 20 mg fordi leddene er hovne.", True),
        ("Metotreksat aukast til 20 mg fordi ledda er hovne.", True),
        ("Metotreksat 15 mg fortsetter uendret.", False),
        ("Metotreksat 15 mg, startet 08.02. mot leddgikten, uendret i dag.", False),
        ("Hun startet med metotreksat i 2021 på grunn av leddgikt.", False),
        ("Fastlegen økte ramipril i forrige uke.", False),
        ("Ved manglende effekt øker vi metotreksat til 20 mg.", False),
        ("Blir leddene ikke bedre, bytter vi til leflunomid.", False),
        ("Ingen endring i medisinene: metotreksat 15 mg, folsyre 5 mg.", False),
    ],
)
def test_a_note_tells_only_what_is_changed_at_this_contact(words: str, changed: bool) -> None:
    assert bool(changes_in(words, "poliklinisk_notat")) is changed


_STARTED = "Vi starter duloksetin 30 mg mot smerter. "


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("Resept er sendt herfra.", "hospital"),
        ("E-resept er lagd av oss.", "hospital"),
        ("Jeg har skrevet ut for tre måneder.", "hospital"),
        ("Hele kuren fikk hun med seg.", "hospital"),
        ("Fastlegen trenger ikke skrive resept, det er gjort.", "hospital"),
        ("Fastlegen bes skrive resept.", "gp"),
        ("Resept på dette må ho få hjå fastlegen sin.", "gp"),
        ("Fint om dere kan legge inn resept på denne.", "gp"),
        ("Resept på den nye må primærlgen sørge for.", "gp"),
        ("Legevakten skrev resept på noe lignende i fjor.", None),
        ("Faste medisiner fornyer du som før.", None),
        ("", None),
    ],
)
def test_who_prescribes_is_tied_to_what_is_started(words: str, by: str | None) -> None:
    (row,) = changes_in(_STARTED + words, "poliklinisk_notat")
    assert row.get("prescribed_by") == by


@pytest.mark.parametrize(
    "words", ["E-resept formidlet i dag.", "Resept er oversendt apoteket.", "Resepten ligger klar."]
)
def test_a_prescription_told_under_a_heading_to_the_gp_is_not_put_on_the_gp(words: str) -> None:
    (row,) = changes_in(f"{_STARTED}\nTil fastlege:\n{words}", "poliklinisk_notat")
    assert row.get("prescribed_by") != "gp"


def test_silence_about_prescriptions_is_told_as_silence() -> None:
    assert draft_of(_STARTED, "poliklinisk_notat").values["prescription_mentioned"] is False
    assert draft_of(_STARTED + "Resept sendt.", "poliklinisk_notat").values["prescription_mentioned"] is True


def test_only_the_drug_the_request_names_is_put_on_the_gp() -> None:
    listed = "Legemidler:\nFurosemid 40 mg, ny, ødem\nSpironolakton 25 mg, ny, svikt\n"
    words = listed + "Fastlegen bes skrive resept på spironolakton."
    assert {row["drug"]: row.get("prescribed_by") for row in changes_in(words)} == {
        "furosemid": None,
        "spironolakton": "gp",
    }


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Medisiner (samstemt 03.03.26): Furix 40 mg x 1", "list"),
        ("Bruker fast levaxin 100 mikrogram og zopiklon 7,5 mg til natten.", "list"),
        ("Legemiddelliste vedlagt, datert 02.03.2026.", "list"),
        ("Kona på 72 år, gammel turner, følger. Medisiner: Selo-Zok 50 mg x 1.", "list"),
        ("Medisinar: Ho tek ikkje nokon.", "none_taken"),
        ("LM: ingen.", "none_taken"),
        ("Medisiner – ingen.", "none_taken"),
        ("Medisiner: Se kjernejournal.", "elsewhere"),
        ("Medikamentlisten står i systemet vårt, spør pasienten.", "elsewhere"),
        ("Legemidler: Albyl-E 75 mg, Lipitor 40 mg. Listen er ikke gjennomgått.", "outdated"),
        ("Medisiner: en god del, blant annet blodfortynnende.", "missing"),
        ("Medisiner: Som tidligere.", "as_before"),
        ("Hun er ellers frisk for sin alder.", "missing"),
    ],
)
def test_a_referrals_list_is_named_for_what_it_holds(words: str, kind: str) -> None:
    assert draft_of(words, "henvisning").values["med_list_kind"] == kind


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Medisiner samstemt 03.03.26: Furix 40 mg x 1", "2026-03-03"),
        ("LiB 12.11: Furix 40 mg x 1", "2025-11-12"),
        ("Medisinliste oppdatert mars 2024: Furix 40 mg x 1", "2024-03-31"),
        ("Medisinliste frå 2022 ligg ved.", "2022-12-31"),
        ("Medisiner: Marevan 1/2 tablett mandag, Furix 40 mg x 1", None),
    ],
)
def test_a_list_is_dated_by_the_words_that_date_it(words: str, day: str | None) -> None:
    assert draft_of(words, "henvisning").values.get("med_list_date") == day


def test_a_list_in_the_messages_own_fields_is_a_list_and_tells_its_stops() -> None:
    draft = Draft()
    drugs = (
        Medication(name="Amlodipin", dose="5 mg x 1"),
        Medication(name="Simvastatin", status="seponert", stop_reason="muskelsmerter"),
        Medication(name="Naproksen", status="seponert"),
    )
    text = _EPIKRISE.format("Ingen komplikasjoner.")
    medication.find(letter(Document(type="epikrise", format="kith", text=text, medications=drugs)), draft)
    assert draft.values["med_list_kind"] == "list"
    assert [(row["drug"], row.get("reason"), row.get("reason_doubtful")) for row in draft.values["med_changes"]] == [  # type: ignore[attr-defined]
        ("Simvastatin", "muskelsmerter", None),
        ("Naproksen", None, True),
    ]


def test_nothing_is_asked_of_a_dead_patients_letter() -> None:
    draft = draft_of("Pasienten døde 09.03. Medisiner: Som før.")
    assert draft.values == {"deceased": True}


@pytest.mark.parametrize("line", ["Ramipril 5 mg x 1, økt\n", "Ramipril ble stoppet. Ramipril 5 mg, ny\n"])
def test_a_letter_of_a_thousand_bare_changes_is_read_in_seconds(line: str) -> None:
    text = _EPIKRISE.format("Legemidler:\n" + line * 1000)
    read = letter(Document(type="epikrise", format="text", text=text))
    begun = perf_counter()
    medication.find(read, Draft())
    assert perf_counter() - begun < 10


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="abcæøå ABC\n:;,.()|–-0123456789xmg", max_size=400))
def test_any_words_are_read_without_falling(words: str) -> None:
    for kind in _FRAMES:
        draft_of(words, kind, multidose=True)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["Ramipril 5 mg", "ny", "stoppet", "pga. ødem", "\n", ", ", ". ", "og", "resept sendt", "fastlegen"]
        )
    )
)
def test_every_quote_is_a_stretch_of_the_letter(parts: list[str]) -> None:
    text = _EPIKRISE.format("Legemidler:\n" + " ".join(parts))
    draft = Draft()
    medication.find(letter(Document(type="epikrise", format="text", text=text)), draft)
    for found in draft.evidence.values():
        for evidence in found:
            if evidence.start is not None:
                assert text[evidence.start : evidence.end] == evidence.quote
