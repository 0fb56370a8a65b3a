"""A case as one reader sees it, put together from what all cases share and what its kind brings."""

from collections.abc import Mapping

from samhandling.cases.kinds import STUB, CaseKind, LinkKind
from samhandling.cases.tables import CaseLink, RuleLink
from samhandling.casework import repository
from samhandling.casework.addressing import case_path
from samhandling.casework.rulebook import as_it_stood
from samhandling.casework.slices import Looking, Slice
from samhandling.casework.timeline import timeline
from samhandling.casework.view import Button, CaseView, Cited, Other, seen_by
from samhandling.kernel.columns import key
from samhandling.web.i18n import gettext, marked

Slices = Mapping[CaseKind, Slice]
_WHY = {
    LinkKind.SOURCE: (marked("Bygger på"), marked("Grunnlag for")),
    LinkKind.DUPLICATE: (marked("Gjelder det samme som"), marked("Gjelder det samme som")),
    LinkKind.SAME_THEME: (marked("Samlet i"), marked("Samler")),
    LinkKind.LED_TO: (marked("Førte til"), marked("Kom av")),
    LinkKind.FOLLOWS: (marked("Følger etter"), marked("Ble fulgt av")),
}


def view_of(looking: Looking, slices: Slices, *, here: str) -> CaseView:
    """`here`: the slug of the area the reader is in. Without what is not for this reader."""
    case, kind = looking.case, slices[case_kind(looking)]
    shown = kind.show(looking)
    whole = CaseView(
        number=case.number,
        title=case.title or gettext(kind.label),
        kind=gettext(kind.label),
        state=case.state,
        state_label=gettext(kind.machine.states.get(case.state, case.state)),
        open=case.state not in kind.machine.ends,
        tags=shown.tags,
        pairs=shown.pairs,
        sections=shown.sections,
        timeline=() if case.retention_class == STUB else timeline(looking, kind),
        rules=tuple(_cited(looking, each) for each in repository.rule_links(looking.session, key(case.id))),
        others=_others(looking, slices, here),
        buttons=buttons(looking, kind),
        presses=shown.presses,
        version=case.version,
    )
    return seen_by(whole, looking.hats)


def case_kind(looking: Looking) -> CaseKind:
    return CaseKind(looking.case.kind)


def buttons(looking: Looking, kind: Slice) -> tuple[Button, ...]:
    """The moves open to this reader; the weightiest first. Those that lack something say what."""
    facts = kind.facts(looking)
    found = []
    for move in kind.machine.open(looking.case.state, looking.hats):
        if not move.label:
            continue
        missing = kind.machine.missing(move, facts)
        blocked = gettext(kind.machine.facts[missing[0]]) if missing else ""
        href = f"{looking.base}/steg/{move.code}"
        found.append(Button(move.code, gettext(move.label), move.weight, href, blocked))
    order = {"primary": 0, "ordinary": 1, "danger": 2}
    return tuple(sorted(found, key=lambda button: (bool(button.blocked), order[button.weight])))


def _cited(looking: Looking, link: RuleLink) -> Cited:
    number = link.statement + link.letter
    known = looking.cites.statements.get(link.statement)
    if link.ruleset_hash == looking.cites.hash and known is not None:
        return Cited(number, str(known.heading), f"/regler/{link.statement}", link.main)
    stood = as_it_stood(looking.session, link)
    changed = known is None or known.text != stood.text
    return Cited(number, str(stood.heading), f"{looking.base}/regel/{number}", link.main, changed)


def _others(looking: Looking, slices: Slices, here: str) -> tuple[Other, ...]:
    found = repository.linked(looking.session, key(looking.case.id))
    owners = repository.areas(looking.session, {case.area_id for _, case in found})
    return tuple(
        Other(
            gettext(_WHY[link.kind][_is_from(link, looking)]),
            other.number,
            other.title or gettext(slices[CaseKind(other.kind)].label),
            case_path(here, other, owners[other.area_id]),
        )
        for link, other in found
    )


def _is_from(link: CaseLink, looking: Looking) -> bool:
    """0 seen from the end the link starts at, 1 from the other."""
    return link.from_id != looking.case.id
