"""What organisations and bodies of each kind are called, and which belongs under which."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from samhandling.areas.kinds import BodyKind, OrganisationKind
from samhandling.web.i18n import Text

ORGANISATION_KINDS: Final[Mapping[OrganisationKind, Text]] = MappingProxyType(
    {
        OrganisationKind.HOSPITAL_TRUST: Text("Helseforetak", "Helseføretak"),
        OrganisationKind.HOSPITAL_UNIT: Text("Avdeling på sykehus", "Avdeling på sjukehus"),
        OrganisationKind.MUNICIPALITY: Text("Kommune", "Kommune"),
        OrganisationKind.GP_OFFICE: Text("Legekontor", "Legekontor"),
        OrganisationKind.EMERGENCY_CLINIC: Text("Legevakt", "Legevakt"),
        OrganisationKind.MUNICIPAL_SERVICE: Text("Kommunal tjeneste", "Kommunal teneste"),
        OrganisationKind.CONTRACT_SPECIALIST: Text("Avtalespesialist", "Avtalespesialist"),
        OrganisationKind.PHARMACY: Text("Apotek", "Apotek"),
        OrganisationKind.REGIONAL_AUTHORITY: Text("Regionalt helseforetak", "Regionalt helseføretak"),
    }
)
BODY_KINDS: Final[Mapping[BodyKind, Text]] = MappingProxyType(
    {
        BodyKind.GP_COUNCIL: Text("Fastlegeråd", "Fastlegeråd"),
        BodyKind.ALU: Text("Allmennlegeutvalg (ALU)", "Allmennlegeutval (ALU)"),
        BodyKind.LSU: Text("Lokalt samarbeidsutvalg (LSU)", "Lokalt samarbeidsutval (LSU)"),
        BodyKind.KSU: Text("Klinisk samarbeidsutvalg (KSU)", "Klinisk samarbeidsutval (KSU)"),
        BodyKind.OSO: Text("Overordnet samarbeidsorgan (OSO)", "Overordna samarbeidsorgan (OSO)"),
        BodyKind.PARTNERSHIP_MEETING: Text("Partnerskapsmøte", "Partnarskapsmøte"),
        BodyKind.NATIONAL_BOARD: Text("Nasjonal tvisteløsningsnemnd", "Nasjonal tvisteløysingsnemnd"),
    }
)
#: Under what an organisation may stand. A kind that is not named stands by itself, and is a member of areas in its own
#: right; the others belong where the one above them does.
PARENTS: Final[Mapping[OrganisationKind, tuple[OrganisationKind, ...]]] = MappingProxyType(
    {
        OrganisationKind.HOSPITAL_UNIT: (OrganisationKind.HOSPITAL_TRUST, OrganisationKind.HOSPITAL_UNIT),
        OrganisationKind.GP_OFFICE: (OrganisationKind.MUNICIPALITY,),
        OrganisationKind.EMERGENCY_CLINIC: (OrganisationKind.MUNICIPALITY,),
        OrganisationKind.MUNICIPAL_SERVICE: (OrganisationKind.MUNICIPALITY,),
        OrganisationKind.PHARMACY: (OrganisationKind.MUNICIPALITY,),
    }
)
#: Without one above, these are nothing.
NEEDS_PARENT: Final = frozenset({OrganisationKind.HOSPITAL_UNIT, OrganisationKind.MUNICIPAL_SERVICE})
MAALFORMER: Final[Mapping[str, Text]] = MappingProxyType(
    {"nb": Text("Bokmål", "Bokmål"), "nn": Text("Nynorsk", "Nynorsk")}
)
LABEL_LANGUAGES: Final[Mapping[str, Text]] = MappingProxyType(
    {"nb": Text("Bokmål", "Bokmål"), "nn": Text("Nynorsk", "Nynorsk"), "se": Text("Nordsamisk", "Nordsamisk")}
)
