"""Whom a case can be sent to: the area's organisations that are open, as the choices of a form."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from samhandling.areas import repository as areas
from samhandling.areas.domain import Organisation
from samhandling.areas.kinds import OrganisationKind
from samhandling.casework.slices import Looking
from samhandling.kernel.collation import key

#: Who can be asked, in the order they are shown.
ANSWERING: Final = (
    OrganisationKind.HOSPITAL_UNIT,
    OrganisationKind.HOSPITAL_TRUST,
    OrganisationKind.GP_OFFICE,
    OrganisationKind.CONTRACT_SPECIALIST,
    OrganisationKind.MUNICIPAL_SERVICE,
    OrganisationKind.EMERGENCY_CLINIC,
    OrganisationKind.PHARMACY,
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.REGIONAL_AUTHORITY,
)


def units_to_ask(looking: Looking, *, owing: Collection[int] | None = None) -> dict[str, str]:
    """`owing`: only those; else everybody open in the area that owns the case, but those with the case already."""
    known = areas.organisations(looking.session, looking.case.area_id)
    if owing is not None:
        return units(known, looking.today, only=owing)
    there = {each.organisation_id for each in looking.participants}
    return units(known, looking.today, without=there)


def units(
    known: Mapping[int, Organisation],
    today: date,
    *,
    only: Collection[int] | None = None,
    without: Collection[int | None] = (),
    kinds: Collection[OrganisationKind] = ANSWERING,
) -> dict[str, str]:
    """Id to name; two that are called the same get the place they stand under."""
    chosen = [
        each
        for each in known.values()
        if each.kind in kinds
        and not each.is_closed(today)
        and (only is None or each.id in only)
        and each.id not in without
    ]
    order = {kind: place for place, kind in enumerate(ANSWERING)}
    chosen.sort(key=lambda each: (order[each.kind], key(each.name(today))))
    names = [each.name(today) for each in chosen]
    return {str(each.id): _told_apart(each, known, today, names) for each in chosen}


def _told_apart(each: Organisation, known: Mapping[int, Organisation], today: date, names: Collection[str]) -> str:
    name, above = each.name(today), known.get(each.parent or 0)
    twins = sum(other == name for other in names) > 1
    return f"{name} ({above.name(today)})" if twins and above else name
