"""The styles of the house in Word. A council's template keeps its own looks; only styles that it lacks are added.

Arial, because every council's computer has it, so the paper looks the same wherever it is opened and edited.
"""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

BLUE, TEAL, TEAL_TEXT, PLUM, QUIET, INK, WHITE = (
    "12436D",
    "28A197",
    "1D766F",
    "801650",
    "505A5F",
    "0B0C0C",
    "FFFFFF",
)
FONT = "Arial"
WIDER = 1.14
"""How much wider Arial sets than the document font, which column widths are measured in."""
TABLE = "Frith Table"
CITED = "Frith Cited"

STYLES = {
    "body": "Normal",
    "title": "Title",
    "subtitle": "Subtitle",
    "heading 1": "Heading 1",
    "heading 2": "Heading 2",
    "heading 3": "Heading 3",
    "heading 4": "Heading 4",
    "caption": "Caption",
    "bullets": "List Bullet",
    "numbers": "List Number",
    "contents 1": "toc 1",
    "contents 2": "toc 2",
    "picture": "Frith Picture",
    "paragraph": "Frith Numbered Paragraph",
    "lead": "Frith Lead",
    "publisher": "Frith Publisher",
    "date": "Frith Date",
    "contents": "Frith Contents",
    "small": "Frith Source",
    "stamp": "Frith Stamp",
    "warning": "Frith Warning",
    "callout": "Frith Note",
    "caution": "Frith Caution",
    "key figure": "Frith Key Figure",
    "key label": "Frith Key Label",
    "key meaning": "Frith Key Meaning",
    "finding": "Frith Finding",
    "caveat": "Frith Caveat",
    "why": "Frith Why",
    "note": "Frith Words of the Analyst",
    "meaning": "Frith Meaning",
    "entry": "Frith Entry",
    "fact": "Frith Fact",
    "cell": "Frith Cell",
}
"""Style names by what they are used for. A template may define any of them."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a style looks: sizes and spaces in points, indents in millimetres, colours as hexadecimal."""

    size: float = 11
    bold: bool = False
    colour: str = INK
    before: float = 0
    after: float = 7
    keep: bool = False
    indent: float = 0
    hanging: float = 0
    fill: str = ""
    rule: str = ""


_LOOKS: dict[str, _Look] = {
    "body": _Look(),
    "title": _Look(34, bold=True, colour=WHITE, after=10, fill=BLUE, indent=4),
    "subtitle": _Look(15, colour=WHITE, after=14, fill=BLUE, indent=4),
    "heading 1": _Look(20, bold=True, colour=BLUE, before=26, after=9, keep=True),
    "heading 2": _Look(14.5, bold=True, colour=BLUE, before=18, after=6, keep=True),
    "heading 3": _Look(12, bold=True, colour=BLUE, before=14, after=5, keep=True),
    "heading 4": _Look(11, bold=True, colour=BLUE, before=12, after=4, keep=True),
    "caption": _Look(11, bold=True, before=16, after=5, keep=True),
    "bullets": _Look(after=5, indent=6, hanging=6),
    "numbers": _Look(after=5, indent=6, hanging=6),
    "contents 1": _Look(10.5, bold=True, before=4, after=1),
    "contents 2": _Look(10, after=0, indent=8),
    "picture": _Look(after=2, keep=True),
    "paragraph": _Look(indent=12, hanging=12),
    "lead": _Look(14, colour=BLUE, after=10),
    "publisher": _Look(13, bold=True, colour=WHITE, before=40, after=110, fill=BLUE, indent=4),
    "date": _Look(12, colour=WHITE, after=24, fill=BLUE, indent=4),
    "contents": _Look(20, bold=True, colour=BLUE, after=9, keep=True),
    "small": _Look(8.5, colour=QUIET, before=1, after=3),
    "stamp": _Look(10, bold=True, colour=PLUM, before=10, after=10),
    "warning": _Look(10, bold=True, colour=PLUM, before=2, after=8, indent=10),
    "callout": _Look(before=8, after=10, indent=4, fill="F1F4F7", rule=BLUE),
    "caution": _Look(before=8, after=10, indent=4, fill="FDF3EC", rule="F46A25"),
    "key figure": _Look(21, bold=True, colour=BLUE, before=4, after=0, keep=True),
    "key label": _Look(10.5, bold=True, after=2, keep=True),
    "key meaning": _Look(9, colour=QUIET, after=4),
    "finding": _Look(12, before=12, after=4, indent=10, hanging=10),
    "caveat": _Look(10, colour=QUIET, after=4, indent=10),
    "why": _Look(9.5, bold=True, colour=BLUE, before=4, after=2, keep=True, indent=14, rule=TEAL),
    "note": _Look(10.5, after=4, indent=14, rule=TEAL),
    "meaning": _Look(10.5, bold=True, before=16, after=3, keep=True),
    "entry": _Look(10.5, bold=True, colour=BLUE, before=6, after=1, keep=True),
    "fact": _Look(9, after=3),
    "cell": _Look(9.5, before=2, after=2),
}

