"""The documentation of states is made of the tables."""

from tools.state_diagrams import FILE, document


def test_the_states_in_the_documentation_are_those_of_the_tables() -> None:
    """After a change: `python -m tools.state_diagrams`."""
    assert FILE.read_text("utf-8") == document()
