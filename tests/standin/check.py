"""A check that finds the words of the example letters: enough to see every kind of card, group and mark."""

from dataclasses import dataclass

from samhandling.checks.findings import Checked, Evidence, Finding, Question, Submission
from samhandling.documents.canonical import Unreadable
from tests.standin.rulebook import rulebook


@dataclass(frozen=True)
class _Sign:
    rule: str
    outcome: str
    label: str
    message: str
    words: tuple[str, ...]
    remedy: str = ""
    question: Question | None = None
    conflict_with: str | None = None


NEEDS_VISIT = Question("gp_appointment_at", "Har pasienten fått en avtalt time hos fastlegen?")
_SIGNS = (
    _Sign(
        "2.1.2b", "broken", "brudd", "Brevet er sendt fire dager etter utskriving med hjemmesykepleie.",
        ("hjem i dag med hjemmesykepleie",), "Send epikrisen samme dag.",
    ),
    _Sign("2.1.2a", "broken", "mål ikke nådd", "Brevet er ikke sendt samme dag.", ("utskrevet 12.03.2026",)),
    _Sign(
        "2.2.5", "broken", "anbefaling ikke fulgt", "Brevet ber fastlegen kalle inn pasienten.",
        ("Fastlege bes kalle inn pasienten til kontroll",), "La pasienten bestille timen selv, eller hjelp til.",
    ),
    _Sign(
        "2.1.6a", "broken", "avvik", "Brevet ber fastlegen kontrollere, men sier ikke hva målet er.",
        ("kalle inn pasienten til kontroll om en uke. Kreatinin og kalium",),
        "Skriv hva kontrollen skal oppnå.",
    ),
    _Sign(
        "5.2", "broken", "avvik", "Brevet overlater henvisning i eget hus til fastlegen.",
        ("Det henvises til nyrepoliklinikken via fastlege", "Fastlegen bes henvise"), "Send henvisningen internt.",
    ),
    _Sign(
        "2.2.3", "unknown", "kan ikke avgjøres", "Det står ikke om timen er sikret.", ("multidose fra før",),
        question=NEEDS_VISIT,
    ),
    _Sign(
        "2.2.4", "unknown", "kan ikke avgjøres", "Det står ikke hvordan timen bestilles.", ("kontroll om en uke",),
        question=NEEDS_VISIT,
    ),
    _Sign(
        "2.5.1", "unknown", "kan ikke avgjøres", "Det er uklart hvem som skriver første sykmelding.",
        ("Hun trenger sykmelding fra i dag",), question=Question("sick_note", "Er dette den første sykmeldingen?"),
        conflict_with="2.5.5",
    ),
    _Sign("2.3.3.2", "met", "fulgt", "Brevet har legemiddelliste.", ("Legemidler ved utreise", "Legemidler i bruk")),
    _Sign("2.1.5", "met", "fulgt", "Det går fram hvem som gjør hva.", ("Vi har sykmeldt ham", "Vi ber egen lege")),
    _Sign("1.7b", "broken", "brudd", "Det går ikke fram hvor bildene er tatt.", ("Røntgen av kneet er tatt i vår",)),
)  # fmt: skip


def check(submission: Submission) -> Checked:
    if b"\0" in submission.content:
        raise Unreadable("nul_byte", "Fila inneholder nulltegn.", "Fila inneheld nullteikn.")
    text = submission.content.decode("utf-8")
    if submission.kind is None and "EPIKRISE" not in text:
        raise Unreadable("unknown_kind", "Velg hva slags brev dette er.", "Vel kva slags brev dette er.")
    found = [finding for sign in _SIGNS if (finding := _finding(sign, text, submission)) is not None]
    return Checked(
        kind=submission.kind or "epikrise",
        text=text,
        findings=tuple(found),
        ruleset="nfa-2018 4f1c0b7a92de",
        questions={sign.question.name: sign.question.text for sign in _SIGNS if sign.question},
    )


def _finding(sign: _Sign, text: str, submission: Submission) -> Finding | None:
    places = [(words, text.find(words)) for words in sign.words if words in text]
    statement = rulebook().by_rule[sign.rule]
    rule = next(rule for rule in statement.rules if rule.id == sign.rule)
    evidence = tuple(Evidence("text", words, start, start + len(words)) for words, start in places)
    outcome, label = (sign.outcome, sign.label) if places else ("not_applicable", "gjelder ikke")
    answer = submission.answers.get(sign.question.name) if sign.question else None
    if answer is not None and places:
        outcome, label = ("met", "fulgt") if answer else ("broken", "avvik")
        evidence = (*evidence, Evidence("answer", locator=sign.question.name if sign.question else ""))
    return Finding(
        rule=sign.rule,
        outcome=outcome,
        label=label,
        heading=str(rule.heading),
        strength=rule.strength,
        responsible=rule.responsible,
        message=sign.message,
        remedy=sign.remedy,
        rule_text=str(statement.text),
        evidence=evidence,
        question=sign.question if outcome == "unknown" else None,
        conflict_with=sign.conflict_with,
    )
