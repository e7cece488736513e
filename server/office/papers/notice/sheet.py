"""The sheet: A4, its edges, and its colours. All lengths are in points, counted from the lower left corner."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, FLOOR = 17 * mm, WIDTH - 17 * mm, HEIGHT - 22 * mm, 21 * mm
QR_SIDE = 40 * mm

# The client's colours (tokens.css), a little darker where thin lines must survive an office printer. Grounds are so pale
# that they become almost white in black and white.
INK, SOFT, MOSS, WOOD, LAMP = (HexColor(each) for each in ("#2f2821", "#574c40", "#345a3e", "#a98b5c", "#94660f"))
LAMP_GROUND, LAMP_PAPER = HexColor("#fdf5e3"), HexColor("#fbe9c3")
WOOD_GROUND, MOSS_GROUND = HexColor("#f6ecd9"), HexColor("#eaf1e6")
