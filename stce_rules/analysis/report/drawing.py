"""A chart as a drawing inside a page: SVG that runs no script and asks for nothing.

Enters: an Altair chart. Leaves: SVG. Promises: the same chart gives the same bytes; what can be told only by colour in
the chart has the pattern of its channel in the drawing.
"""

from __future__ import annotations

from typing import Protocol
from xml.etree import ElementTree as ET

import vl_convert

from stce_rules.analysis.report.channels import COLOURS, fill
from stce_rules.pages.markup import Html, tag

__all__ = ["ACCENT", "INK", "LIGHT", "LINE", "MARK", "SOFT", "drawn"]

INK, SOFT, LINE, LIGHT, ACCENT, MARK = "#1c2430", "#566173", "#d5dae2", "#b9c3d0", "#1f5a8c", "#a8322a"
"""Text, lesser text, lines, the background of a measure, the measure, what stands out."""

_AXIS = {
    "domainColor": SOFT,
    "gridColor": "#e6e9ee",
    "labelColor": INK,
    "labelFontSize": 12,
    "labelLimit": 0,
    "tickColor": LIGHT,
    "titleColor": SOFT,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "titlePadding": 8,
}
_CONFIG = {
    "aria": False,
    "background": None,
    "font": "sans-serif",
    # a reader's font may be wider than the one that the drawing was measured with
    "padding": {"left": 14, "right": 14, "top": 5, "bottom": 5},
    "axis": _AXIS,
    "view": {"stroke": None},
    "legend": {
        "labelColor": INK,
        "labelFontSize": 12,
        "labelLimit": 0,
        "orient": "top",
        "symbolType": "square",
        "title": None,
        "titleColor": SOFT,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "text": {"fontSize": 11, "color": INK},
}
_PAINTS = {colour: fill(channel) for channel, colour in COLOURS.items()}
_EMPTY = "M0,0h0v0h0Z"
"""The path of a frame of no size, which Vega draws behind every group."""


class Chart(Protocol):
    """What of an Altair chart is used here."""

    def to_dict(self) -> dict[str, object]:
        """The chart as Vega-Lite, checked."""


def drawn(chart: Chart, described: str) -> Html:
    """The chart as SVG; `described` says what it shows to those who cannot see it."""
    written = vl_convert.vegalite_to_svg({**chart.to_dict(), "config": _CONFIG})
    root = ET.fromstring(written)  # noqa: S314  # written by the library, one line above
    _settle(root)
    inside = "".join(ET.tostring(one, encoding="unicode") for one in root)
    box = {key: root.attrib[key] for key in ("width", "height", "viewBox")}
    return tag("svg", Html(inside), class_="chart", role="img", aria_label=described, **box)


def _settle(element: ET.Element) -> None:
    """Take off names of XML that HTML knows by itself, and what is not seen; paint channels with their patterns."""
    element.tag = element.tag.rpartition("}")[2]
    for key in ("role", "aria-roledescription", "aria-hidden", "class"):
        element.attrib.pop(key, None)
    if element.tag == "path" and element.get("fill") in _PAINTS:
        element.set("fill", _PAINTS[element.attrib["fill"]])
    for one in list(element):
        if one.get("display") == "none" or one.get("d") in (_EMPTY, ""):
            element.remove(one)
        else:
            _settle(one)
