"""Writes samhandling/reports/saksframlegg.docx, the case paper that word.py fills in: `python -m tools.word_template`.

What is written in braces is Jinja of docxtpl: `{%p` stands for its paragraph, `{%tr` for its row, `{%tc` for its cell.
All words come from word.py, in the language of the report.
"""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from samhandling.reports.word import TEMPLATE, TEXT_WIDTH, same_bytes

INK, GREY = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x59, 0x59, 0x59)
SHADE, LINE = "E6EDF4", "8CA0B3"
FONT = "Calibri"
#: Name to size, and space before and after, in points. They stay with the paragraph after them.
HEADINGS = {"Title": (26, 0, 0), "Heading 1": (16, 18, 6), "Heading 2": (13, 12, 4), "Caption": (10.5, 10, 4)}
OURS = ("Cell", "Note", "To fill in")
KEPT = {*HEADINGS, "Normal", "List Bullet", "Subtitle", "Footer", "Default Paragraph Font", "Normal Table", "No List"}
#: What Word's own template carries along and nobody asks for.
LEFT_OUT = ("thumbnail", "stylesWithEffects", "customXml")
LEFT_WIDTH, PADDING = 2551, 85  # twentieths of a point


def build() -> bytes:
    paper = Document()
    for rels in (paper.part.rels, paper.part.package.rels):
        for code in [code for code, rel in rels.items() if rel.reltype.endswith(LEFT_OUT)]:
            del rels[code]
    page(paper)
    styles(paper)
    body(paper)
    settings = paper.settings.element
    settings.remove(settings.find(qn("w:proofState")))  # or Word believes that the spelling has been looked at
    next(settings.iter(qn("w:compatSetting"))).set(qn("w:val"), "15")  # or Word opens it as an old paper
    about = paper.core_properties
    about.author = about.comments = ""
    about.created = about.modified = datetime(2026, 1, 1, tzinfo=UTC)
    out = BytesIO()
    paper.save(out)
    return same_bytes(out.getvalue())


def element(xml: str) -> Any:
    """Of text that does not say its namespace."""
    return parse_xml(re.sub(r"^<[\w:]+", rf"\g<0> {nsdecls('w')}", xml))


