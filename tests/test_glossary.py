"""The glossary binds: no forbidden synonym is a name in the code."""

import ast
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
ENTRIES = yaml.safe_load((ROOT / "docs" / "ordliste.yaml").read_text("utf-8"))


def names_in(path: Path) -> set[str]:
    """Every identifier a module defines or uses, split at underscores and joined again in lower case."""
    tree = ast.parse(path.read_text("utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return {name.lower() for name in names}


def test_no_forbidden_synonym_is_a_name() -> None:
    forbidden = {word for entry in ENTRIES for word in entry.get("not", ())}

    used = {
        (str(path.relative_to(ROOT)), n)
        for path in (ROOT / "samhandling").rglob("*.py")
        for n in names_in(path) & forbidden
    }

    assert used == set()


def test_one_concept_has_one_identifier() -> None:
    codes = [entry["code"] for entry in ENTRIES if entry["code"] != "kept"]

    assert len(codes) == len(set(codes))
    assert all({"term", "nn", "code", "means"} <= entry.keys() for entry in ENTRIES)
