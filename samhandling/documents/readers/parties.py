"""Senders, receivers and doctors in the messages: «organisation / unit / person» as spelt, with ids and telephone."""

from functools import cache
from typing import Final

from lxml import etree

from samhandling.documents.canonical import Party
from samhandling.documents.readers.paths import Paths

# HCP of the messages without envelope (Epikrise, Henvisning 1.x, Rekvisisjon, Svarrapport, AppRec)
_HCP: Final = {
    "organisation": "k:Inst/k:Name/text()",
    "units": "k:Inst/k:Dept/k:Name/text()",
    "persons": "k:Inst/k:HCPerson/k:Name/text() | k:HCProf/k:Name/text()",
    "her_id": "k:Inst[k:TypeId/@V='HER']/k:Id/text() | k:Inst/k:AdditionalId[k:Type/@V='HER']/k:Id/text()",
    "hpr": ".//*[k:TypeId/@V='HPR' or k:Type/@V='HPR']/k:Id/text()",
    "phones": "k:Address/k:TeleAddress/@V",
    "channel": "../k:ComMethod/@V",
    "role": "../k:Relation/@V",
}
# Organisation of MsgHead
_ORGANISATION: Final = {
    "organisation": "k:OrganisationName/text()",
    "units": "k:Organisation/k:OrganisationName/text()",
    "persons": ".//k:HealthcareProfessional",
    "her_id": "k:Ident[k:TypeId/@V='HER']/k:Id/text()",
    "hpr": ".//k:HealthcareProfessional/k:Ident[k:TypeId/@V='HPR']/k:Id/text()",
    "phones": ".//k:TeleCom/k:TeleAddress/@V",
    "channel": "../k:ComMethod/@V",
    "role": "../k:RoleReceiver/@V",
}
_PERSON: Final = {
    "given": "k:GivenName/text()",
    "middle": "k:MiddleName/text()",
    "family": "k:FamilyName/text()",
    "hpr": "k:Ident[k:TypeId/@V='HPR']/k:Id/text()",
    "her_id": "k:Ident[k:TypeId/@V='HER']/k:Id/text()",
    "phones": "k:TeleCom/k:TeleAddress/@V",
    "role": "k:RoleToPatient/@V",
}


@cache
def _paths(table: str, namespace: str) -> Paths:
    tables = {"hcp": _HCP, "organisation": _ORGANISATION, "person": _PERSON}
    return Paths(tables[table], {"k": namespace})


def hcp_party(hcp: etree._Element) -> Party | None:
    """The party of an `HCP` element; None when it names nobody."""
    paths = _paths("hcp", _namespace(hcp))
    names = [*paths.values(hcp, "organisation")[:1], *paths.values(hcp, "units"), *paths.values(hcp, "persons")]
    return _party(hcp, paths, names)


def organisation_party(organisation: etree._Element) -> Party | None:
    """The party of an `Organisation` element in MsgHead; None when it names nobody."""
    paths = _paths("organisation", _namespace(organisation))
    persons = [person_name(person) for person in paths.nodes(organisation, "persons")]
    names = [
        *paths.values(organisation, "organisation")[:1],
        *paths.values(organisation, "units"),
        *filter(None, persons),
    ]
    return _party(organisation, paths, names)


def person_party(person: etree._Element) -> Party | None:
    """The party of a person with split names (`Kontaktperson`, `HealthcareProfessional`)."""
    paths = _paths("person", _namespace(person[0])) if len(person) else None
    name = person_name(person)
    if paths is None or not name:
        return None
    return Party(
        name,
        paths.value(person, "role"),
        paths.value(person, "her_id"),
        paths.value(person, "hpr"),
        _phones(paths.values(person, "phones")),
    )


def person_name(person: etree._Element) -> str | None:
    if len(person) == 0:
        return None
    paths = _paths("person", _namespace(person[0]))
    return " ".join(name for part in ("given", "middle", "family") for name in paths.values(person, part)) or None


def _party(node: etree._Element, paths: Paths, names: list[str]) -> Party | None:
    if not names:
        return None
    return Party(
        " / ".join(names),
        paths.value(node, "role"),
        paths.value(node, "her_id"),
        paths.value(node, "hpr"),
        _phones(paths.values(node, "phones")),
        paths.value(node, "channel"),
    )


def _phones(addresses: list[str]) -> tuple[str, ...]:
    """Telephone numbers only: «tel:57839000» → «57839000»; e-mail addresses are not telephone numbers."""
    return tuple(address.removeprefix("tel:") for address in addresses if not address.startswith("mailto:"))


def _namespace(element: etree._Element) -> str:
    return etree.QName(element).namespace or ""
