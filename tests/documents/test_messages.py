import re

import pytest

from samhandling.documents import Document, Unreadable, public, read
from samhandling.documents.canonical import NOT_LOOKED
from tests.documents.samples import NAMES, changed, golden, sample


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_gives_the_answer_written_down_for_it(name: str) -> None:
    assert public(read(sample(name)), with_text=True) == golden(name)


def body(document: Document, code: str) -> str:
    section = next(section for section in document.sections if section.code == code)
    return document.text[section.span.start : section.span.end]


def warned(document: Document) -> set[str]:
    return {warning.code for warning in document.warnings}


def test_several_ward_stays_give_the_earliest_start_and_the_latest_end() -> None:
    letter = read(sample("epikrise-1.2.xml"))
    assert (letter.admitted_on, letter.discharged_on) == ("2026-03-08T23:50:00", "2026-03-13T11:30:00")
    assert letter.discharged_to == "sykehjem"  # of the last stay


def test_times_that_contradict_each_other_are_all_kept_and_reported() -> None:
    letter = read(sample("epikrise-1.2.xml"))
    assert letter.sent_at < letter.approved_at  # type: ignore[operator]
    assert "approved_after_sent" in warned(letter)
    late = changed("epikrise-1.2.xml", ('GenDate V="2026-03-13T14:05:31.250"', 'GenDate V="2026-03-12T14:05:31"'))
    assert late.discharged_on == "2026-03-13T11:30:00"
    assert "discharged_after_sent" in warned(late)


def test_the_coded_and_the_written_drug_list_are_both_kept() -> None:
    letter = read(sample("epikrise-1.2.xml"))
    assert [drug.name for drug in letter.medications] == ["Diural", "Kosttilskudd med jern", "Ibumax"]  # type: ignore[union-attr]
    assert [drug.name for drug in letter.medications_in_text] == ["Diural", "Ibumax"]  # type: ignore[union-attr]


def test_a_drug_in_the_written_list_points_to_its_place_in_the_text() -> None:
    letter = read(sample("epikrise-1.1.xml"))
    spans = [drug.span for drug in letter.medications if drug.span]  # type: ignore[union-attr]
    assert [letter.text[span.start : span.end] for span in spans] == [
        "Doksylin 100 mg 1 x 1 i 7 dager",
        "Paracetamol 500 mg ved behov",
    ]


def test_something_the_patient_is_allergic_to_is_no_drug_in_use() -> None:
    names = [drug.name for drug in read(sample("epikrise-1.2.xml")).medications]  # type: ignore[union-attr]
    assert "Penicillin" not in names


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ('V="2" DN="Kur"', "kur"),  # the text decides where it disagrees with the code
        ('V="2" DN="Forskrevet"', "forskrevet"),
        ('V="2"', "forskrevet"),
        ('V="4"', "seponert"),
        ('V="5"', "ved behov"),
        ('V="3" DN="Anbefalt å innta"', None),
    ],
)
def test_a_drugs_status_is_read_from_text_and_code(status: str, expected: str | None) -> None:
    referral = changed("henvisning-1.1.xml", ('V="2" DN="Kur"', status))
    assert referral.medications[0].status == expected  # type: ignore[index]


def test_tables_become_lines_with_bars_and_lists_become_dashes() -> None:
    findings = body(read(sample("epikrise-1.2.xml")), "FUNN")
    assert "pro-BNP | 5200 | 2100" in findings.splitlines()
    assert "- EF 35 %" in findings.splitlines()


def test_the_referrals_reason_inside_an_epikrise_is_not_the_hospitals_words() -> None:
    assert "Ber om innleggelse" not in read(sample("epikrise-1.2.xml")).text


def test_a_cancellation_has_no_content() -> None:
    cancelled = changed(
        "epikrise-1.2.xml",
        ('<ServType V="N" DN="Ny"/>\n    <IssueDate V="2026-03-13', '<ServType V="C"/>\n    <IssueDate V="2026-03-13'),
    )
    assert cancelled.action == "kansellering"
    assert (cancelled.text, cancelled.sections, cancelled.medications) == ("", (), ())
    assert "cancellation" in warned(cancelled)


