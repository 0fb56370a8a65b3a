"""The clinical parts Epikrise and Henvisning share in all versions: headed text, clinical information, diagnoses."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from lxml import etree

from samhandling.documents.assembly import TextAssembly
from samhandling.documents.canonical import NOT_LOOKED, Diagnosis, Medication, SickLeave, Span
from samhandling.documents.masking import masked
from samhandling.documents.readers.druglines import drug_list
from samhandling.documents.readers.paths import Paths, without_fraction
from samhandling.documents.readers.statements import controls_in, sick_leave_in
from samhandling.documents.tongues import language_of
from samhandling.documents.xhtml import local_name, plain_text

_TABLE: Final = {
    "heading": "k:Heading/@V",
    "heading_title": "k:Heading/@DN",
    "heading_list": "k:Heading/@S",
    "heading_text": "k:TextResultValue",
    "codes": "k:TextCode | k:CodedComment",
    "type": "k:Type/@V",
    "type_title": "k:Type/@DN",
    "start": "k:StartDateTime/@V | k:StartDateTime/text()",
    "end": "k:EndDateTime/@V | k:EndDateTime/text()",
    "text": "k:Observation/k:Description | k:Observation/k:Comment"
    " | k:ResultItem/k:TextResult/k:Result/k:TextResultValue",
    "concept": "k:Observation/k:CodedDescr",
    "medication": "k:Medication",
    "drug": "k:DrugId/@DN | k:DrugId/@OT",
    "atc": "k:DrugId/@V",
    "drug_status": "k:Status/@V",
    "drug_status_text": "k:Status/@DN",
    "drug_amount": "k:UnitDose/@V",
    "drug_unit": "k:UnitDose/@U",
    "dosage": "k:DosageText/text()",
    "drug_comment": "k:Comment/text()",
    "result": "k:ResultItem",
    "result_name": "k:ClinInv/k:Id/@DN | k:ClinInv/k:Id/@OT",
    "result_value": "k:NumResult/k:NumResultValue/@V | k:DateResult/k:DateResultValue/@V",
    "result_unit": "k:NumResult/k:NumResultValue/@U",
    "result_flag": "k:DevResultInd/@DN",
    "result_comment": "k:Comment/text()",
    "code": "k:Concept/@V",
    "code_text": "k:Concept/@DN | k:Concept/@OT",
    "code_system": "k:Concept/@S",
    "modifier": "k:Modifier/k:Value/@V",
}
_SYSTEMS: Final = {
    "2.16.578.1.12.4.1.1.7110": "ICD-10",
    "2.16.578.1.12.4.1.1.7160": "ICPC-2",
    "2.16.578.1.12.4.1.1.7170": "ICPC-2",
    "2.16.578.1.12.4.1.1.7210": "NCSP",
    "2.16.578.1.12.4.1.1.7240": "NCMP",
}
_DIAGNOSIS_ROLES: Final = {"H": "hoved", "B": "bi"}
_STATUS_BY_WORD: Final = (
    ("seponert", ("slutte", "seponer", "avslutt")),
    ("kur", ("kur",)),
    ("ved behov", ("behov", "sporadisk")),
    ("fast", ("fast", "regelmessig")),
    ("forskrevet", ("forskrevet", "forskrive")),
)
_STATUS_BY_CODE: Final = {"2": "forskrevet", "4": "seponert", "5": "ved behov", "6": "fast"}  # code list 7307
_ALLERGIC_TO: Final = "10"
_HEADING_LIST_DEFAULT: Final = {"Comment": "8311", "ReasonAsText": "8231"}


@dataclass(slots=True)
class Clinical:
    """What the clinical parts of one message hold, filled in document order."""

    assembly: TextAssembly = field(default_factory=TextAssembly)
    medications: list[Medication] = field(default_factory=list)
    medications_in_text: list[Medication] = field(default_factory=list)
    unread_list: bool = False
    diagnoses: list[Diagnosis] = field(default_factory=list)
    sick_leave: list[SickLeave] = field(default_factory=list)

    def fields(self) -> dict[str, Any]:
        """The document's fields; the coded drug list is the list where there is one, the written one is kept beside."""
        text, sections = self.assembly.text, self.assembly.sections
        coded, words = tuple(self.medications), tuple(self.medications_in_text)
        stated = any(section.topic == "sick_leave" for section in sections)
        return {
            "text": text,
            "sections": sections,
            "language": language_of(text) or "nb",
            "medications": coded or words or (NOT_LOOKED if self.unread_list else ()),
            "medications_in_text": words,
            "diagnoses": tuple(self.diagnoses),
            "sick_leave": tuple(self.sick_leave) if stated else sick_leave_in(text, under_heading=False),
            "controls": tuple(
                control
                for section in sections
                if section.topic in ("plan", "assessment")  # the plan may sit in either
                for control in controls_in(text[section.span.start : section.span.end])
            ),
        }

    def read_drugs(self, body: str, span: Span, into: list[Medication]) -> None:
        drugs = drug_list(body, span.start)
        if drugs is NOT_LOOKED:
            self.unread_list = True
        else:
            into.extend(drugs)


@cache
def _paths(namespace: str) -> Paths:
    return Paths(_TABLE, {"k": namespace})


