"""What a file is called in a case, and in a header."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.attachments.downloading import download
from samhandling.attachments.naming import LONGEST, plain, tidied, with_ending


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("rutine.pdf", "rutine.pdf"),
        ("C:\\Users\\gro\\rutine.pdf", "rutine.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("rutine\r\nX-Injected: ja.pdf", "rutine X-Injected: ja.pdf"),
        ("rutine\u202efdp.exe", "rutinefdp.pdf"),
        ("🚑.pdf", "🚑.pdf"),
        ("r" * 300 + ".pdf", "r" * 100 + ".pdf"),
        (".pdf", "vedlegg.pdf"),
        ("  ", "vedlegg.pdf"),
        ("\u200b", "vedlegg.pdf"),
        ("rutine.pdf.exe", "rutine.pdf"),
        ("Møte 12.03.2026", "Møte 12.03.2026.pdf"),
    ],
)
def test_a_files_name_loses_folders_line_breaks_and_what_is_not_seen(name: str, stored: str) -> None:
    assert with_ending(tidied(name), "pdf") == stored


@given(st.text(max_size=300), st.sampled_from(["pdf", "txt", "png", "jpg"]))
def test_any_name_becomes_one_line_that_a_header_can_hold(name: str, kind: str) -> None:
    stored = with_ending(tidied(name), kind)

    assert 5 <= len(stored) <= LONGEST + 4
    assert stored.isprintable()
    assert not {"/", "\\"} & set(stored)
    assert re.fullmatch(r"[A-Za-z0-9 ._-]+\.[a-z]{3}", plain(stored))
    header = download(stored, "application/pdf", b"x").headers["content-disposition"]
    assert header.isascii()
    assert header.count('"') == 2