def test_a_cancelled_referral_has_no_content_either() -> None:
    for name in ("henvisning-1.0.xml", "henvisning-2.0.xml"):
        cancelled = changed(name, ('<ServType V="N" DN="Ny"/>', '<ServType V="C" DN="Kansellering"/>'))
        assert (cancelled.action, cancelled.text, cancelled.medications) == ("kansellering", "", ()), name


def test_structured_patient_elements_are_dropped_and_counted() -> None:
    for name in (
        "epikrise-1.2.xml",
        "henvisning-1.0.xml",
        "henvisning-1.1.xml",
        "henvisning-2.0.xml",
        "fhir-discharge.json",
    ):
        document = read(sample(name))
        said = str(public(document, with_text=True))
        assert document.left_out > 0, name
        for secret in ("Fjellrev", "Elvebakk", "15876900123", "03915500456", "Mosestien", "1955-11-03", "Ada Example"):
            assert secret not in said, (name, secret)


def test_identity_numbers_in_running_text_are_hidden_digit_for_digit() -> None:
    letter = read(sample("epikrise-1.2.xml"))
    assert "Kalles også *********** i gammel journal" in letter.text
    assert "Fødselsnummer ****** ***** oppgitt" in letter.text
    assert not re.search(r"\d{6} ?\d{5}", letter.text)


def test_an_identity_number_in_a_name_or_a_comment_is_hidden_too() -> None:
    letter = changed(
        "epikrise-1.2.xml",
        ("Lyngmo kommune, sykehjemmet", "Pårørende 15876900123"),
        ("Økt, væskeretensjon", "Se 158769 00123"),
    )
    assert "15876900123" not in str(letter)
    assert "158769 00123" not in str(letter)


def test_a_missing_patient_is_said() -> None:
    assert "patient_missing" in warned(read(sample("epikrise-1.1.xml")))
    assert "patient_missing" not in warned(read(sample("epikrise-1.2.xml")))


@pytest.mark.parametrize(
    ("description", "care", "expected"),
    [
        ("Poliklinisk notat", "1", "poliklinisk_notat"),
        ("Legevaktepikrise", "5", "legevaktepikrise"),
        ("Notat", "3", "poliklinisk_notat"),
        ("Notat", "1", "epikrise"),
        ("Sykehusepikrise", "3", "epikrise"),  # what it is called decides
    ],
)
def test_the_kind_of_letter_is_told_by_its_name_else_by_the_level_of_care(
    description: str, care: str, expected: str
) -> None:
    letter = changed(
        "poliklinisk-notat.xml",
        ("<MsgDescr>Notat<", f"<MsgDescr>{description}<"),
        ('AdmCat V="3"', f'AdmCat V="{care}"'),
    )
    assert letter.type == expected


def test_an_epikrise_goes_to_the_requester_and_a_referral_comes_from_it() -> None:
    assert read(sample("epikrise-1.2.xml")).sender.name.startswith("Skoddevik")  # type: ignore[union-attr]
    assert read(sample("henvisning-1.0.xml")).sender.name.startswith("Rognlia")  # type: ignore[union-attr]


def test_only_someone_called_kontaktlege_is_the_contact_doctor() -> None:
    letter = changed("epikrise-1.2.xml", ('V="KLE" DN="Kontaktlege"', 'V="ALE" DN="Ansvarlig lege"'))
    assert letter.contact_doctor is None
    named_in_text = read(sample("epikrise-1.1.xml")).contact_doctor
    assert named_in_text.name == "overlege Siv Mo"  # type: ignore[union-attr]
    assert named_in_text.phones == ("12 34 00 33",)  # type: ignore[union-attr]
    unnamed = changed("poliklinisk-notat.xml", ("Ho er betre", "Kontaktlege blir oppnemnd. Ho er betre"))
    assert unnamed.contact_doctor is NOT_LOOKED


def test_a_reference_to_another_message_is_no_attachment_and_a_link_is_one() -> None:
    letter = read(sample("epikrise-1.2.xml"))
    assert letter.attachments == 1
    assert letter.refers_to == "11111111-aaaa-4bbb-8ccc-222222222222"


