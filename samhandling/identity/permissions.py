"""What a route can ask for. A role is a named set of these (`roles.yaml`); a route declares exactly one."""

from enum import StrEnum


class Permission(StrEnum):
    PUBLIC = "public"  # anybody, signed in or not
    SIGNED_IN = "signed_in"  # one's own account, sessions and trail
    AREA_READ = "area_read"  # who is in the area: organisations, bodies, names of roles
    AREA_ADMINISTER = "area_administer"  # change them
    CASE_READ = "case_read"  # see cases one may see
    PEOPLE_READ = "people_read"  # who holds which role
    PEOPLE_ADMINISTER = "people_administer"  # invite, grant, end, reset
    PEOPLE_CONFIRM = "people_confirm"  # be the second person behind a reset, after an identity check
    TRAIL_READ = "trail_read"  # the whole trail of an area
    GUARD_RELEASE = "guard_release"  # let another's wrongly blocked text pass
    SLIP_HIDE = "slip_hide"  # hide a text that holds personal data
    SLIP_CONFIRM = "slip_confirm"  # confirm that it is erased for good
    CASE_REPORT = "case_report"  # open a case
    CASE_STEWARD = "case_steward"  # receive, route and follow up the area's cases
    REPORT_MAKE = "report_make"  # count, comment and publish reports to OSO
    SYSTEM_ADMINISTER = "system_administer"  # areas, and the system's own trail
