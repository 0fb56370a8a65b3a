"""The child that sets a PDF: killed in time, believed only when it says something whole, and alone."""

import json
import os
import sys
import time
from pathlib import Path

import pytest

from samhandling.kernel.errors import Refused
from samhandling.printing.making import Template, _run, pdf
from tests.printing.values import case

MODULE = "samhandling.printing.child"


def running(program: str) -> tuple[str, ...]:
    return sys.executable, "-I", "-c", program


def code_of(program: str, seconds: float = 15) -> str:
    with pytest.raises(Refused) as refused:
        pdf(Template.CASE, case(), command=running(program), seconds=seconds)
    return refused.value.code


def test_a_child_that_hangs_is_killed_in_time(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    started = time.monotonic()

    program = f"import os, signal; open({str(note)!r}, 'w').write(str(os.getpid())); signal.pause()"
    assert code_of(program, seconds=1) == "print_too_long"

    assert time.monotonic() - started < 5
    assert not Path(f"/proc/{note.read_text()}").exists()


def test_a_child_that_only_computes_runs_out_of_processor_time() -> None:
    assert code_of(f"import {MODULE} as child; child._limit(1)\nwhile True: pass") == "print_failed"


def test_a_child_that_takes_too_much_memory_dies_of_it() -> None:
    assert code_of(f"import {MODULE} as child; child._limit(9); x = b'x' * 1_000_000_000") == "print_failed"


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "print('%PDF-1.7'); print('%%EOF'); raise SystemExit(1)",
        "print('%PDF-1.7'); print('cut off')",
        "print('Not a PDF %%EOF')",
        "pass",
    ],
)
def test_what_is_not_a_whole_pdf_is_not_given_out(program: str) -> None:
    assert code_of(program) == "print_failed"


def test_values_that_do_not_fit_the_template_have_an_answer() -> None:
    with pytest.raises(Refused) as refused:
        pdf(Template.CASE, {"number": "TV-2026-001"})

    assert refused.value.code == "print_failed"


def test_a_child_has_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the environment, where the secret may stand, nor a descriptor, nor our session; its folder is empty."""
    monkeypatch.setenv("SAMHANDLING_SECRET", "x" * 40)
    opened = os.open("/dev/null", os.O_RDONLY)
    os.set_inheritable(opened, True)
    said = (
        "[os.environ.get('SAMHANDLING_SECRET'), sorted(os.listdir('/proc/self/fd')), os.getsid(0) == os.getpid(),"
        " os.listdir()]"
    )
    try:
        heard = _run(running(f"import json, os; print(json.dumps({said}))"), b"", 10)
    finally:
        os.close(opened)

    assert json.loads(heard) == [None, ["0", "1", "2", "3"], True, []]  # 3 is the list itself


def test_once_it_sees_the_values_it_can_open_nothing() -> None:
    program = f"""
import json, socket, subprocess, sys
import {MODULE} as child
def attempt(what):
    try:
        what()
    except OSError as error:
        return type(error).__name__
    return "done"
def made(source, values):
    return json.dumps([
        attempt(lambda: open("/etc/hostname")), attempt(lambda: open("x", "w")), attempt(socket.socket),
        attempt(lambda: subprocess.Popen(["true"])),
    ]).encode()
child.made = made
sys.argv = ["", "case", "5"]
child.main()
"""
    assert json.loads(_run(running(program), b"{}", 15)) == ["OSError"] * 4


@pytest.mark.parametrize("call", ['#read("/etc/hostname")', '#read("case.typ")', '#import "@preview/cetz:0.3.0"'])
def test_a_template_reaches_no_file_and_no_package(call: str) -> None:
    program = f"""
import {MODULE} as child
from pathlib import Path
Path.read_bytes = lambda path: b'#set document(title: "x")\\n' + {call.encode()!r}
import sys
sys.argv = ["", "case", "5"]
child.main()
"""
    assert code_of(program) == "print_failed"
