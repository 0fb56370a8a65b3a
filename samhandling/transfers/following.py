"""Whether recommendation 8 was followed: discussed before it was moved (8a), a larger change anchored in OSO (8b).

Discussed on the day it was moved, or after, is not before (analysis T43–T45). What nobody has said is unknown.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Followed(StrEnum):
    MET = "met"
    BROKEN = "broken"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Course:
    """`since`: when the task was or will be moved. `discussed`: the first equal dialogue; None when none is told of.

    `never`: somebody has said that it never was. `major`: a larger change; None when nobody has said.
    `anchored`: when OSO decided.
    """

    since: date | None
    discussed: date | None = None
    never: bool = False
    major: bool | None = None
    anchored: date | None = None


def discussed_first(course: Course) -> Followed:
    """8a."""
    if course.discussed is not None:
        if course.since is None or course.discussed < course.since:
            return Followed.MET
        return Followed.BROKEN
    return Followed.BROKEN if course.never and course.since is not None else Followed.UNKNOWN


def anchored(course: Course) -> Followed:
    """8b. On the very day is in time: the source says that a larger change must be anchored, not that it must wait."""
    if course.major is None:
        return Followed.UNKNOWN
    if not course.major:
        return Followed.NOT_APPLICABLE
    if course.anchored is None:
        return Followed.BROKEN if course.since is not None else Followed.UNKNOWN
    return Followed.MET if course.since is None or course.anchored <= course.since else Followed.BROKEN
