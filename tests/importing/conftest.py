"""The area and the people of the deviations' tests."""

from tests.deviations.conftest import people, site, world  # noqa: F401
