"""Marking the words that decided, wherever they stand and however they overlap."""

from hypothesis import given
from hypothesis import strategies as st

from samhandling.checks.marks import Quote, stretches

TEXT = "Fastlege bes kalle inn pasienten til kontroll om en uke."


def quote(card: int, words: str, weight: int = 1) -> Quote:
    start = TEXT.index(words)
    return Quote(f"ord-{card}-1", card, weight, start, start + len(words))


def test_words_of_one_finding_are_one_stretch_with_its_number_at_the_end() -> None:
    before, marked, after = stretches(TEXT, [quote(4, "kalle inn pasienten")])
    assert (before.cards, after.cards) == ((), ())
    assert (marked.text, marked.cards, marked.anchors, marked.ending) == (
        "kalle inn pasienten",
        (4,),
        ("ord-4-1",),
        (4,),
    )


def test_where_two_overlap_the_graver_comes_first_and_each_number_stands_where_its_words_end() -> None:
    parts = stretches(TEXT, [quote(1, "kalle inn pasienten", weight=1), quote(2, "pasienten til kontroll", weight=3)])
    marked = [part for part in parts if part.cards]
    assert [(part.text, part.cards, part.ending) for part in marked] == [
        ("kalle inn ", (1,), ()),
        ("pasienten", (2, 1), (1,)),
        (" til kontroll", (2,), (2,)),
    ]
    assert [anchor for part in marked for anchor in part.anchors] == ["ord-1-1", "ord-2-1"]


def test_quotes_outside_the_text_are_cut_or_left_out() -> None:
    parts = stretches("kort", [Quote("a", 1, 1, 2, 99), Quote("b", 2, 1, 50, 60), Quote("c", 3, 1, 3, 3)])
    assert [(part.text, part.cards) for part in parts] == [("ko", ()), ("rt", (1,))]


def test_an_empty_text_has_no_stretches() -> None:
    assert stretches("", [Quote("a", 1, 1, 0, 5)]) == ()


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3), st.integers(-5, 70), st.integers(-5, 70)), max_size=12),
)
def test_the_text_is_whole_and_every_anchor_stands_once(text: str, places: list[tuple[int, int, int, int]]) -> None:
    quotes = [Quote(f"ord-{at}", card, weight, a, b) for at, (card, weight, a, b) in enumerate(places)]
    parts = stretches(text, quotes)
    assert "".join(part.text for part in parts) == text
    anchors = [anchor for part in parts for anchor in part.anchors]
    assert len(anchors) == len(set(anchors))
    shown = {quote.anchor for quote in quotes if max(quote.start, 0) < min(quote.end, len(text))}
    assert set(anchors) == shown
