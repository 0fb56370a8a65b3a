"""What a use case refused, put back into the form it came from, in words."""

from collections.abc import Mapping
from typing import Final

from samhandling.kernel.errors import Refused
from samhandling.web.fields import Filled
from samhandling.web.i18n import gettext

WHOLE_FORM: Final = "skjema"  # the id of the form itself, for what concerns no field


def with_refusal(filled: Filled, error: Refused, texts: Mapping[str, str]) -> Filled:
    """`texts`: code to message id, with the error's values as placeholders. A code without a text is a fault."""
    values = {name: value for name, value in error.values.items() if name != "field"}
    field = error.values.get("field")
    own = any(each.name == field for each in filled.fields)
    return filled.with_problem(str(field) if own else WHOLE_FORM, gettext(texts[error.code]) % values)