def read_part(part: etree._Element, clinical: Clinical) -> None:
    """Reads one `Comment`, `ReasonAsText` or `InfItem` into `clinical`."""
    paths = _paths(etree.QName(part).namespace or "")
    if local_name(part) == "InfItem":
        _read_item(part, paths, clinical)
    else:
        _read_headed_text(part, paths, clinical)


def read_diagnosis(diagnosis: etree._Element, role: str) -> Diagnosis:
    """A `Diagnosis` or `CodedDescr` element: concept and its modifier (dagger and star)."""
    paths = _paths(etree.QName(diagnosis).namespace or "")
    system = paths.value(diagnosis, "code_system")
    return Diagnosis(
        code=paths.value(diagnosis, "code"),
        system=_SYSTEMS.get(system, system) if system else None,
        text=paths.value(diagnosis, "code_text"),
        role=role,
        modifier=paths.value(diagnosis, "modifier"),
    )


def _read_headed_text(part: etree._Element, paths: Paths, clinical: Clinical) -> None:
    code = paths.value(part, "heading")
    body = "\n".join(plain_text(value) for value in paths.nodes(part, "heading_text"))
    oid = paths.value(part, "heading_list")
    coded_by = oid.rsplit(".", 1)[-1] if oid else _HEADING_LIST_DEFAULT[local_name(part)]
    if code:
        title = paths.value(part, "heading_title")
        span = clinical.assembly.add(body, code=code, title=title, coded_by=coded_by)
        _read_topic({"ME": "medication", "SY": "sick_leave"}.get(code), masked(body), span, clinical)
        return
    for section in clinical.assembly.add_letter(body):
        text = clinical.assembly.text[section.span.start : section.span.end]
        _read_topic(section.topic, text, section.span, clinical)


def _read_topic(topic: str | None, body: str, span: Span, clinical: Clinical) -> None:
    if topic == "medication":
        clinical.read_drugs(body, span, clinical.medications_in_text)
    elif topic == "sick_leave":
        clinical.sick_leave.extend(sick_leave_in(body, under_heading=True))


def _read_item(item: etree._Element, paths: Paths, clinical: Clinical) -> None:
    kind = paths.value(item, "type")
    body = "\n".join(text for value in paths.nodes(item, "text") if (text := plain_text(value)))
    body = "\n".join(filter(None, [body, *(_result_line(result, paths) for result in paths.nodes(item, "result"))]))
    for medication in paths.nodes(item, "medication"):
        _read_medication(medication, item, paths, clinical)
    if kind in _DIAGNOSIS_ROLES:
        clinical.diagnoses.extend(read_diagnosis(node, _DIAGNOSIS_ROLES[kind]) for node in paths.nodes(item, "concept"))
    else:
        body = "\n".join(filter(None, [body, *(_coded_line(node) for node in paths.nodes(item, "concept"))]))
    if kind == "SYKM":
        clinical.sick_leave.append(
            SickLeave(_day(paths.value(item, "start")), _day(paths.value(item, "end")), None, masked(body) or None)
        )
    if body:
        span = clinical.assembly.add(body, code=kind, title=paths.value(item, "type_title"), coded_by="8233")
        if kind == "MEDB":
            clinical.read_drugs(masked(body), span, clinical.medications)


def _read_medication(medication: etree._Element, item: etree._Element, paths: Paths, clinical: Clinical) -> None:
    code = paths.value(medication, "drug_status")
    if code == _ALLERGIC_TO:
        return
    status = _drug_status(code, paths.value(medication, "drug_status_text"))
    amount, unit = paths.value(medication, "drug_amount"), paths.value(medication, "drug_unit")
    comment = paths.value(medication, "drug_comment")
    atc = paths.value(medication, "atc")
    end = paths.value(item, "end")
    clinical.medications.append(
        Medication(
            name=paths.value(medication, "drug"),
            atc=atc.replace(" ", "") if atc else None,
            strength=" ".join(filter(None, [amount, unit])) or None,
            dose=paths.value(medication, "dosage"),
            status=status,
            comment=comment,
            stopped_on=_day(end) if status == "seponert" else None,
            stop_reason=comment if status == "seponert" else None,
        )
    )


def _drug_status(code: str | None, words: str | None) -> str | None:
    """The display text decides where it disagrees with the code: senders use code 2 with the text «Kur»."""
    said = (words or "").casefold()
    by_word = next((status for status, stems in _STATUS_BY_WORD if any(stem in said for stem in stems)), None)
    return by_word or (_STATUS_BY_CODE.get(code) if code else None)


def _result_line(result: etree._Element, paths: Paths) -> str:
    """A coded finding as a line: «P-CEA: 48.1 IE/L (Over øvre referansegrense)»."""
    name, value = paths.value(result, "result_name"), paths.value(result, "result_value")
    said = " ".join(filter(None, [value, paths.value(result, "result_unit")]))
    flag, comment = paths.value(result, "result_flag"), paths.value(result, "result_comment")
    line = ": ".join(filter(None, [name, said]))
    return " ".join(filter(None, [line, f"({flag})" if flag else None, comment]))


def _coded_line(concept: etree._Element) -> str:
    coded = read_diagnosis(concept, "")
    return " ".join(filter(None, [coded.code, coded.text]))


def _day(moment: str | None) -> str | None:
    return without_fraction(moment) if moment else None
