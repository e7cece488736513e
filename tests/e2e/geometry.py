"""A room as a real browser draws it, measured: what lies over another, is cut, stands outside, is too small, or scrolls."""

from __future__ import annotations

from tests.e2e.people import Somebody

SHOWN = """() => document.querySelectorAll('.plan .face').length
  + [...document.querySelectorAll('.plan .others')]
    .reduce((sum, each) => sum + parseInt(each.textContent.replace(/\\D/g, '')), 0)"""
"""How many people of the scene are seen: by themselves, or counted."""

OVER = """() => {
  const parts = '.plan .place .title, .plan .others, .plan .place .face, .plan .place .name, .plan .place .sign, '
    + '.plan .place .staff, .scene > p';
  const boxes = [...document.querySelectorAll(parts)]
    .filter((each) => each.offsetParent !== null)
    .map((each) => [
      each.className.split(' ')[0] + ' ' + (each.closest('.person')?.getAttribute('aria-label') ?? each.textContent.trim()),
      each.getBoundingClientRect(), each.closest('.person'), each.matches('.sign, .staff')]);
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  // A raised hand and a lantern are worn on one's own face, and on nobody else's.
  const worn = (one, two) => one[2] !== null && one[2] === two[2] && (one[3] || two[3]);
  return boxes.flatMap((one, at) => boxes.slice(at + 1)
    .filter((two) => over(one[1], two[1]) && !worn(one, two)).map((two) => one[0] + ' / ' + two[0]));
}"""
"""What lies over another: signs of places, faces, names, hands, lanterns, words. A nod is a movement of two pixels."""

OUTSIDE = """() => [...document.querySelectorAll('.plan .place')].flatMap((place) => {
  const floor = place.getBoundingClientRect();
  const out = (face) => face.left < floor.left - 1 || face.right > floor.right + 1
    || face.top < floor.top - 1 || face.bottom > floor.bottom + 1;
  return [...place.querySelectorAll('.face, .name')].filter((each) => out(each.getBoundingClientRect()))
    .map((each) => each.closest('.person').getAttribute('aria-label'));
})"""
"""Who is drawn outside the place in which they are."""

ELLIPSIS = {
    ".plan .name": "its button is called by the whole name",
    ".plan .title span:first-child": "its button is called by the whole name, and what opens says all of it",
    ".scene > p span": "the talk says all of it",
    ".voices .greeting": "read aloud whole, and for a while only",
    ".last .text": "read aloud whole, and the talk says all of it",
    ".last b": "read aloud whole, and the talk says all of it",
}
"""What may end in an ellipsis, and where all of it is."""

CUT = """(allowed) => {
  const found = [];
  for (const part of document.querySelectorAll('.room header, .plan, .voices, .last, .chat, .bar')) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const own = node.parentElement;
      if (node.data.trim() === '' || own.closest('.unseen, option, textarea')) continue;
      if (!own.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      // A sentence of who does what that has no room waits unseen below the line: it is whole, or not there at all.
      const line = own.closest('.voices p')?.getBoundingClientRect();
      if (line !== undefined && range.getBoundingClientRect().top > line.bottom - 4) continue;
      for (let box = own; box !== document.documentElement; box = box.parentElement) {
        const seen = getComputedStyle(box);
        const [x, y] = [seen.overflowX, seen.overflowY];
        if (x === 'visible' && y === 'visible') continue;
        const bounds = box.getBoundingClientRect();
        const lines = [...range.getClientRects()];
        const across = ['hidden', 'clip'].includes(x)
          && lines.some((line) => line.left < bounds.left - 1 || line.right > bounds.right + 1);
        // The line of a font is higher than its letters, by a fifth on each side.
        const down = ['hidden', 'clip'].includes(y) && lines.some((each) =>
          each.top + each.height / 5 < bounds.top - 1 || each.bottom - each.height / 5 > bounds.bottom + 1);
        if (!across && !down) continue;
        const rule = allowed.find((each) => own.matches(each));
        const said = own.closest('button[aria-label]')?.getAttribute('aria-label') ?? own.textContent;
        const whole = said.includes(own.textContent) || own.closest('.me') !== null;
        if (rule === undefined || !whole || (down && !['.scene > p span', '.plan .title span:first-child'].includes(rule))) {
          found.push((own.className || own.localName) + ' ' + node.data.trim() + ' in ' + (box.className || box.localName));
        }
        break;
      }
    }
  }
  return found;
}"""
"""Texts of which a part is not seen, though nothing scrolls there, and nothing says that they may be."""

SMALL = """() => {
  const found = [];
  for (const part of document.querySelectorAll('.room')) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const own = node.parentElement;
      if (node.data.trim() === '' || own.closest('.unseen') || !own.checkVisibility()) continue;
      if (parseFloat(getComputedStyle(own).fontSize) < 12) found.push(own.className + ' ' + node.data.trim());
    }
    for (const each of part.querySelectorAll('button, input, select, textarea')) {
      const box = (each.closest('label') ?? each).getBoundingClientRect();
      if (each.checkVisibility() && Math.min(box.width, box.height) < 24) found.push('target ' + each.textContent.trim());
    }
  }
  return found;
}"""
"""Texts of less than 12 px, and what is pressed and has less than 24."""

SCROLLS = """() => [document.documentElement, ...document.querySelectorAll('.left')].flatMap((each) => [
  each.scrollWidth - each.clientWidth, each.scrollHeight - each.clientHeight])"""
"""How much wider and longer the page, and the part with the scene, are than what is seen of them."""

CLEAN: dict[str, object] = {"over": [], "outside": [], "cut": [], "small": []}


async def measured(person: Somebody) -> dict[str, object]:
    """What is wrong with the room as it is drawn now: equal to `CLEAN` where nothing is."""
    page = person.page
    found = {
        "over": await page.evaluate(OVER),
        "outside": await page.evaluate(OUTSIDE),
        "cut": await page.evaluate(CUT, list(ELLIPSIS)),
        "small": await page.evaluate(SMALL),
    }
    scrolls = await page.evaluate(SCROLLS)
    return found if not any(scrolls) else {**found, "scrolls": scrolls}
