"""Google's CEL as the judge of what a condition means."""

from collections.abc import Mapping

from cel_expr_python import cel

from samhandling.rules.cel.functions import day, days

_TYPE = cel.Type


def _days(first: str, second: str) -> int:
    found = days(first, second)
    if found is None:
        raise ValueError(first)
    return found


_FUNCTIONS = [
    cel.FunctionDecl("day", [cel.Overload("day_s", return_type=_TYPE.STRING, parameters=[_TYPE.STRING], impl=day)]),
    cel.FunctionDecl(
        "days", [cel.Overload("days_ss", return_type=_TYPE.INT, parameters=[_TYPE.STRING] * 2, impl=_days)]
    ),
    cel.FunctionDecl(
        "lower", [cel.Overload("lower_s", return_type=_TYPE.STRING, parameters=[_TYPE.STRING], impl=str.lower)]
    ),
]
_ENV = cel.NewEnv(variables={"d": _TYPE.DYN}, functions=_FUNCTIONS)


class Oracle:
    """One condition in standard CEL; an error is «cannot be decided»."""

    def __init__(self, standard_text: str) -> None:
        self._expression = _ENV.compile(standard_text)

    def answer(self, document: Mapping[str, object]) -> bool | None:
        result = self._expression.eval(data={"d": document})
        if result.type() == _TYPE.ERROR:
            return None
        value = result.value()
        assert isinstance(value, bool), value
        return value
