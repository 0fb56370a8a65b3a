import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from samhandling.documents.dates import dates_in, iso, period_in
from samhandling.documents.headings import TOPICS, topic_of_code, topic_of_label, topic_of_title
from samhandling.documents.masking import masked
from samhandling.documents.readers.druglines import drug_lines
from samhandling.documents.xhtml import plain_text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("15876900123", "***********"),
        ("158769 00123", "****** *****"),
        ("158769-00123", "******-*****"),
        ("158769\n00123", "******\n*****"),
        ("nr.15876900123.", "nr.***********."),
        ("１５８７６９００１２３", "***********"),  # full-width digits
        ("tlf 12 34 00 22", "tlf 12 34 00 22"),
        ("004712340022", "004712340022"),  # twelve digits
        ("883974832", "883974832"),  # an organisation number
        ("Hb 13.8, 148, 5200", "Hb 13.8, 148, 5200"),
    ],
)
def test_identity_numbers_are_hidden_by_shape_and_other_numbers_stay(text: str, hidden: str) -> None:
    assert masked(text) == hidden


@given(st.text())
def test_hiding_keeps_the_length_and_is_done_once(text: str) -> None:
    assert len(masked(text)) == len(text)
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("14.01.26", "2026-01-14"),
        ("14.1.2026", "2026-01-14"),
        ("14/01-26", None),
        ("14/01/2026", "2026-01-14"),
        ("2026-01-14", "2026-01-14"),
        ("14. januar 2026", "2026-01-14"),
        ("14 January 2026", "2026-01-14"),
        ("January 14, 2026", "2026-01-14"),
        ("14.01.98", "1998-01-14"),
        ("32.01.2026", None),
        ("14.01", None),
        ("kl. 14.01", None),
        ("3.14.15.92.65", None),
    ],
)
def test_written_dates_become_days(written: str, day: str | None) -> None:
    assert [found.iso for found in dates_in(written)] == ([day] if day else [])


@given(st.dates())
def test_every_day_is_read_back(day: object) -> None:
    assert iso(str(day)) == str(day)


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("17.–19.09.2025", ("2025-09-17", "2025-09-19")),
        ("11.-17. mars 2026", ("2026-03-11", "2026-03-17")),
        ("28.12–02.01.2026", ("2025-12-28", "2026-01-02")),
        ("10.01.–11.02.26", ("2026-01-10", "2026-02-11")),
        ("10.01.2026", None),
        ("31.–02.03.2026", ("2026-03-31", "2026-03-02")),
    ],
)
def test_a_period_takes_its_month_and_year_from_its_end(written: str, period: tuple[str, str] | None) -> None:
    assert period_in(written) == period


@pytest.mark.parametrize(
    ("label", "topic"),
    [
        ("Legemidler i bruk, gjennomgått 03.02.26", "medication"),
        ("LiB ved utreise", "medication"),
        ("Medikamentell behandling", "course"),
        ("Med", "medication"),
        ("Medvirkning", None),
        ("Vurd.", "assessment"),
        ("1. Plan", "plan"),
        ("Hoveddiagnose", "diagnosis"),
        ("Sjukmelding", "sick_leave"),
        ("Planet", None),
        ("Telefon", None),
    ],
)
def test_a_label_tells_its_topic(label: str, topic: str | None) -> None:
    assert topic_of_label(label) == topic


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("Planer for videre oppfølging", "plan"),
        ("Årsak til innleggelse", "reason"),
        ("Medisiner ved utskrivelse", "medication"),
        ("Legemidler (ny liste)", "medication"),
        ("Kontroll hos fastlegen om to veker", None),  # a sentence, not a heading
        ("Medisiner er gjennomgått med pasienten", None),
        ("EPIKRISE", None),
    ],
)
def test_a_line_is_a_heading_only_when_it_is_nothing_else(line: str, topic: str | None) -> None:
    assert topic_of_title(line) == topic


def test_codes_of_different_lists_are_told_apart() -> None:
    assert topic_of_code("TB", "8311") == "assessment"
    assert topic_of_code("TB", "8233") == "treatment"
    assert topic_of_code("ÅI", "8311") == topic_of_code("AI", "8311") == "reason"
    assert topic_of_code("OP", "9142") is None
    assert {topic_of_code("VU", "8311"), topic_of_label("Plan")} <= TOPICS


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<t>a\r\nb</t>", "a\nb"),
        ("<t><p>a</p><p>b</p></t>", "a\nb"),
        ("<t>a<br/>b</t>", "a\nb"),
        ("<t><p>en\n   to</p></t>", "en to"),
        ("<t><b>a</b> <i>b</i></t>", "a b"),
        ("<t><table><tr><td>a</td><td/></tr><tr><td>b\n c</td><td>d</td></tr></table></t>", "a |\nb c | d"),
        ("<t><ul><li>a</li><li>b</li></ul></t>", "- a\n- b"),
        ("<t><script>x()</script><p>a</p></t>", "a"),
        ("<t><pre>a\n  b</pre></t>", "a\nb"),
        ("<t/>", ""),
    ],
)
def test_xhtml_becomes_text_with_its_lines(markup: str, text: str) -> None:
    assert plain_text(etree.fromstring(markup)) == text


@given(st.text(alphabet="aA1 .,;\n\tmgx", max_size=200), st.integers(0, 9))
def test_entries_of_a_drug_list_lie_inside_it(text: str, offset: int) -> None:
    for drug in drug_lines(text, offset):
        assert drug.span is not None
        assert offset <= drug.span.start <= drug.span.end <= offset + len(text)
