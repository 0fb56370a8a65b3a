"""Cuts a condition into tokens with places, and says what to write instead of what CEL does not know."""

import re
from typing import NamedTuple

from samhandling.rules.cel.faults import ConditionFault, Fault

MAX_LENGTH = 2_000
"""Characters in one condition; the longest a person can review is far shorter."""

INT_LIMIT = 2**53

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+|//[^\n]*)
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?[A-Za-z_0-9]*)
      | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
      | (?P<string>"(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<symbol>&&|\|\||==|!=|<=|>=|[<>!?:.,()\[\]+\-])""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)")
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t", "r": "\r"}
_INSTEAD = {
    "&": "skriv «&&»",
    "|": "skriv «||»",
    "=": "skriv «==»",
    "{": "oppslag med { } finnes ikke i regelspråket",
    "*": "bare + og - finnes i regelspråket",
    "/": "bare + og - finnes i regelspråket",
    "%": "bare + og - finnes i regelspråket",
    **dict.fromkeys("«»“”„‘’", "skriv rette anførselstegn: 'slik'"),
    **dict.fromkeys("'\"", "teksten mangler anførselstegnet på slutten"),
}


class Token(NamedTuple):
    """`kind`: word, int, string, symbol or end. `value` is the decoded text or number."""

    kind: str
    value: str | int
    start: int
    end: int


def tokens(source: str) -> list[Token]:
    """Raises ConditionFault at the first character that begins no token."""
    if len(source) > MAX_LENGTH:
        message = f"betingelsen er på {len(source)} tegn; grensen er {MAX_LENGTH}. Del den i flere regler"
        raise ConditionFault([Fault(message, 0, 1)])
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            sign = source[at]
            raise ConditionFault([Fault(f"«{sign}» hører ikke hjemme her", at, at + 1, _INSTEAD.get(sign))])
        kind, text, end = str(match.lastgroup), match.group(), match.end()
        if kind != "space":
            found.append(_token(kind, text, at, end))
        at = end
    found.append(Token("end", "slutten", len(source), len(source)))
    return found


def _token(kind: str, text: str, start: int, end: int) -> Token:
    if kind == "number":
        return Token("int", _integer(text, start, end), start, end)
    if kind == "string":
        return Token("string", _string(text[1:-1], start + 1), start, end)
    return Token(kind, text, start, end)


def _integer(text: str, start: int, end: int) -> int:
    if not text.isdigit():
        raise ConditionFault([Fault(f"«{text}» er ikke et helt tall; regelspråket har bare hele tall", start, end)])
    if len(text) > 16 or int(text) > INT_LIMIT:
        raise ConditionFault([Fault("tallet er for stort; grensen er 9007199254740992", start, end)])
    return int(text)


def _string(raw: str, start: int) -> str:
    if "\\" not in raw:
        return raw

    def decode(match: re.Match[str]) -> str:
        code = match.group(1)
        if len(code) == 5 and not 0xD800 <= int(code[1:], 16) <= 0xDFFF:
            return chr(int(code[1:], 16))
        if code in _ESCAPES:
            return _ESCAPES[code]
        at = start + match.start()
        raise ConditionFault([Fault(f"«\\{code}» finnes ikke; bruk \\\\ \\' \\\" \\n \\t \\uXXXX", at, at + 2)])

    return _ESCAPE.sub(decode, raw)
