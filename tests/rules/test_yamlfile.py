"""The plain YAML of rule files: what words mean, and where in the file a value stands."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from samhandling.rules.yamlfile import Map, Source, documents, offsets


def _map(text: str) -> Map:
    found = documents(Source("x.yaml", text), 1)[0]
    assert isinstance(found, Map)
    return found


def test_numbers_of_statements_dates_and_yes_and_no_stay_as_they_are_written() -> None:
    assert _map("a: 2.10\nb: 2018-03-01\nyes: no\non: off\nc: 8\nd: true\ne: '8'\nf: ~\ng: 0x10\nh: 1_000\n") == {
        "a": "2.10",
        "b": "2018-03-01",
        "yes": "no",
        "on": "off",
        "c": 8,
        "d": True,
        "e": "8",
        "f": None,
        "g": "0x10",
        "h": "1_000",
    }


def test_only_as_many_documents_as_asked_for_are_read() -> None:
    assert documents(Source("x.yaml", "a: 1\n---\nb: 2\n---\n*broken"), 2) == [{"a": 1}, {"b": 2}]


_CHARACTER = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc", "Zl", "Zp"))
_TEXT = st.text(_CHARACTER, min_size=1)


@given(_TEXT, st.sampled_from(["'", '"', "|", ">", ""]), st.integers(20, 200))
def test_each_character_of_a_text_is_found_in_the_file(value: str, style: str, width: int) -> None:
    text = yaml.dump({"a": value}, default_style=style, allow_unicode=True, width=width)
    given = _map(text)
    if given.get("a") != value:
        return  # a number or a word such as «true»
    where = offsets(Source("x.yaml", text), given.valued["a"], value)
    assert len(where) == len(value) + 1
    assert where == sorted(where)
    for character, at in zip(value, where, strict=False):
        assert text[at] in (character, "\\", "\n") or (character == " " and text[at].isspace())
