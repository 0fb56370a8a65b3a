"""Diagnoses in a plain-text letter: codes where it speaks of diagnoses, and the words beside a diagnosis label."""

import re
from collections.abc import Iterator
from typing import Final

from samhandling.documents.canonical import NOT_LOOKED, Diagnosis, NotLooked, Section

_CODE: Final = re.compile(
    r"(?<![\w./-])(?P<code>[A-Z]\d{2}(?:\.\d{1,2}[A-Z]?|\d[0-9A-Z]{0,4}|\.[0-9A-Z]{1,4})?)(?![\w/-])(?!\.\d)"
)
_MODIFIER: Final = re.compile(r"\((?P<code>[A-Z]\d{2}(?:\.\d{1,2})?)\)")
_ICPC: Final = re.compile(r"[ABDFHKLNPRSTUWXYZ]\d{2}")
_MENTION: Final = re.compile(
    r"\b(?P<label>(?:hoved|primær |bi|henvisnings|tilvisings|"
    r"innleggelses)?\s?diagnos[ei]\w*(?:\s?kode\w*)?)[^\n.]{0,60}?[\"«:\s](?=[A-Z]\d{2})",
    re.IGNORECASE,
)
_ROLES: Final = (
    ("henvisning", re.compile(r"henvis|tilvis|innlegg", re.IGNORECASE)),
    ("bi", re.compile(r"\bbi", re.IGNORECASE)),
    ("hoved", re.compile(r"hoved|primær", re.IGNORECASE)),
)
_END_OF_TEXT: Final = re.compile(r"[\n\"»;(]|\.\s+(?=[A-Z]\d{2})|\.\s*$|\.\s+(?=[A-ZÆØÅ])|,\s+(?=[A-Z]\d{2}(?![\w]))")
_ELSEWHERE: Final = re.compile(r"(?<![\w.])[A-Z]\d{2}\.\d(?!\d)")
_LONGEST_TEXT: Final = 120


def diagnoses_in(text: str, sections: tuple[Section, ...], kind: str) -> tuple[Diagnosis, ...] | NotLooked:
    """Diagnoses under their headings, else those that follow the word; the first unlabelled one is the main one.

    NOT_LOOKED when only codes without any such word stand there: they may be diagnoses.
    """
    under_headings = [
        diagnosis
        for section in sections
        if section.topic == "diagnosis"
        for diagnosis in _under_heading(text[section.span.start : section.span.end], section.title or "", kind)
    ]
    found = tuple(under_headings or _mentioned(text, kind))
    return found if found or not _ELSEWHERE.search(text) else NOT_LOOKED


def _under_heading(body: str, title: str, kind: str) -> Iterator[Diagnosis]:
    role = _role(title)
    modifiers = {found["code"] for found in _MODIFIER.finditer(body)}
    every = list(_CODE.finditer(body))
    codes = [found for found in every if found["code"] not in modifiers] or every
    for number, found in enumerate(codes):
        yield _coded(body, found, role or _implied_role(number, kind), kind)
    words = " ".join(body.split("\n", 1)[0].split()).strip(" .")
    if not codes and words and len(words) <= _LONGEST_TEXT:
        yield Diagnosis(None, None, words, role or _implied_role(0, kind))


def _mentioned(text: str, kind: str) -> Iterator[Diagnosis]:
    seen: set[str] = set()
    for mention in _MENTION.finditer(text):
        found = _CODE.match(text, mention.end())
        if found and found["code"] not in seen:
            seen.add(found["code"])
            yield _coded(text, found, _role(mention["label"]) or _implied_role(len(seen) - 1, kind), kind)


def _coded(text: str, found: re.Match[str], role: str, kind: str) -> Diagnosis:
    if text[: found.start()].endswith("("):  # «Akutt nyresvikt (N17.8)»
        words = text[: found.start() - 1].rsplit("\n", 1)[-1][-_LONGEST_TEXT:].strip(" :,.-–")
    else:
        words = _END_OF_TEXT.split(text[found.end() : found.end() + _LONGEST_TEXT], maxsplit=1)[0].strip(" :,.-–")
    line = text[found.end() :].split("\n", 1)[0]
    modifier = _MODIFIER.search(line)
    code = found["code"]
    system = "ICPC-2" if kind == "henvisning" and _ICPC.fullmatch(code) else "ICD-10"
    return Diagnosis(code, system, words or None, role, modifier["code"] if modifier else None)


def _role(label: str) -> str | None:
    return next((role for role, pattern in _ROLES if pattern.search(label)), None)


def _implied_role(number: int, kind: str) -> str:
    if kind == "henvisning":
        return "henvisning"
    return "bi" if number else "hoved"