def page(paper: Any) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    line = section.footer.paragraphs[0]
    line.add_run("{{ footer }}")
    for before, field in (("  ·  ", "PAGE"), (" / ", "NUMPAGES")):
        line.add_run(before)
        line._p.append(element(f'<w:fldSimple w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def styles(paper: Any) -> None:
    for style in [style for style in paper.styles if style.name not in KEPT]:
        style.delete()
    for name in OURS:
        paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = paper.styles["Normal"]
    for name, (size, before, after) in HEADINGS.items():
        look(paper.styles[name], size, INK, bold=True)
        spaced(paper.styles[name], before, after).keep_with_next = True
    border = paper.styles["Title"].element.pPr.find(qn("w:pBdr"))
    border.getparent().remove(border)
    look(paper.styles["Normal"], 11)
    spaced(paper.styles["Normal"], 0, 6).line_spacing = 1.15
    look(paper.styles["Subtitle"], 14, GREY)
    look(paper.styles["Footer"], 9, GREY)
    look(paper.styles["Cell"], 10)
    spaced(paper.styles["Cell"], 2, 2)
    look(paper.styles["Note"], 9, GREY)
    spaced(paper.styles["Note"], 3, 3)
    look(paper.styles["To fill in"], 11, GREY, italic=True)
    spaced(paper.styles["To fill in"], 6, 6)
    for level in paper.part.numbering_part.element.iter(qn("w:lvl")):
        dot = level.find(qn("w:lvlText"))
        if dot.get(qn("w:val")) == "\uf0b7":  # means a dot in one font only, which few have
            dot.set(qn("w:val"), "•")
            level.remove(level.find(qn("w:rPr")))


def spaced(style: Any, before: float, after: float) -> Any:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style.paragraph_format


def look(style: Any, size: float, colour: RGBColor | None = None, *, bold: bool = False, italic: bool = False) -> None:
    properties = style.element.get_or_add_rPr()
    for old in list(properties):
        properties.remove(old)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, italic
    if colour is not None:
        style.font.color.rgb = colour


def body(paper: Any) -> None:
    say = paper.add_paragraph

    def each(name: str, values: str, style: str = "Normal") -> None:
        say(f"{{%p for {name} in {values} %}}")
        say(f"{{{{ {name} }}}}", style)
        say("{%p endfor %}")

    def written(values: str, prompt: str) -> None:
        """What somebody wrote, else what is to be written."""
        each("text", values)
        say(f"{{%p if not {values} %}}")
        say(f"{{{{ {prompt} }}}}", "To fill in")
        say("{%p endif %}")

    def table(xml: str) -> None:
        paper.element.body.insert(len(paper.element.body) - 1, element(xml))  # the last is the page's measures

    say("{{ say.paper }}", "Title")
    say("{{ title }}", "Subtitle")
    table(pairs("to_fill_in"))
    say("{{ say.proposal }}", "Heading 1")
    written("asked", "say.prompt_proposal")
    say("{{ say.background }}", "Heading 1")
    each("text", "background")
    table(pairs("facts"))
    say("{{ say.prompt_background }}", "To fill in")
    say("{{ say.numbers }}", "Heading 1")
    say("{{ say.how_to_read }}", "Heading 2")
    each("note", "notes", "List Bullet")
    say("{%p for section in sections %}")
    say("{{ section.heading }}", "Heading 2")
    each("sentence", "section.sentences", "List Bullet")
    say("{%p for grid in section.grids %}")
    say("{{ grid.caption }}", "Caption")
    say("{%p if grid.columns %}")
    table(numbers())
    say("{%p endif %}")
    each("note", "grid.notes", "Note")
    say("{%p endfor %}")
    say("{%p endfor %}")
    say("{{ say.assessment }}", "Heading 1")
    say("{%p for section in sections %}")
    say("{{ section.heading }}", "Heading 2")
    written("section.comment", "say.prompt_assessment")
    say("{%p endfor %}")
    say("{{ say.attachments }}", "Heading 1")
    each("attached", "attachments", "List Bullet")
    say("{{ say.prompt_attachments }}", "To fill in")


def pairs(values: str) -> str:
    """Labels and values side by side; no heading stands over them."""
    widths = (LEFT_WIDTH, TEXT_WIDTH - LEFT_WIDTH)
    start, end = (cell(mark) + cell("") for mark in (f"{{%tr for pair in {values} %}}", "{%tr endfor %}"))
    row = cell("{{ pair.label }}", width=widths[0], bold="1") + cell("{{ pair.value }}", width=widths[1])
    return table_of(widths, '<w:tblLook w:val="0080" w:firstRow="0" w:firstColumn="1"/>', [start, row, end])


def numbers() -> str:
    """A table of the report: a heading row that each page repeats, and the caption for who cannot see it."""
    heading = across("cell in grid.columns", bold="1", shade=SHADE)
    row = across("cell in row.cells", bold="{{ row.bold }}")
    start, end = (cell(mark) + cell("") * 2 for mark in ("{%tr for row in grid.rows %}", "{%tr endfor %}"))
    settings = '<w:tblLook w:val="00A0" w:firstRow="1" w:firstColumn="1"/><w:tblCaption w:val="{{ grid.caption }}"/>'
    return table_of((TEXT_WIDTH // 3,) * 3, settings, [start, row, end], heading)


def table_of(widths: tuple[int, ...], settings: str, rows: list[str], heading: str = "") -> str:
    """As wide as the text, lines between the rows, none of which is broken over two pages."""
    lines = "".join(
        f'<w:{at} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>' for at in ("top", "bottom", "insideH")
    )
    sides = "".join(f'<w:{at} w:w="{PADDING}" w:type="dxa"/>' for at in ("left", "right"))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    first = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heading}</w:tr>" if heading else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{lines}</w:tblBorders>'
        f"<w:tblCellMar>{sides}</w:tblCellMar>{settings}</w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{first}"
        + "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def across(each: str, *, bold: str, shade: str = "") -> str:
    marks = cell(f"{{%tc for {each} %}}"), cell("{%tc endfor %}")
    said = cell("{{ cell.text }}", width="{{ cell.width }}", bold=bold, side="{{ cell.side }}", shade=shade)
    return said.join(marks)


def cell(text: str, *, width: str | int = 0, bold: str = "0", side: str = "left", shade: str = "") -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="Cell"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:rPr><w:b w:val="{bold}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
    )


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())
