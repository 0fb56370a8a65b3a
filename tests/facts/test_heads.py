"""Every question a finder puts to the model is one the model has learnt: a misspelt head would answer nothing,
silently.
"""

import re
from pathlib import Path

import samhandling.facts
from tests.facts.letters import deriving

FINDERS = Path(samhandling.facts.__file__).parent
HEAD = re.compile(r'"((?:\d[\d.]*:(?:brutt|oppfylt))|(?:actor|act|mode):\w+)"')


def test_every_head_that_finders_name_is_in_the_model() -> None:
    asked = {head for path in FINDERS.glob("*.py") for head in HEAD.findall(path.read_text("utf-8"))}

    assert asked
    assert asked <= set(deriving().reader.model.heads)
