"""What a use case refused, put back into the form it came from, in words."""

from collections.abc import Mapping

from samhandling.kernel.errors import Refused
from samhandling.web.fields import Filled
from samhandling.web.i18n import gettext


def with_refusal(filled: Filled, error: Refused, texts: Mapping[str, str]) -> Filled:
    """`texts`: code to message id, with the error's values as placeholders. A code without a text is a fault."""
    values = {name: value for name, value in error.values.items() if name != "field"}
    message = gettext(texts[error.code]) % values
    field = str(error.values.get("field") or filled.fields[0].name)
    return filled.with_problem(
        field if any(each.name == field for each in filled.fields) else filled.fields[0].name, message
    )
