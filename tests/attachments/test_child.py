"""The child: killed in time with whatever it started, believed only when it says something whole, and alone."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samhandling.attachments.extracting import Extractor, _believed
from samhandling.kernel.errors import Refused
from tests.attachments.files import ROUTINE, pdf

MODULE = ("-I", "-m", "samhandling.attachments.child")
FILE = pdf(ROUTINE)


def running(program: str) -> tuple[str, ...]:
    return sys.executable, "-I", "-c", program


def code_of(extract: Extractor, content: bytes = FILE) -> str:
    with pytest.raises(Refused) as refused:
        extract(content)
    return refused.value.code


def test_a_child_that_hangs_is_killed_in_time_with_what_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = f"""
import os, signal
if os.fork() == 0:
    open({str(note)!r}, "w").write(str(os.getpid()))
    os.close(1)
signal.pause()
"""
    started = time.monotonic()

    assert code_of(Extractor(running(program), seconds=1)) == "too_long"

    assert time.monotonic() - started < 5
    grandchild = int(note.read_text())
    assert not Path(f"/proc/{grandchild}").exists() or "zombie" in Path(f"/proc/{grandchild}/status").read_text()


def test_a_child_that_only_computes_runs_out_of_processor_time() -> None:
    program = f"import sys; sys.argv = ['', '1']; import {MODULE[2]} as child; child._limit(1)\nwhile True: pass"

    assert code_of(Extractor(running(program), seconds=15)) == "damaged"


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        'import sys; sys.stdin.buffer.read(100); sys.stdout.buffer.write(b\'{"kind":"pdf","si\'); sys.exit(1)',
        'import sys; sys.stdin.buffer.read(); print(\'{"kind":"pdf","texts":["hei"],"size":9}\'); print(\'abc\')',
        "import sys; sys.stdin.buffer.read(); print('[1]')",
        'import sys; sys.stdin.buffer.read(); print(\'{"kind":"pdf","hits":[["x",5,2,"block"]],"size":1}\\na\')',
        "pass",
    ],
)
def test_a_child_that_dies_in_the_middle_or_talks_nonsense_is_a_file_that_cannot_be_read(program: str) -> None:
    assert code_of(Extractor(running(program), seconds=10), b"x" * 1_000_000) == "damaged"


def test_a_child_that_never_stops_talking_is_cut_off() -> None:
    program = "import sys\nwhile True: sys.stdout.write('x' * 65536)"

    assert code_of(Extractor(running(program), seconds=20)) == "damaged"


def test_a_child_has_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the environment, where the secret may stand, nor a descriptor, nor our session."""
    monkeypatch.setenv("SAMHANDLING_SECRET", "x" * 40)
    opened = os.open("/dev/null", os.O_RDONLY)
    os.set_inheritable(opened, True)
    said = (
        "[os.environ.get('SAMHANDLING_SECRET'), sorted(os.listdir('/proc/self/fd'))[:4], os.getsid(0) == os.getpid()]"
    )
    program = f"import json, os, sys; sys.stdout.write(json.dumps({said}))"
    try:
        heard = Extractor(seconds=10)._run(running(program), b"", ())
    finally:
        os.close(opened)

    assert heard == b'[null, ["0", "1", "2", "3"], true]'  # 3 is the list itself


def test_once_it_reads_the_file_it_can_open_nothing() -> None:
    attempts = """
def attempt(what):
    try:
        what()
    except OSError as error:
        return type(error).__name__
    return "done"
import socket, subprocess
content = json.dumps([
    attempt(lambda: open("/etc/hostname")), attempt(lambda: open("/dev/shm/x", "w")),
    attempt(socket.socket), attempt(lambda: subprocess.Popen(["true"])),
])
"""
    program = f"""
import json, socket, subprocess, sys
sys.argv = ["", "5"]
from samhandling.attachments import child
def looked(content, kind, guard, read):
    {attempts.strip().replace(chr(10), chr(10) + "    ")}
    return child.Answer("txt", texts=(content,), size=1), b"x"
child._answered = looked
child.main()
"""
    said = Extractor(running(program), seconds=15)(b"hei")

    assert said.text == '["OSError", "OSError", "OSError", "OSError"]'


def test_only_some_are_read_at_once_and_the_others_are_told_to_come_back() -> None:
    extract = Extractor(running("pass"), seconds=0.2)
    while extract.turns.acquire(blocking=False):
        pass

    assert code_of(extract) == "busy"


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: b'{"kind":"' + text.encode("utf-8", "replace")))
def test_whatever_a_child_says_is_an_answer_or_a_refusal(said: bytes) -> None:
    with suppress(Refused):
        _believed(said)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_pdf_with_bytes_changed_never_harms_the_parent(data: st.DataObject) -> None:
    broken = bytearray(pdf(ROUTINE, "Side to har noe mer om rutinen."))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(broken) - 1))
        match data.draw(st.sampled_from(["change", "cut", "repeat"])):
            case "change":
                broken[at] = data.draw(st.integers(0, 255))
            case "cut":
                del broken[at : at + data.draw(st.integers(1, 60))]
            case _:
                broken[at:at] = broken[max(0, at - 40) : at]
        broken = broken or bytearray(b"%PDF-")
    with suppress(Refused):
        assert Extractor()(bytes(broken)).content
