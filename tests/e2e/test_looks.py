"""Faces one can tell apart: in a real browser, at the size at which they stand in the room."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from rooms.looks import LOOKS, SHOWN
from server.identity.avatars import draw
from tests.e2e.browser import browser
from tests.e2e.people import PHONE, Somebody, Venue

SIDE = 36
APART = 15.0
"""The least distance of two looks, as `distances` has it."""
RASTER = """async ([drawn, side]) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.beginPath();
  pen.arc(side / 2, side / 2, side / 2, 0, 7);
  pen.clip();
  const pixels = [];
  for (const svg of drawn) {
    const image = new Image();
    image.src = "data:image/svg+xml," + encodeURIComponent(svg);
    await image.decode();
    pen.clearRect(0, 0, side, side);
    pen.drawImage(image, 0, 0, side, side);
    pixels.push(Array.from(pen.getImageData(0, 0, side, side).data));
  }
  return pixels;
}"""
FACES = "[...document.querySelectorAll('img[src*=\"/api/avatars/\"]')].map((image) => image.getAttribute('src'))"


def distances(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each picture to each: the root of the mean square over the circle's pixels and over red, green, blue and opacity,
    0 to 255, colours weighed by opacity. The ground has none, so that it counts for nothing."""
    weighed = pixels.copy()
    weighed[..., :3] *= pixels[..., 3:] / 255
    flat = weighed.reshape(len(pixels), -1)
    row, column = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    inside = int((np.hypot(row, column) <= SIDE / 2).sum())
    return np.array([np.sqrt(((flat - one) ** 2).sum(axis=1) / (4 * inside)) for one in flat])


async def test_any_two_looks_differ_by_more_than_their_ground() -> None:
    drawn = [draw(look.style, look.seed, ground=False) for look in LOOKS]
    async with browser() as launched:
        page = await launched.new_page()
        pixels = np.array(await page.evaluate(RASTER, [drawn, SIDE]), dtype=np.float64)
    pixels = pixels.reshape(len(LOOKS), SIDE, SIDE, 4)
    assert (pixels[..., 3] == 0).any(axis=(1, 2)).all(), "a ground was drawn"
    apart = distances(pixels)
    least = min((apart[one, other], LOOKS[one], LOOKS[other]) for one, other in combinations(range(len(LOOKS)), 2))
    assert least[0] >= APART, least


async def faces(person: Somebody) -> set[str]:
    """The addresses of all pictures on a page."""
    seen = person.page.locator("img[src*='/api/avatars/']")
    return set(await seen.evaluate_all("images => images.map((image) => image.src)"))


async def seen(person: Somebody, number: int) -> set[str]:
    """The addresses of the pictures on a page, once there are so many."""
    await person.page.wait_for_function(f"() => new Set({FACES}).size === {number}")
    return set(await person.page.evaluate(FACES))


async def to_the_name(venue: Venue) -> Somebody:
    person = await venue.somebody(size=PHONE)
    await person.peek(venue.links.urls["participant"])
    await person.at_the_door()
    return person


async def test_two_who_do_not_choose_look_different(venue: Venue) -> None:
    one = await venue.participant("なまえ一")
    other = await venue.participant("なまえ二")
    assert await seen(one, 2) == await seen(other, 2)


async def test_faces_are_chosen_on_a_small_telephone_and_none_is_worn(venue: Venue) -> None:
    (worn,) = await seen(await venue.participant("なまえ一"), 1)
    person = await to_the_name(venue)
    await person.press("絵をえらぶ")
    before = await seen(person, SHOWN)
    assert worn not in before
    first = min(before)
    await person.press("ほかの顔")
    await person.page.wait_for_function(f"(first) => !{FACES}.includes(first)", arg=first)
    others = person.page.get_by_role("radio", name="絵 2", exact=True)
    await others.check(force=True)
    assert await person.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    boxes = await person.page.locator(".looks label").evaluate_all(
        "labels => labels.map((label) => label.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height))"
    )
    assert min(boxes) >= 44
    chosen = await person.page.locator(".look img").evaluate("image => image.getAttribute('src')")
    await person.page.get_by_text("音なし", exact=True).first.click()
    await person.page.get_by_label("よび名").fill("なまえ二")
    await person.go_in()
    assert await seen(person, 2) == {worn, chosen}
