"""A case as JSON for another system: the view of one reader, field by field."""

from typing import Any

from samhandling.casework.view import CaseView, Section, Writing


def as_json(view: CaseView) -> dict[str, Any]:
    """Keys are English and stable; texts are in the reader's language. Days as YYYY-MM-DD."""
    return {
        "number": view.number,
        "kind": view.kind,
        "title": view.title,
        "state": view.state,
        "state_label": view.state_label,
        "tags": [tag.text for tag in view.tags],
        "facts": [{"label": pair.label, "value": pair.value} for pair in view.pairs],
        "rules": [{"number": each.number, "heading": each.heading, "main": each.main} for each in view.rules],
        "sections": [_section(each) for each in view.sections],
        "related": [{"why": each.why, "number": each.number, "title": each.title} for each in view.others],
        "timeline": [
            {
                "at": step.at.isoformat(timespec="minutes"),
                "what": step.what,
                "who": step.who,
                "texts": [_writing(text) for text in step.texts],
            }
            for step in view.timeline
        ],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "note": section.note,
        "facts": [{"label": pair.label, "value": pair.value} for pair in section.pairs],
        "texts": [_writing(each) for each in section.writings],
        "rows": [
            {
                "title": row.title,
                "text": row.text,
                "status": row.tag,
                "facts": [{"label": pair.label, "value": pair.value} for pair in row.pairs],
            }
            for row in section.rows
        ],
        "table": [list(cells) for cells in section.cells],
    }


def _writing(each: Writing) -> dict[str, str]:
    return {"heading": each.heading, "by": each.by, "text": each.text, "note": each.note}
