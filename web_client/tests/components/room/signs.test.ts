/** Signs on a telephone: how many are there is always seen, and no word of a name is broken or half seen. */
import { afterEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import { words } from "../../../src/i18n/words.svelte";
import type { LanguageCode } from "../../../src/i18n/codes";
import Plan from "../../../src/ui/plan/Plan.svelte";
import { place, shown } from "../../fakes";
import { here, stage } from "../stage";

afterEach(() => words.use("ja"));

const places = [
  place("ears", "listener_seat", {}, 60),
  place("front", "stage", { voice: true, hands: true }, 8),
  place("rows", "audience", { hands: true }, 60),
  place("gym", "hall_seat", { hands: true, hall: "gym" }, 20),
];
const crowd = places.flatMap(({ id, hall }, at) => Array.from({ length: [12, 4, 55, 11][at] ?? 0 }, (_, n) => shown(`${id}${String(n)}`, { place: id, seat: n, hall })));

/** The boxes of a text's parts that match. */
function boxes(text: Node, part: RegExp): DOMRect[] {
  return [...(text.textContent ?? "").matchAll(part)].flatMap((found) => {
    const range = document.createRange();
    range.setStart(text, found.index);
    range.setEnd(text, found.index + found[0].length);
    return [...range.getClientRects()];
  });
}
const inside = (box: DOMRect, whole: DOMRect) =>
  box.left >= whole.left - 0.5 && box.right <= whole.right + 0.5 && box.top >= whole.top - 2 && box.bottom <= whole.bottom + 2;

for (const code of ["ja", "ja-simple", "en"] as LanguageCode[])
  test(`the number is seen, and every word that is, is whole: ${code}`, async () => {
    await page.viewport(360, 640);
    await words.use(code);
    const people = Object.fromEntries([shown("me", { place: "rows", seat: 59 }), ...crowd].map((each) => [each.id, each]));
    const { app } = await stage({ ...here, plan: { ...here.plan, places }, people });
    await render(Plan, { room: app.session.room, still: true, onperson: () => undefined, onplace: () => undefined });
    const signs = () => [...document.querySelectorAll(".place button.title")];
    await vi.waitFor(() => { expect(signs()).toHaveLength(4); });
    for (const sign of signs()) {
      const whole = sign.getBoundingClientRect();
      const [name, , many] = [...sign.children].map((each) => each.firstChild as Node);
      const numbers = boxes(many as Node, /\d+/g);
      expect(numbers, sign.ariaLabel ?? "").toHaveLength(1);
      expect(numbers.every((box) => inside(box, whole)), sign.ariaLabel ?? "").toBe(true);
      const seen = (name as Node).parentElement?.getBoundingClientRect() ?? whole;
      const latin = boxes(name as Node, /[a-z]+/gi);
      expect(latin.filter((box) => box.top < seen.bottom - 2).every((box) => inside(box, seen)), sign.ariaLabel ?? "").toBe(true);
    }
  });
