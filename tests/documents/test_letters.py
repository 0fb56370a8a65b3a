import pytest

from samhandling.documents import Unreadable, public, read
from samhandling.documents.canonical import NOT_LOOKED
from tests.documents.samples import sample

LETTER = "Skoddevik sykehus HF\nEPIKRISE\n\nInnlagt 03.02.2026, utskrevet 06.02.2026.\n\n{}"


def letter(words: str) -> bytes:
    return LETTER.format(words).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_letter_reads_the_same_in_every_encoding_letters_come_in(encoding: str) -> None:
    text = "Epikrise\n\nPasienten har vært innlagt på Øyeavdelingen og går hjem i dag. Ærlig talt bedre, også på åra."
    assert read(text.encode(encoding)).text == text


def test_line_ends_are_kept_so_that_places_in_the_text_hold() -> None:
    text = "EPIKRISE\r\nVurdering: Bedre.\r\n\r\nPlan\r\nKontroll.\r\n"
    document = read(text.encode())
    assert document.text == text
    bodies = [text[s.span.start : s.span.end] for s in document.sections if s.title]
    assert bodies == ["Bedre.", "Kontroll."]


def test_the_callers_kind_wins_over_the_words() -> None:
    data = letter("Bedre.")
    assert read(data).type == "epikrise"
    document = read(data, kind="poliklinisk_notat")
    assert document.type == "poliklinisk_notat"
    assert [warning.code for warning in document.warnings] == ["kind_from_caller"]


def test_a_text_without_any_sign_of_kind_is_refused_unless_the_caller_says() -> None:
    data = b"Hei. Ses i morgen."
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code == "unknown_kind"
    assert "Velg dokumenttype" in refused.value.message
    assert read(data, kind="epikrise").text == data.decode()


def test_a_kind_nobody_has_heard_of_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        read(b"x", kind="dikt")


def test_a_caller_cannot_turn_a_message_into_another_kind() -> None:
    assert read(sample("henvisning-1.0.xml"), kind="epikrise").type == "henvisning"


@pytest.mark.parametrize(
    ("words", "admitted", "discharged"),
    [
        ("Innlagt: 01.02.2026\nUtskrevet: 04.02.2026", "2026-02-01", "2026-02-04"),
        ("Innlagt 1.2.26, utskrevet 4.2.26.", "2026-02-01", "2026-02-04"),
        ("Innkomen 16.02.26, utskriven 18.02.26", "2026-02-16", "2026-02-18"),
        ("Opphold: 17.–19.09.2025", "2025-09-17", "2025-09-19"),
        ("Opphald 30.12–02.01.2026", "2025-12-30", "2026-01-02"),
        ("Hun ble innlagt på Skoddevik sykehus den 25. desember 2025.", "2025-12-25", None),
        ("Ho vart innlagd på Skoddevik sjukehus i går og er utskriven den 3. januar 2026.", None, "2026-01-03"),
        ("Innlagt 01.02 og utskrevet 04.02.", None, None),  # no year
        ("Utskrivningsdato: [dato]", None, None),
        ("Operert 03.02.2026.", None, None),
        ("Sykmeldt ut 28.02.2026.", None, None),
        ("Tidligere innlagt 03.02.2025.", None, None),
        ("Innlagt 31.02.2026", None, None),  # no such day
    ],
)  # fmt: skip
def test_the_stay_is_read_where_the_text_states_it(words: str, admitted: str | None, discharged: str | None) -> None:
    document = read(f"EPIKRISE\n{words}\nBedre.".encode())
    assert (document.admitted_on, document.discharged_on) == (admitted, discharged)


def test_two_admission_dates_are_not_chosen_between() -> None:
    document = read(b"EPIKRISE\nInnlagt: 01.02.2026\nUtskrevet: 04.02.2026\n\nInnlagt: 02.02.2026")
    assert (document.admitted_on, document.discharged_on) == (None, "2026-02-04")
    assert "several_admission_dates" in {warning.code for warning in document.warnings}


def test_an_approval_is_not_a_sending() -> None:
    document = read(letter("Godkjent: 07.02.2026"))
    assert (document.sent_at, document.approved_at) == (None, "2026-02-07")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Sendt: 06.02.2026", "2026-02-06"),
        ("Epikrise – oversendt 06.02.26", "2026-02-06"),
        ("Utskrevet: 06.02.2026      Sendt: 07.02.2026", "2026-02-07"),
        ("Resepter er sendt 06.02.2026.", None),
        ("Henvisning til MR sendt 06.02.2026", None),
    ],
)
def test_only_the_letters_own_sending_is_its_sending(words: str, day: str | None) -> None:
    assert read(letter(words)).sent_at == day


def test_a_contact_date_is_read_from_the_title_of_an_outpatient_note() -> None:
    assert read(sample("notat-nn.txt")).discharged_on == "2026-02-12"


def test_columns_are_told_apart() -> None:
    document = read(sample("epikrise.txt"))
    assert [party.name for party in document.copy_receivers] == ["Lyngmo kommune, hjemmetjenesten"]  # type: ignore[union-attr]
    assert [drug.name for drug in document.medications] == ["Apocet", "Metopro depot", "Naprosal", "Pinex"]  # type: ignore[union-attr]


def test_a_drug_list_in_sentences_is_one_entry_a_drug() -> None:
    document = read(
        letter("Medisiner: Apocet 660 mg x 4, ny. Metopro 50 mg x 1 og pinex 1 g ved behov. Ingen allergi.")
    )
    drugs = [(drug.name, drug.strength, drug.status) for drug in document.medications]  # type: ignore[union-attr]
    assert drugs == [("Apocet", "660 mg", None), ("Metopro", "50 mg", None), ("pinex", "1 g", "ved behov")]


