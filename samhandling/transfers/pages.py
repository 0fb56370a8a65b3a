"""Page objects of the proposal, the register and an office's own number."""

from dataclasses import dataclass

from samhandling.areas.answering import Crumbs
from samhandling.transfers.register import Register
from samhandling.web.fields import Filled


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """`on_top`: what this comes on top of. `places`, `questions`: names of fields."""

    title: str
    crumbs: Crumbs
    form: Filled
    action: str
    back: str
    on_top: str
    base: str
    places: tuple[str, ...]
    questions: tuple[str, ...]
    form_key: str
    offices: int
    draft: str
    saver: str
    restored: str = ""


@dataclass(frozen=True, slots=True)
class RegisterPage:
    title: str
    crumbs: Crumbs
    base: str
    register: Register
    may_propose: bool


@dataclass(frozen=True, slots=True)
class OwnLoadPage:
    """Shown by areas/form.html."""

    title: str
    crumbs: Crumbs
    form: Filled
    action: str
    back: str
    button: str
    over: str
    lead: str
    warning: str = ""
    danger: bool = False
    hidden: tuple[tuple[str, str], ...] = ()