def fellesformat(message: bytes, namespace: str) -> bytes:
    inside = message.decode().split("?>", 1)[1]
    return f'<EI_fellesformat xmlns="{namespace}">{inside}<MottakenhetBlokk/></EI_fellesformat>'.encode()


@pytest.mark.parametrize("namespace", ["http://www.nav.no/xml/eiff/2/", "http://www.trygdeetaten.no/xml/eiff/1/"])
def test_a_message_inside_navs_outer_envelope_reads_the_same(namespace: str) -> None:
    bare = public(read(sample("henvisning-2.0.xml")), with_text=True)
    wrapped = public(read(fellesformat(sample("henvisning-2.0.xml"), namespace)), with_text=True)
    assert wrapped == bare | {"format": "ehelse-henvisning-2.0+fellesformat"}


KITH = "http://www.kith.no/xmlstds/"
FURTHER_KINDS = (
    ("eresept/m1/2013-10-08", "Resept", "resept", "eresept-m1-2013-10-08"),
    ("eresept/m251/2013-10-08", "LegemidlerIBruk", "legemiddelliste", "eresept-m25.1-2013-10-08"),
    ("dialog/2013-01-23", "Dialogmelding", "dialogmelding", "kith-dialogmelding-1.1"),
    ("po/TverrfagligEpikrise/2012-04-01", "Rapport", "plo_utskrivningsrapport", "kith-plo-utskrivningsrapport-1.6"),
    ("po/MeldingFravar/2009-06-30", "MeldingFravar", "plo_annet", "kith-plo-melding-fravar-1.5"),
    ("HelseOpplysningerArbeidsuforhet/2013-10-01", "HelseOpplysninger", "sykmelding", "kith-sm2013"),
    ("legeerklaring/2008-06-06", "Legeerklaring", "legeerklaering", "kith-legeerklaering-2008"),
)


@pytest.mark.parametrize(("namespace", "root", "kind", "format_"), FURTHER_KINDS)
def test_a_kind_without_a_reader_gives_what_its_envelope_holds(
    namespace: str, root: str, kind: str, format_: str
) -> None:
    text = sample("henvisning-2.0.xml").decode()
    payload = re.sub(r"<Henvisning.*</Henvisning>", f'<{root} xmlns="{KITH}{namespace}"/>', text, flags=re.DOTALL)
    document = read(payload.encode())
    assert (document.type, document.format) == (kind, format_)
    assert document.sent_at == "2026-02-04T11:12:13+01:00"
    assert document.sender.name == "Rognlia legekontor / Even Ask Nattli"  # type: ignore[union-attr]
    assert document.medications is NOT_LOOKED
    assert "n_medications" not in public(document)


@pytest.mark.parametrize(
    ("kind", "namespace", "outer"),
    [("rekvisisjon", "rekvisisjon/2012-02-15", "ServReq"), ("svarrapport", "labsvar/2008-12-01", "ServReport")],
)
def test_laboratory_messages_give_parties_and_times(kind: str, namespace: str, outer: str) -> None:
    text = sample("epikrise-kansellering.xml").decode()
    text = text.replace("epikrise/2012-02-15", namespace).replace("ServRprt", outer).replace('V="C"', 'V="N"')
    document = read(text.encode())
    assert (document.type, document.action, document.sent_at) == (kind, "ny", "2026-03-14T08:00:00")
    senders = {"rekvisisjon": "Rognlia legekontor", "svarrapport": "Skoddevik sykehus HF"}
    assert document.sender.name == senders[kind]  # type: ignore[union-attr]


