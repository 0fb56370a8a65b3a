"""The same Chromium as the other browser tests."""

from tests.browser.conftest import browser as browser
