"""Every table of the application: mappers, migrations and tests need them all loaded."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

import samhandling.areas.tables
import samhandling.audit.tables
import samhandling.cases.tables
import samhandling.dashboards.tables
import samhandling.deviations.tables
import samhandling.disputes.tables
import samhandling.guarding.tables
import samhandling.identity.tables
import samhandling.importing.tables
import samhandling.jobs.tables
import samhandling.notices.tables
import samhandling.reports.tables
import samhandling.search.tables
import samhandling.themes.tables
import samhandling.transfers.tables  # noqa: F401


def metadata() -> MetaData:
    return SQLModel.metadata
