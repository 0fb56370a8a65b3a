"""Page objects of lists, of one case, and of a move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from samhandling.areas.answering import Crumbs
from samhandling.attachments.pages import Shown
from samhandling.casework.view import CaseView, Tag
from samhandling.web.fields import Filled


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list."""

    number: str
    title: str
    href: str
    kind: str
    state: str
    open: bool
    on: date
    rule: str = ""
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: the name of its field, what it is called, code to label, and the code that is chosen."""

    name: str
    label: str
    options: Mapping[str, str]
    chosen: str
    everything: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """`found`: how many, told as «1 000+» when there are more. `next`: the query of the next page, empty on the last.

    `saved`: the reader's own views. `saving`: the form that saves this one, with the filters in `kept`; None when there
    is nothing to save.
    """

    title: str
    crumbs: Crumbs
    base: str
    choices: tuple[Choice, ...]
    rows: tuple[Listed, ...]
    found: str
    next: str
    first: bool
    filtered: bool
    may_report: bool
    may_steward: bool
    query: str
    saved: tuple["ViewLink", ...] = ()
    saving: Filled | None = None
    kept: Mapping[str, str] = field(default_factory=dict)
    done: str = ""
    uncovered: bool = False


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A view that the reader has saved, and where it leads."""

    id: int
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class RuleCasesPage:
    """What cites a rule. `shared`: what the whole area may read."""

    title: str
    crumbs: Crumbs
    base: str
    area: str
    number: str
    heading: str
    shared: tuple[Listed, ...]
    rows: tuple[Listed, ...]
    may_report: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """`next`: the next of the PKO's queue. `said`: what has just been done. `refused`: why something was not."""

    title: str
    crumbs: Crumbs
    base: str
    view: CaseView
    owner: str = ""
    said: str = ""
    refused: str = ""
    may_name: bool = False
    may_step_aside: bool = False
    named: str = ""
    files: tuple[Shown, ...] = ()
    takes_files: bool = True
    next: str = ""


@dataclass(frozen=True, slots=True)
class MovePage:
    """A move that asks for something before it is made. `draft`: the form's name for what is saved meanwhile.

    `replies`: code and label of texts that are ready, in the form of Norwegian named in `spoken`.
    """

    title: str
    crumbs: Crumbs
    form: Filled
    action: str
    back: str
    over: str
    lead: str
    warning: str
    danger: bool
    draft: str
    saver: str
    restored: str = ""
    replies: tuple[tuple[str, str], ...] = ()
    spoken: str = ""


def with_query(chosen: Mapping[str, str], **changed: str) -> str:
    return urlencode([(name, text) for name, text in {**chosen, **changed}.items() if text])
