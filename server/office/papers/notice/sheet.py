"""The sheet: A4, its edges, and its colours. All lengths are in points, counted from the lower left corner."""

from __future__ import annotations

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, FLOOR = 17 * mm, WIDTH - 17 * mm, HEIGHT - 22 * mm, 21 * mm
QR_SIDE = 40 * mm

# The client's colours (tokens.css), a little darker where thin lines must survive an office printer. Grounds are so pale
# that they become almost white in black and white.
INK, SOFT, MOSS, WOOD = (HexColor(each) for each in ("#2f2821", "#574c40", "#345a3e", "#a98b5c"))
LAMP_GROUND = HexColor("#fdf5e3")
PRINTED = {
    "ink": INK,
    "steam": SOFT,
    "cup": white,
    "moss": MOSS,
    "moss-ground": HexColor("#eaf1e6"),
    "grain": WOOD,
    "plank": HexColor("#f6ecd9"),
    "lantern": HexColor("#fbe9c3"),
    "lantern-line": HexColor("#94660f"),
    "shoji": LAMP_GROUND,
}
"""What the roles of drawings are on paper."""
