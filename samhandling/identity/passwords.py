"""What a password may be (ASVS 5.0 V6.2), and whether one is right.

Nothing is asked of its composition; it must be long, and not among the first that a guesser tries: common ones, common
ones with decoration, rows of keys, repetitions, and words that belong to this place or to the person.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from pwdlib import PasswordHash

SHORTEST: Final = 12
LONGEST: Final = 128
#: Words of this place (ASVS V6.1.2). A password that is little more than these and digits is refused.
CONTEXT_WORDS: Final = (
    "samhandling", "fastlege", "fastlegen", "legekontor", "kontor", "legesenter", "legevakt", "allmennlege",
    "praksiskonsulent",
    "sykehus", "sykehuset", "sjukehus", "helse", "helseforetak", "helsefellesskap", "kommune", "kommuneoverlege",
    "lege", "legen", "doktor", "sykepleier", "sjukepleiar", "pasient", "epikrise", "henvisning", "tilvising", "avvik",
    "nordlys", "norge", "noreg", "passord", "logginn", "velkommen", "admin", "administrator",
)  # fmt: skip
_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyzæøå", "qwertyuiopå", "asdfghjkløæ", "zxcvbnm", "01234567890", "1qaz2wsx3edc4rfv5tgb6yhn",
)  # fmt: skip
_LEET: Final = str.maketrans("013457@$!", "oieastasi")
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")
_DECORATION: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_FEW = 4  # so many characters beside what is easily guessed do not help


class Weakness(StrEnum):
    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    CONTEXT = "context"


def weakness(password: str, own: Iterable[str] = ()) -> Weakness | None:
    """`own`: login and name of the person. None when the password may be used."""
    if len(password) < SHORTEST:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    plain = password.casefold()
    if plain in common() or _repeats(plain) or len(_without_rows(plain)) < _FEW:
        return Weakness.COMMON
    inner = _DECORATION.sub("", plain)
    cores = {_NOT_LETTERS.sub("", text) for text in (plain, inner, plain.translate(_LEET), inner.translate(_LEET))}
    cores -= {""}
    if any(core in common() or _unit(core) in common() for core in cores):
        return Weakness.COMMON
    words = {part for word in own for part in _NOT_LETTERS.split(word.casefold()) if len(part) >= _FEW}
    if any(len(_without(core, words.union(CONTEXT_WORDS))) <= _FEW for core in cores):
        return Weakness.CONTEXT
    return None


def right(hasher: PasswordHash, password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether it is, and a newer hash to store when the old one was cheaper. Takes as long when nothing is stored."""
    if len(password) > LONGEST or not _encodes(password):
        return False, None
    if stored is None:
        hasher.verify(password, _nobodys(hasher))
        return False, None
    return hasher.verify_and_update(password, stored)


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Lower case. Five thousand of the most used, and all those long enough to be tried here."""
    return frozenset(Path(__file__).with_name("common_passwords.txt").read_text("utf-8").split())


@lru_cache(maxsize=8)
def _nobodys(hasher: PasswordHash) -> str:
    return hasher.hash("a password that nobody has")


def _encodes(password: str) -> bool:
    try:
        password.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unit(text: str) -> str:
    """What the text repeats; the text itself when it repeats nothing."""
    return text[: (text + text).find(text, 1)]


def _repeats(text: str) -> bool:
    return len(_unit(text)) <= len(text) // 2 or len(set(text)) < _FEW


def _without(core: str, words: Iterable[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        core = core.replace(word, "")
    return core


def _without_rows(text: str) -> str:
    """Leaves out what is typed by going along a row: every run of four or more neighbours, either way."""
    kept, run = [], text[:1]
    for before, after in pairwise(text):
        if any(before + after in row or after + before in row for row in _ROWS):
            run += after
            continue
        kept.append(run if len(run) < _FEW else "")
        run = after
    kept.append(run if len(run) < _FEW else "")
    return "".join(kept)
