"""What a use case refuses, and how. Codes and values, never sentences: the pages find the words.

DomainError
├── NotFound      unknown, or not yours: the same answer        404
├── NotAllowed    you may see it, but not do this               403
├── Refused       what was asked cannot be done, with a reason  422
└── Stale         somebody changed it since you opened it       409
"""

from collections.abc import Mapping
from types import MappingProxyType


class DomainError(Exception):
    """`code` is stable and names a text; `values` fill its placeholders and hold nothing personal."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values: Mapping[str, object] = MappingProxyType(values)


class NotFound(DomainError):
    def __init__(self, code: str = "not_found") -> None:
        super().__init__(code)


class NotAllowed(DomainError):
    """The role lacks the permission."""


class Refused(DomainError):
    """`field`, among the values, is the form field it concerns, when there is one."""


class Stale(DomainError):
    """`version`, among the values, is the version that is stored now."""
