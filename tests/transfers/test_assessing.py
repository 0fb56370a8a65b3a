"""Which assessment a transfer needs, what it lacks, and whether recommendation 8 was followed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.transfers.assessing import VOLUME, Score, all_yes, in_the_way, missing, points
from samhandling.transfers.codes import CRITERIA, QUESTIONS, Reply
from samhandling.transfers.following import Course, Followed, anchored, discussed_first
from samhandling.transfers.load import Volume

replies = st.dictionaries(st.sampled_from(list(QUESTIONS)), st.sampled_from(Reply))
texts = st.sampled_from(["", " ", "Fordi"])
scores = st.dictionaries(st.sampled_from(list(CRITERIA)), st.builds(Score, st.none() | st.integers(0, 2), texts))
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
courses = st.builds(Course, st.none() | days, st.none() | days, st.booleans(), st.sampled_from([None, True, False]),
                    st.none() | days)  # fmt: skip


def test_there_are_seven_questions_and_twelve_criteria():
    assert (len(QUESTIONS), len(CRITERIA)) == (7, 12)


def test_seven_times_yes_is_enough_for_the_light_track():
    assert all_yes(dict.fromkeys(QUESTIONS, Reply.YES))


@given(replies)
def test_anything_but_seven_times_yes_asks_for_the_full_assessment(given_replies):
    assert all_yes(given_replies) == (not in_the_way(given_replies))
    assert all_yes(given_replies) == (list(given_replies.values()) == [Reply.YES] * 7)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("reply", [Reply.NO, Reply.UNKNOWN])
def test_one_no_and_one_do_not_know_weigh_the_same(question, reply):
    assert in_the_way(dict.fromkeys(QUESTIONS, Reply.YES) | {question: reply}) == (question,)


@given(scores)
def test_a_full_assessment_lacks_every_criterion_without_both_number_and_reason(given_scores):
    lacking = missing(Volume(1, 1, 1), given_scores)
    complete = {name for name, score in given_scores.items() if score.value is not None and score.text.strip()}
    assert set(lacking) == set(CRITERIA) - complete


def test_without_figures_the_assessment_is_not_complete():
    assert missing(None, {criterion: Score(2, "Fordi") for criterion in CRITERIA}) == (VOLUME,)


@given(scores)
def test_points_are_never_more_than_two_for_each_that_is_scored(given_scores):
    got, possible = points(given_scores)
    assert 0 <= got <= possible <= 24


MOVED = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("course", "before", "formal"),
    [
        (Course(MOVED, never=True), Followed.BROKEN, Followed.UNKNOWN),
        (Course(MOVED, date(2024, 5, 31), major=True), Followed.MET, Followed.BROKEN),
        (Course(MOVED, date(2024, 6, 2), major=False), Followed.BROKEN, Followed.NOT_APPLICABLE),
        (Course(MOVED, MOVED), Followed.BROKEN, Followed.UNKNOWN),
        (Course(MOVED, date(2024, 5, 31), major=True, anchored=MOVED), Followed.MET, Followed.MET),
        (Course(MOVED, date(2024, 5, 31), major=True, anchored=date(2024, 6, 2)), Followed.MET, Followed.BROKEN),
    ],
    ids=["T43: never discussed", "T44: larger, only discussed", "T45: discussed the day after", "discussed that day",
         "anchored that day", "anchored after"],
)  # fmt: skip
def test_recommendation_8_is_judged_by_what_came_first(course, before, formal):
    assert (discussed_first(course), anchored(course)) == (before, formal)


@given(courses)
def test_nothing_is_broken_before_the_task_is_moved_and_nothing_that_nobody_has_told(course):
    if course.since is None:
        assert Followed.BROKEN not in (discussed_first(course), anchored(course))
    if course.discussed is None and not course.never:
        assert discussed_first(course) is Followed.UNKNOWN
    if course.major is None:
        assert anchored(course) is Followed.UNKNOWN
