"""XPath tables: a dict of field → path, compiled once for each version of a message's namespace."""

import re
from collections.abc import Mapping
from typing import Final, cast

from lxml import etree

from samhandling.documents.masking import masked, masked_id

_FRACTION: Final = re.compile(r"(?<=:\d\d)[.,]\d+")


class Paths:
    """Compiled paths. Values come with white space tidied and identity numbers hidden; empty values count as absent."""

    __slots__ = ("_compiled",)

    def __init__(self, table: Mapping[str, str], namespaces: Mapping[str, str]) -> None:
        self._compiled = {
            name: etree.XPath(path, namespaces=dict(namespaces), smart_strings=False) for name, path in table.items()
        }

    def nodes(self, node: etree._Element, name: str) -> list[etree._Element]:
        return cast(list[etree._Element], self._compiled[name](node))

    def values(self, node: etree._Element, name: str) -> list[str]:
        return [masked(value) for value in self._raw(node, name)]

    def value(self, node: etree._Element, name: str) -> str | None:
        return next(iter(self.values(node, name)), None)

    def identifier(self, node: etree._Element, name: str) -> str | None:
        found = self._raw(node, name)
        return masked_id(found[0]) if found else None

    def moment(self, node: etree._Element, name: str) -> str | None:
        """A time as written, cut to seconds."""
        value = self.value(node, name)
        return without_fraction(value) if value else None

    def count(self, node: etree._Element, name: str) -> int:
        return len(self.nodes(node, name))

    def _raw(self, node: etree._Element, name: str) -> list[str]:
        found = cast(list[str], self._compiled[name](node))
        return [tidied for value in found if (tidied := " ".join(value.split()))]


def without_fraction(moment: str) -> str:
    return _FRACTION.sub("", moment)
