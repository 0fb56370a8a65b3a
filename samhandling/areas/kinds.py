"""Codes of organisations and bodies. What they are called is data, per area and date."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    HOSPITAL_TRUST = "hospital_trust"
    HOSPITAL_UNIT = "hospital_unit"
    REGIONAL_AUTHORITY = "regional_authority"
    MUNICIPALITY = "municipality"
    MUNICIPAL_SERVICE = "municipal_service"
    GP_OFFICE = "gp_office"
    EMERGENCY_CLINIC = "emergency_clinic"
    CONTRACT_SPECIALIST = "contract_specialist"
    PHARMACY = "pharmacy"


class BodyKind(StrEnum):
    """The source's bodies (analysis of the sources, §1): the GPs' own, and the places where they meet the others."""

    GP_COUNCIL = "gp_council"  # fastlegeråd
    ALU = "alu"  # allmennlegeutvalg, in a municipality
    LSU = "lsu"  # lokalt samarbeidsutvalg
    KSU = "ksu"  # klinisk/faglig samarbeidsutvalg
    OSO = "oso"  # overordnet samarbeidsorgan, strategisk samarbeidsutvalg
    PARTNERSHIP_MEETING = "partnership_meeting"  # partnerskapsmøtet i helsefellesskapet
    NATIONAL_BOARD = "national_board"  # nasjonal tvisteløsningsnemnd
