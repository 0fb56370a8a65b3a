"""The nynorsk catalogue covers the interface, and templates escape everything."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
METHODS = [("samhandling/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}


def test_every_text_has_its_nynorsk_with_the_same_placeholders() -> None:
    messages = []
    for path in (ROOT / "samhandling" / "locale" / "nn" / "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as source:
            catalogue = read_po(source, locale="nn")
        assert [(m.id, error) for m, errors in catalogue.check() for error in errors] == []
        messages += [message for message in catalogue if message.id]
    found = extract_from_dir(ROOT, METHODS, {"templates/**.html": {"trimmed": "true"}}, keywords=KEYWORDS)
    written = {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}
    translated = {m.id if isinstance(m.id, str) else m.id[0] for m in messages if all([m.string, not m.fuzzy])}
    assert len(translated) == len(messages)
    assert written - translated == set()
    assert translated - written == set()


def test_no_template_turns_escaping_off() -> None:
    for template in (ROOT / "templates").rglob("*.html"):
        source = template.read_text(encoding="utf-8")
        assert "|safe" not in source.replace(" ", ""), template
        assert "autoescape" not in source, template
