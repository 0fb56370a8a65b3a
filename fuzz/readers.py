"""A long run of the readers on damaged input: `python -m fuzz.readers [seconds]`; ends with 1 at the first fault.

Uses the generators of the tests with a fresh random seed each round, so that time, not a count, bounds the run.
"""

import sys
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.test_robustness import misshapen, mutated, retagged, try_to_read

_EXAMPLES = 2000


@settings(max_examples=_EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.binary(max_size=2000), mutated(), retagged(), misshapen()))
def one_round(data: bytes) -> None:
    try_to_read(data)


def main(seconds: float) -> None:
    end, rounds = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        one_round()
        rounds += 1
    print(f"{rounds * _EXAMPLES} inputs, no fault")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