def test_a_changed_dose_is_not_another_drug() -> None:
    document = read(
        letter("Medisiner:\nMetopro 50 mg x 1, økt fra 25 mg, hypertensjon\nPrednison 20 mg i 5 dager, så 10 mg i 5")
    )
    assert [drug.name for drug in document.medications] == ["Metopro", "Prednison"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "words", ["Medisiner: ingen.", "Medisiner: Ingen faste.", "Blodtrykk 140/80, CRP 34 mg/l.", "Kalium 4,1 mmol/l."]
)
def test_words_that_name_no_drug_give_an_empty_list(words: str) -> None:
    assert read(letter(words)).medications == ()


def test_stopped_drugs_carry_their_reason() -> None:
    answer = public(read(letter("Medisiner:\n- Naprosal 500 mg er seponert, nyresvikt\n- Pinex 1 g x 3")))
    assert answer["discontinued"] == [{"name": "Naprosal", "atc": None, "on": None, "reason": "nyresvikt"}]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Sykmelding\n50 % fra 06.02.2026 til 20.02.2026", [("2026-02-06", "2026-02-20", 50)]),
        ("Sykmelding: 100 % 10.01.–11.02.26, skrevet herfra.", [("2026-01-10", "2026-02-11", 100)]),
        ("Han er sykmeldt ut uken.", [(None, None, None)]),
        ("Sykmelding: Ikke aktuelt.", []),
        ("Hun har vært sykmeldt tidligere.", []),
        ("Fastlegen må ta sykmeldingen.", []),
    ],
)
def test_sick_leave_is_what_the_letter_gives_now(
    words: str, expected: list[tuple[str | None, str | None, int | None]]
) -> None:
    leaves = read(letter(words)).sick_leave
    assert [(leave.from_on, leave.to_on, leave.degree) for leave in leaves] == expected  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Diagnoser:\nJ18.9 Pneumoni (B95.3)\nN18.3 Nyresykdom", ["J18.9", "N18.3"]),
        ("Diagnoser: I21.4 infarkt. I10. E78.0.", ["I21.4", "I10", "E78.0"]),
        ("Diagnose: Akutt nyresvikt (N17.8) etter oppkast", ["N17.8"]),
        ("Hoveddiagnosekode «S8240 Leggbrudd» ved innkomst.", ["S8240"]),
        ("Rom B12 i etasje C30. Vitamin B12 er tatt.", []),
    ],
)
def test_diagnosis_codes_are_read_only_where_the_text_speaks_of_diagnoses(words: str, codes: list[str]) -> None:
    assert [diagnosis.code for diagnosis in read(letter(words)).diagnoses] == codes  # type: ignore[union-attr]


def test_two_patients_in_one_file_are_never_read_as_one() -> None:
    document = read(sample("to-henvisninger.txt"))
    assert [len(part.medications) for part in document.parts] == [1, 2]  # type: ignore[arg-type]
    assert "".join(part.text for part in document.parts) == document.text
    assert "several_letters" in {warning.code for warning in document.warnings}
    assert "n_medications" not in public(document)


def test_the_same_identity_number_twice_is_one_letter() -> None:
    text = (
        sample("to-henvisninger.txt").decode().replace("158769 00123", "039155 00456").split("Henvisning til revma")[0]
    )
    assert read((text + "\nPasient: fnr. 039155 00456\n" + text[80:]).encode()).parts == ()


def test_a_letter_wrapped_in_a_tag_is_still_a_letter() -> None:
    document = read(sample("utskrivningsnotat.txt"))
    assert (document.type, document.format, document.admitted_on) == ("epikrise", "text", "2026-02-03")


def test_an_xml_declaration_before_a_wrapped_letter_changes_nothing() -> None:
    text = sample("utskrivningsnotat.txt").decode()
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?>\n' + text
    document = read(declared.encode("iso-8859-1"))
    assert (document.type, document.format, document.discharged_on) == ("epikrise", "text", "2026-02-06")
    with pytest.raises(Unreadable) as refused:
        read(declared.replace("</Utskrivningsnotat>", "").encode("iso-8859-1"))
    assert refused.value.code == "not_well_formed"


def test_broken_bytes_in_a_utf8_letter_do_not_spoil_the_rest() -> None:
    document = read(letter("Pasienten har vært på øyeavdelingen. ") + b"\xff\xfe?\n")
    assert "vært på øyeavdelingen" in document.text
    assert "damaged_characters" in {warning.code for warning in document.warnings}


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Pasienten er bedre og skal ikke til kontroll.", "nb"),
        ("Pasienten er betre og skal ikkje til kontroll hjå oss. Ho er frisk.", "nn"),
        ("The patient was treated and is doing well.", "en"),
    ],
)
def test_the_language_is_told_by_small_words(words: str, language: str) -> None:
    assert read(words.encode(), kind="epikrise").language == language


@pytest.mark.parametrize(
    "words", ["Medisiner: uendret", "Medisiner: se vedlagt liste", "Går hjem på Apocet 660 mg x 4 i en uke."]
)
def test_drugs_the_reader_cannot_list_are_not_said_to_be_none(words: str) -> None:
    assert read(letter(words)).medications is NOT_LOOKED


def test_codes_that_may_be_diagnoses_are_not_said_to_be_none() -> None:
    assert read(letter("J18.9 venstre lunge.")).diagnoses is NOT_LOOKED