_AROUND = (("top", "26"), ("left", "11"), ("bottom", "20"), ("right", "11"))
_BEFORE_BORDERS = (
    "w:shd",
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
)


def set_styles(file: WordFile, *, own: bool) -> None:
    """Give the file the styles of the house. ``own`` is the house's own file; in a template only gaps are filled."""
    held = {style.name for style in file.styles}
    for role, name in STYLES.items():
        missing = name not in held
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if missing else file.styles[name]
        if isinstance(style, ParagraphStyle) and (own or missing):
            if missing:
                style.base_style, style.quick_style = file.styles["Normal"], True
            _dress(style, _LOOKS[role])
    if CITED not in held:
        cited = file.styles.add_style(CITED, WD_STYLE_TYPE.CHARACTER)
        cited.font.bold = cited.font.underline = True
    if TABLE not in held:
        file.styles.element.append(_table_style())
    if own:
        _page(file)


def _dress(style: ParagraphStyle, look: _Look) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = (
        FONT,
        Pt(look.size),
        look.bold,
        False,
    )
    style.font.color.rgb = RGBColor.from_string(look.colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
    fonts.attrib.pop(qn("w:cstheme"), None)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.keep_with_next, layout.widow_control = look.keep, True
    layout.line_spacing = 1.0 if look.size > 15 else 1.12
    if look.indent:
        layout.left_indent = Mm(look.indent)
    if look.fill:
        layout.right_indent = Mm(look.indent)
    if look.hanging:
        layout.first_line_indent = Mm(-look.hanging)
        layout.tab_stops.add_tab_stop(Mm(look.hanging))
    _edges(style, look)


def _edges(style: ParagraphStyle, look: _Look) -> None:
    """Fill the ground behind a paragraph and draw the rule at its left; take away what Word drew of its own."""
    properties = style.element.get_or_add_pPr()
    for tag in ("w:pBdr", "w:shd"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    run = style.element.get_or_add_rPr()
    for tag in ("w:spacing", "w:kern"):
        for old in run.findall(qn(tag)):
            run.remove(old)
    if look.fill:
        shade = _element("w:shd", val="clear", color="auto", fill=look.fill)
        properties.insert_element_before(shade, *_BEFORE_BORDERS[1:])
    sides = {"left": ("24", "6", look.rule)} if look.rule else {}
    if look.fill and not look.rule:
        # a border in the colour of the ground keeps the words off its edge; like borders join into one box
        sides = {side: ("4", space, look.fill) for side, space in _AROUND}
    if sides:
        borders = _element("w:pBdr")
        for side, (size, space, colour) in sides.items():
            borders.append(_element(f"w:{side}", val="single", sz=size, space=space, color=colour))
        properties.insert_element_before(borders, *_BEFORE_BORDERS)


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _table_style() -> BaseOxmlElement:
    """Return the table style: thin rules between rows, a strong one under the header."""
    thin = 'w:val="single" w:sz="4" w:space="0" w:color="C5CDD4"'
    style: BaseOxmlElement = parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="FrithTable"><w:name w:val="{TABLE}"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/><w:tblPr><w:tblBorders>'
        f"<w:bottom {thin}/><w:insideH {thin}/></w:tblBorders>"
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="10" w:space="0" w:color="{BLUE}"/></w:tcBorders></w:tcPr></w:tblStylePr>'
        "</w:style>"
    )
    return style


def _page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
