"""The styles of the house in Word. A council's template keeps its own looks; only styles that it lacks are added."""

from __future__ import annotations

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

BLUE, TEAL, PLUM, QUIET, INK = "12436D", "28A197", "801650", "505A5F", "0B0C0C"
FONT = "Source Sans 3"

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
    "lead": "Frith Lead",
    "publisher": "Frith Publisher",
    "contents": "Frith Contents",
    "small": "Frith Source",
    "stamp": "Frith Stamp",
    "callout": "Frith Callout",
    "key figure": "Frith Key Figure",
    "key meaning": "Frith Key Meaning",
    "finding": "Frith Finding",
    "caveat": "Frith Caveat",
    "why": "Frith Why",
    "note": "Frith Note",
    "entry": "Frith Entry",
    "fact": "Frith Fact",
    "cell": "Frith Cell",
}
"""Style names by what they are used for. A template may define any of them."""

# size, bold, colour, space before, space after, keep with next, indent in mm
_LOOKS: dict[str, tuple[float, bool, str, float, float, bool, float]] = {
    "body": (11, False, INK, 0, 7, False, 0),
    "title": (34, True, BLUE, 0, 8, False, 0),
    "subtitle": (16, False, INK, 0, 14, False, 0),
    "heading 1": (21, True, BLUE, 26, 9, True, 0),
    "heading 2": (15, True, BLUE, 18, 6, True, 0),
    "heading 3": (12.5, True, BLUE, 14, 5, True, 0),
    "heading 4": (11, True, BLUE, 12, 4, True, 0),
    "caption": (11, True, INK, 14, 5, True, 0),
    "bullets": (11, False, INK, 0, 5, False, 6),
    "numbers": (11, False, INK, 0, 5, False, 6),
    "lead": (14, False, BLUE, 0, 10, False, 0),
    "publisher": (13, True, INK, 120, 30, False, 0),
    "contents": (21, True, BLUE, 0, 9, True, 0),
    "small": (9, False, QUIET, 2, 4, False, 0),
    "stamp": (10, True, PLUM, 4, 8, False, 0),
    "callout": (11, False, INK, 8, 10, False, 3),
    "key figure": (26, True, BLUE, 8, 0, True, 0),
    "key meaning": (11, False, INK, 0, 8, False, 0),
    "finding": (12, False, INK, 10, 4, True, 10),
    "caveat": (10, False, QUIET, 0, 4, False, 10),
    "why": (10, True, BLUE, 4, 2, True, 14),
    "note": (11, False, INK, 0, 4, False, 14),
    "entry": (11, True, BLUE, 10, 2, True, 0),
    "fact": (9.5, False, INK, 0, 1, False, 4),
    "cell": (9.5, False, INK, 2, 2, False, 0),
}


def set_styles(file: WordFile, *, own: bool) -> None:
    """Give the file the styles of the house. ``own`` is the house's own file; in a template only gaps are filled."""
    held = {style.name for style in file.styles}
    for role, name in STYLES.items():
        missing = name not in held
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if missing else file.styles[name]
        if isinstance(style, ParagraphStyle) and (own or missing):
            _look(style, role, based=file.styles["Normal"] if missing else None)
    if own:
        _page(file)


def _look(style: ParagraphStyle, role: str, based: object) -> None:
    size, bold, colour, before, after, keep, indent = _LOOKS[role]
    if isinstance(based, ParagraphStyle):
        style.base_style = based
        style.quick_style = True
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), keep
    layout.widow_control = True
    layout.line_spacing = 1.0 if size > 15 else 1.12
    if indent:
        layout.left_indent = Mm(indent)
    if role in ("bullets", "numbers", "finding"):
        layout.first_line_indent = Mm(-indent)
        layout.tab_stops.add_tab_stop(Mm(indent))
    if role == "title":
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
    if role in ("callout", "why", "note"):
        _left_rule(style, BLUE if role == "callout" else TEAL)


def _left_rule(style: ParagraphStyle, colour: str) -> None:
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for key, value in (("val", "single"), ("sz", "24"), ("space", "8"), ("color", colour)):
        left.set(qn(f"w:{key}"), value)
    borders.append(left)
    style.element.get_or_add_pPr().append(borders)


def _page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
