"""Fourteen statements in the shape of the real rulebook."""

from datetime import date

import yaml

from samhandling.catalogue.content import Example, Parameter, Rule, Rulebook, Statement, parse_situations
from samhandling.paths import data
from samhandling.web.i18n import Text


def text(nb: str, nn: str | None = None) -> Text:
    return Text(nb, nn or nb)


def _rule(
    number: str,
    strength: str,
    verb: str,
    responsible: str,
    heading: str,
    documents: str = "epikrise poliklinisk_notat",
    **more: object,
) -> Rule:
    return Rule(
        id=number,
        heading=text(heading),
        responsible=tuple(responsible.split()),
        strength=strength,
        verb=verb,
        version=1,
        valid_from=date(2018, 3, 1),
        documents=tuple(documents.split()),
        **more,  # type: ignore[arg-type]
    )


def _statement(number: str, heading: Text, body: Text, lines: str, *rules: Rule, keywords: str = "") -> Statement:
    return Statement(number, heading, body, rules, lines, tuple(keywords.split()))


BOOKING = text("valgt løsning for timebestilling", "vald løysing for timebestilling")

_STATEMENTS = (
    _statement(
        "1.4",
        text("Oppdatert legemiddelliste i henvisningen", "Oppdatert legemiddelliste i tilvisinga"),
        text(
            "Henvisningen har med en oppdatert liste over legemidlene pasienten bruker.",
            "Tilvisinga har med ei oppdatert liste over legemidla pasienten bruker.",
        ),
        "7859",
        _rule("1.4", "imperativ", "Sørg for", "fastlege", "Oppdatert legemiddelliste i henvisningen", "henvisning"),
        keywords="LiB medisinliste",
    ),
    _statement(
        "1.7",
        text("Bildesvar i henvisningen", "Biletesvar i tilvisinga"),
        text(
            "Svar på relevante bildeundersøkelser kopieres inn, og det må gå fram hvor de er tatt. "
            "Hvem som skaffer bildene, bør avtales lokalt.",
            "Svar på relevante biletundersøkingar blir kopierte inn, og det må gå fram kvar dei er tekne. "
            "Kven som skaffar bileta, bør avtalast lokalt.",
        ),
        "7865–7875",
        _rule("1.7a", "indikativ", "kopieres inn", "fastlege", "Svaret er kopiert inn", "henvisning"),
        _rule("1.7b", "må", "Det må framgå", "fastlege", "Det går fram hvor bildene er tatt", "henvisning"),
        _rule("1.7c", "bør", "bør avtales lokalt", "felles", "Lokal avtale om bilder", "area"),
        keywords="røntgen MR CT ultralyd bilder",
    ),
    _statement(
        "2.1.2",
        text("Epikrise samme dag", "Epikrise same dag"),
        text(
            "Epikrise eller notat sendes samme dag til alle som trenger oppfølging hos fastlege. Det er et mål – og "
            "uten unntak for dem som skal til institusjon eller får pleie- og omsorgstjenester.",
            "Epikrise eller notat blir send same dag for alle som treng oppfølging hos fastlege. Det er eit mål – og "
            "utan unntak for dei som skal til institusjon eller får pleie- og omsorgstenester.",
        ),
        "7884–7890",
        _rule("2.1.2a", "mål", "er et mål", "sykehus avtalespesialist", "Epikrisen er sendt samme dag"),
        _rule(
            "2.1.2b",
            "må",
            "må gjelde uten unntak",
            "sykehus avtalespesialist",
            "Samme dag til institusjon og hjemmetjeneste",
        ),
        keywords="frist sendt hjemmesykepleie sykehjem",
    ),
    _statement(
        "2.1.5",
        text("Hvem som har ansvar for hver oppgave", "Kven som har ansvar for kvar oppgåve"),
        text(
            "Det går tydelig fram hvem som har ansvar for hver oppgave etter kontakten.",
            "Det går tydeleg fram kven som har ansvar for kvar oppgåve etter kontakten.",
        ),
        "7898–7900",
        _rule("2.1.5", "bør", "bør tydelig fremkomme", "sykehus", "Hvem som har ansvar for hver oppgave"),
    ),
    _statement(
        "2.1.6",
        text("Kontroll som overføres til fastlegen", "Kontroll som blir overført til fastlegen"),
        text(
            "Når fastlegen overtar en kontroll, står målet med den i epikrisen, sammen med råd om innhold, hyppighet "
            "og varighet.",
            "Når fastlegen tek over ein kontroll, står målet med han i epikrisen, saman med råd om innhald, kor ofte "
            "og kor lenge.",
        ),
        "7902–7906",
        _rule(
            "2.1.6a",
            "indikativ",
            "angis målsetting",
            "sykehus",
            "Målet med kontrollen er oppgitt",
            applies='follow_up_tasks.exists(t, t.control && t.responsible == "gp")',
            requires='follow_up_tasks.all(t, !(t.control && t.responsible == "gp") || has(t.goal))',
            reads=(text("oppgaver etter kontakten"), text("hvem som skal gjøre det"), text("målet med kontrollen")),
            message=text("Brevet ber fastlegen kontrollere, men sier ikke hva målet er."),
            remedy=text("Skriv hva kontrollen skal oppnå, for eksempel «mål: kreatinin under 110»."),
            examples=(
                Example(
                    "fastlegen skal kontrollere, målet mangler",
                    "broken",
                    "epikrise",
                    "Videre plan\nKontroll av kreatinin hos fastlegen om to uker.",
                ),
                Example(
                    "fastlegen skal kontrollere, målet er oppgitt",
                    "met",
                    "epikrise",
                    "Kontroll av blodtrykk hos fastlegen om fire uker. Mål: under 140/90.",
                ),
                Example(
                    "sykehuset tar kontrollen selv",
                    "not_applicable",
                    "epikrise",
                    None,
                    (("follow_up_tasks[0].task", "kontroll"), ("follow_up_tasks[0].responsible", "hospital")),
                ),
            ),
        ),
        _rule(
            "2.1.6b",
            "indikativ",
            "Det gis råd om",
            "sykehus",
            "Råd om innhold, hyppighet og varighet",
            reads=(text("hva kontrollen skal bestå av"), text("når eller hvor ofte"), text("hvor lenge")),
        ),
        keywords="kontroll målsetting oppfølging",
    ),
    _statement(
        "2.2.3",
        text("Sikret time for pasienter med multidose", "Sikra time for pasientar med multidose"),
        text(
            "Pasienter med multidose skal ha en sikret kontrolltime hos fastlegen.",
            "Pasientar med multidose skal ha ein sikra kontrolltime hos fastlegen.",
        ),
        "7922–7924",
        _rule(
            "2.2.3",
            "må",
            "må særlig sikres",
            "sykehus",
            "Sikret time for pasienter med multidose",
            "epikrise multidose",
            machine="partial",
            machine_note=text(
                "Kilden nevner ikke hvem som skal sikre timen. Sammenhengen er utskriving, så vi leser sykehuset."
            ),
            parameters=(
                Parameter(
                    "max_days",
                    "7",
                    text("Antall dager som regnes som rask oppfølging"),
                    text("vårt valg; kilden har ikke noe tall"),
                ),
            ),
            exceptions=("2.2.1a",),
            reads=(text("har multidose"), text("avtalt time hos fastlegen"), text("planlagte timer hos fastlegen")),
            applies="uses_multidose && gp_control_planned",
            requires="gp_visits.exists(v, v.secured) || has(gp_appointment_at)",
        ),
    ),
    _statement(
        "2.2.4",
        text("Hvordan timen hos fastlegen bestilles", "Korleis timen hos fastlegen blir bestilt"),
        text(
            "Epikrisen forteller hvem som bestiller timen hos fastlegen.",
            "Epikrisen fortel kven som bestiller timen hos fastlegen.",
        ),
        "7926",
        _rule("2.2.4", "indikativ", "informerer om", "sykehus", "Hvordan timen hos fastlegen bestilles"),
        keywords="timebestilling",
    ),
    _statement(
        "2.2.5",
        text("Fastlegen skal ikke kalle inn pasienten", "Fastlegen skal ikkje kalle inn pasienten"),
        text(
            "Fastlegen bør ikke få ansvar for å kalle inn pasienten gjennom en beskjed i epikrisen. "
            "Det kan forsinke oppfølgingen og tar ansvaret fra pasienten.",
            "Fastlegen bør ikkje få ansvar for å kalle inn pasienten gjennom ein beskjed i epikrisen. "
            "Det kan forseinke oppfølginga og tek ansvaret frå pasienten.",
        ),
        "7928–7932",
        _rule(
            "2.2.5",
            "bør",
            "bør ikke få ansvar",
            "sykehus",
            "Fastlegen skal ikke kalle inn pasienten",
            reads=(BOOKING,),
            applies="has(booking_solution)",
            requires='booking_solution != "gp_to_summon"',
        ),
        keywords="innkalling timebestilling",
    ),
    _statement(
        "2.3.3.2",
        text("Riktig legemiddelliste med begrunnelser", "Rett legemiddelliste med grunngivingar"),
        text(
            "Epikrisen har en riktig liste over legemidlene pasienten bruker, og begrunner endringene.",
            "Epikrisen har ei rett liste over legemidla pasienten bruker, og grunngir endringane.",
        ),
        "7981–7983",
        _rule("2.3.3.2", "indikativ", "sørger for … å gi", "sykehus avtalespesialist", "Riktig legemiddelliste"),
        keywords="LiB medisinliste endringer",
    ),
    _statement(
        "2.3.3.5",
        text("Trygg medisinering til ny multidose er levert", "Trygg medisinering til ny multidose er levert"),
        text(
            "Når en pasient med multidose skrives ut, sikrer sykehuset legemidlene til ny multidose er levert hjemme. "
            "Lokale avtaler må beskrive hvordan.",
            "Når ein pasient med multidose blir skriven ut, sikrar sjukehuset legemidla til ny multidose er levert "
            "heime. Lokale avtalar må beskrive korleis.",
        ),
        "7993–7999",
        _rule("2.3.3.5a", "må", "må sykehuset sikre", "sykehus", "Legemidler til ny multidose kommer"),
        _rule("2.3.3.5b", "må", "Lokale avtaler … må beskrive", "felles", "Lokal avtale om multidose", "area"),
    ),
    _statement(
        "2.5.1",
        text("Hvem som skriver første sykmelding", "Kven som skriv første sjukmelding"),
        text(
            "Legen som ser at pasienten trenger sykmelding, skriver den første.",
            "Legen som ser at pasienten treng sjukmelding, skriv den første.",
        ),
        "8037",
        _rule(
            "2.5.1",
            "indikativ",
            "skriver",
            "felles",
            "Hvem som skriver første sykmelding",
            "epikrise sykmelding",
            conflicts_with="2.5.5",
        ),
    ),
    _statement(
        "4.6",
        text("Pasientens rett til å være med", "Pasienten sin rett til å vere med"),
        text(
            "Samarbeidet må ta vare på pasientens rett til informasjon og til å være med og bestemme.",
            "Samarbeidet må ta vare på pasienten sin rett til informasjon og til å vere med og avgjere.",
        ),
        "8143–8145",
        _rule(
            "4.6",
            "må",
            "må sikre",
            "felles",
            "Pasientens rett til å være med",
            "",
            machine="none",
            machine_note=text(
                "Om pasienten faktisk ble hørt, står ikke i et brev på en måte som lar seg lese ut.",
                "Om pasienten faktisk vart høyrd, står ikkje i eit brev på ein måte som lèt seg lese ut.",
            ),
            question=text(
                "Har pasienten fått informasjon og vært med på valgene?",
                "Har pasienten fått informasjon og vore med på vala?",
            ),
        ),
        keywords="samvalg medvirkning",
    ),
    _statement(
        "5.2",
        text("Sykehuslegen henviser videre selv", "Sjukehuslegen tilviser vidare sjølv"),
        text(
            "Trenger pasienten en annen avdeling eller spesialist, henviser sykehuslegen selv.",
            "Treng pasienten ei anna avdeling eller ein annan spesialist, tilviser sjukehuslegen sjølv.",
        ),
        "8155–8159",
        _rule("5.2", "ansvar", "har ansvar for å henvise", "sykehus", "Sykehuslegen henviser videre selv"),
        keywords="internhenvisning",
    ),
    _statement(
        "6.2.1",
        text("Hastenummer til fastlegekontor", "Hastenummer til fastlegekontor"),
        text(
            "Mange fastlegekontor har lagt ut et nummer til bruk når det haster.",
            "Mange fastlegekontor har lagt ut eit nummer til bruk når det hastar.",
        ),
        "8185–8189",
        _rule("6.2.1", "fakta", "har publisert", "fastlege", "Hastenummer til fastlegekontor", "area"),
        keywords="telefon",
    ),
)


def rulebook() -> Rulebook:
    folder = data("rules") / "nfa-2018"
    situations = yaml.safe_load((folder / "situations.yaml").read_text(encoding="utf-8"))["situations"]
    return Rulebook(
        title=text("NFAs anbefalinger om samarbeid mellom fastleger og sykehus"),
        source=text("Norsk forening for allmennmedisin, notat fra faggruppe for samhandling, mars 2018"),
        valid_from=date(2018, 3, 1),
        checksum="4f1c0b7a92de",
        statements=_STATEMENTS,
        situations=parse_situations(situations),
    )