def test_a_receipt_names_the_message_it_answers() -> None:
    receipt = read(
        b'<AppRec xmlns="http://www.kith.no/xmlstds/apprec/2012-02-15"><GenDate>2026-01-02T03:04:05</GenDate>'
        b"<Sender><HCP><Inst><Name>Rognlia legekontor</Name></Inst></HCP></Sender>"
        b"<Receiver><HCP><Inst><Name>Skoddevik sykehus HF</Name></Inst></HCP></Receiver>"
        b'<Status V="2" DN="Avvist"/>'
        b"<OriginalMsgId><Id>6f0d2a52-6a0e-4f7d-9a55-3c0c7f0e1a01</Id></OriginalMsgId></AppRec>"
    )
    answer = public(receipt)
    assert answer["refers_to"] == "6f0d2a52-6a0e-4f7d-9a55-3c0c7f0e1a01"
    assert answer["apprec_status"] == {"code": "2", "meaning": "avvist"}
    assert (answer["sender"], answer["receivers"]) == ("Rognlia legekontor", ["Skoddevik sykehus HF"])


@pytest.mark.parametrize(
    "data",
    [
        b"<Sample>x</Sample>",
        b'<a xmlns="urn:nobody"/>',
        b'<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"/>',
        b'<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"/>',
        b'<EI_fellesformat xmlns="http://www.nav.no/xml/eiff/2/"/>',
    ],
)
def test_xml_of_no_known_kind_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code == "unknown_kind"
    assert "meldingstype" in refused.value.message


@pytest.mark.parametrize(
    "data", [b"{}", b"[]", b'{"resourceType": "Patient"}', b'{"resourceType": "Bundle", "entry": 3}', b'"x"{']
)
def test_json_of_no_known_shape_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code in ("unknown_json", "unknown_kind")


def test_a_message_whose_content_is_empty_still_reads() -> None:
    bare = read(b'<Message xmlns="http://www.kith.no/xmlstds/epikrise/2012-02-15"><GenDate V="2026-01-01"/></Message>')
    assert (bare.type, bare.sent_at, bare.sender) == ("epikrise", "2026-01-01", NOT_LOOKED)


def test_every_key_is_given_that_was_looked_for_and_no_other() -> None:
    letter = public(read(sample("poliklinisk-notat.xml")))
    assert letter["gp"] is None
    assert letter["copy_receivers"] == []
    assert "priority" not in letter  # an epikrise has none


BLOCK = """<div xmlns="http://www.w3.org/1999/xhtml"><p>Kom gående.</p><p>Medisiner:</p><p>Apocet 660 mg x 4</p>
<p>Sykmelding</p><p>100 % til 20.02.2026</p><p>Plan</p><p>Time til kontroll hos oss 01.04.2026.</p></div>"""


def test_headings_inside_one_block_of_text_are_found() -> None:
    letter = changed(
        "epikrise-1.2.xml",
        ('<Heading V="OP" DN="Planer for videre oppfølging"/>', ""),
        ("<p>Ingen kontroll hos fastlegen er nødvendig.</p>", BLOCK),
    )
    titles = {section.title: section.topic for section in letter.sections if section.code is None and section.title}
    assert titles == {"Medisiner": "medication", "Sykmelding": "sick_leave", "Plan": "plan"}
    assert "2026-02-20" in [leave.to_on for leave in letter.sick_leave]  # type: ignore[union-attr]
    assert "2026-04-01" in [control.at for control in letter.controls]  # type: ignore[union-attr]


def test_a_written_drug_list_nobody_can_read_is_not_an_empty_one() -> None:
    lines = ("Alendron, tablett 70 mg, 1 tabl. hver søndag", "Pinex 500 mg 1-2 tabl. ved behov")
    unread = changed("henvisning-1.0.xml", *((line, "Se eget ark") for line in lines))
    assert unread.medications is NOT_LOOKED
    none = changed("henvisning-1.0.xml", *((line, "Ingen") for line in lines))
    assert none.medications == ()


def test_sick_leave_is_looked_for_in_the_text_when_no_heading_holds_it() -> None:
    letter = changed("poliklinisk-notat.xml", ("Ho er betre", "Ho er sjukmeld 50 % til 01.03.2026. Ho er betre"))
    assert [(leave.to_on, leave.degree) for leave in letter.sick_leave] == [("2026-03-01", 50)]  # type: ignore[union-attr]
    assert read(sample("poliklinisk-notat.xml")).sick_leave == ()
