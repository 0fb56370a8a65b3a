"""Reads typed values out of a file's mappings, and says of every wrong or missing key where it stands."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from samhandling.rules.cel.checker import Condition, ParameterValue, check
from samhandling.rules.cel.faults import ConditionFault, choices, nearest
from samhandling.rules.cel.types import Type, is_date
from samhandling.rules.model import EMPTY, Book, Parameter, Text
from samhandling.rules.yamlfile import Fault, Map, Place, Seq, Source, offsets

_PARAMETER = re.compile(r"[a-z][a-z0-9_]*$")


@dataclass(slots=True)
class Reader:
    """Reads values out of one file's mappings; faults gather in `faults`."""

    source: Source
    document: Type
    book: Book
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: Place, message: str, hint: str | None = None) -> None:
        self.faults.append(self.source.fault(place, message, hint))

    def keys(self, given: Map, allowed: Iterable[str], required: Iterable[str] = ()) -> None:
        """Every key must be known, and the required ones there."""
        known = set(allowed)
        for key in given:
            if key not in known:
                self.fault(given.keyed[key], f"ukjent nøkkel «{key}»", nearest(key, known))
        for key in required:
            if key not in given:
                self.fault(given.place, f"«{key}» mangler")

    def map(self, given: Map, key: str) -> Map:
        """The mapping under `key`; an empty one when it is absent."""
        found = given.get(key)
        if found is not None and not isinstance(found, Map):
            self.fault(given.valued[key], f"«{key}» skal være en gruppe")
        return found if isinstance(found, Map) else Map(given.place)

    def seq(self, given: Map, key: str) -> Seq:
        """The list under `key`; an empty one when it is absent."""
        found = given.get(key)
        if found is not None and not isinstance(found, Seq):
            self.fault(given.valued[key], f"«{key}» skal være en liste")
        return found if isinstance(found, Seq) else Seq(given.place)

    def word(self, given: Map, key: str, default: str = "") -> str:
        """A text or a number, as text."""
        found = given.get(key)
        if found is None:
            return default
        if isinstance(found, str) or type(found) is int:
            return str(found)
        self.fault(given.valued[key], f"«{key}» skal være en tekst")
        return default

    def words(self, given: Map, key: str) -> tuple[str, ...]:
        found = self.seq(given, key)
        for at, item in enumerate(found):
            if not isinstance(item, str) and type(item) is not int:
                self.fault(found.valued[at], f"i «{key}» skal det stå enkle ord")
        return tuple(str(item) for item in found)

    def references(self, given: Map, key: str) -> tuple[str, ...]:
        """One number or a list of numbers."""
        if isinstance(given.get(key), Seq):
            return self.words(given, key)
        one = self.word(given, key)
        return (one,) if one else ()

    def text(self, given: Map, key: str) -> Text:
        """`{nb, nn}`, or one text that stands for both (the lint asks for both)."""
        found = given.get(key)
        if found is None:
            return EMPTY
        if isinstance(found, str):
            return Text(found, "")
        inner = self.map(given, key)
        self.keys(inner, ("nb", "nn"))
        return Text(self.word(inner, "nb"), self.word(inner, "nn"))

    def one_of(self, given: Map, key: str, known: Iterable[str], default: str) -> str:
        found = self.word(given, key, default)
        self._known(given.valued.get(key, given.place), key, found, known)
        return found

    def some_of(self, given: Map, key: str, known: Iterable[str]) -> tuple[str, ...]:
        found = self.words(given, key)
        listed = list(known)
        for at, word in enumerate(found):
            self._known(self.seq(given, key).valued[at], key, word, listed)
        return found

    def _known(self, place: Place, key: str, word: str, known: Iterable[str]) -> None:
        listed = list(known)
        if word not in listed:
            hint = nearest(word, listed) or f"mulige verdier: {choices(listed)}"
            self.fault(place, f"«{word}» er ikke en verdi for «{key}»", hint)

    def date(self, given: Map, key: str, default: str = "") -> str:
        found = self.word(given, key, default)
        if found and not is_date(found):
            self.fault(given.valued.get(key, given.place), f"«{found}» er ikke en dato", "skriv den som 2018-03-01")
            return default
        return found

    def condition(self, given: Map, key: str, parameters: Mapping[str, ParameterValue]) -> Condition | None:
        """A checked condition; faults in it are placed in the file."""
        found = given.get(key)
        if found is None:
            return None
        place = given.valued[key]
        written = str(found).lower() if isinstance(found, bool) else found
        if not isinstance(written, str):
            self.fault(place, f"«{key}» skal være en betingelse")
            return None
        try:
            return check(written, self.document, parameters)
        except ConditionFault as error:
            where = offsets(self.source, place, written)
            for fault in error.faults:
                start, end = where[min(fault.start, len(written))], where[min(fault.end, len(written))]
                self.faults.append(self.source.fault_at(start, max(end, start + 1), fault.message, fault.hint))
            return None

    def parameters(self, given: Map) -> tuple[Parameter, ...]:
        found: list[Parameter] = []
        for name, raw in given.items():
            if not _PARAMETER.match(name) or not isinstance(raw, Map):
                message = f"parameteren «{name}» skal være en gruppe med value, means, origin; navn i små bokstaver"
                self.fault(given.keyed[name], message)
                continue
            self.keys(raw, ("value", "means", "origin"), ("value", "means"))
            value = self.parameter_value(raw, "value")
            if value is not None:
                found.append(Parameter(name, value, self.text(raw, "means"), self.word(raw, "origin"), value))
        return tuple(found)

    def parameter_value(self, given: Map, key: str) -> ParameterValue | None:
        value = given.get(key)
        if isinstance(value, bool | int | str):
            return value
        if isinstance(value, Seq) and all(isinstance(item, bool | int | str) for item in value):
            return tuple(item for item in value if isinstance(item, bool | int | str))
        if key in given:
            self.fault(given.valued[key], "en parameter er et tall, en tekst, true/false eller en liste av slike")
        return None
