/** Whatever moves between finger down and finger up: the press does what it began on, or nothing. */
import { createRawSnippet } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { cdp } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import Button from "../../src/ui/Button.svelte";

afterEach(() => { document.body.replaceChildren(); });

const named = (name: string) => createRawSnippet(() => ({ render: () => `<span>${name}</span>` }));

/** A button with something above it that can grow, and another button where it will be pushed away from. */
async function stage() {
  const above = document.createElement("div");
  document.body.append(above);
  const meant = vi.fn();
  const other = vi.fn();
  const before = await render(Button, { onclick: other, children: named("やめる") });
  const wrong = before.getByRole("button", { name: "やめる" }).element() as HTMLElement;
  above.append(wrong);
  const screen = await render(Button, { onclick: meant, children: named("つくる") });
  const button = screen.getByRole("button", { name: "つくる" }).element() as HTMLElement;
  // What lies under the finger once the button has gone down is the other one.
  const grow = () => { above.style.paddingTop = `${String(button.getBoundingClientRect().top - above.getBoundingClientRect().top)}px`; };
  return { meant, other, button, wrong, grow };
}

/** The middle of an element, as the browser's own input counts: tests stand in a frame that may be drawn smaller. */
function middle(element: HTMLElement): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  const frame = window.frameElement?.getBoundingClientRect() ?? { left: 0, top: 0, width: innerWidth };
  const scale = frame.width / innerWidth;
  return { x: frame.left + (left + width / 2) * scale, y: frame.top + (top + height / 2) * scale };
}

const mouse = (type: "mousePressed" | "mouseReleased", at: { x: number; y: number }) => cdp().send("Input.dispatchMouseEvent", { type, ...at, button: "left", clickCount: 1 });
const touch = (type: "touchStart" | "touchEnd", touchPoints: { x: number; y: number }[]) => cdp().send("Input.dispatchTouchEvent", { type, touchPoints });

const ways = {
  mouse: { down: (at: { x: number; y: number }) => mouse("mousePressed", at), up: (at: { x: number; y: number }) => mouse("mouseReleased", at) },
  touch: { down: (at: { x: number; y: number }) => touch("touchStart", [at]), up: () => touch("touchEnd", []) },
};

test.each(["mouse", "touch"] as const)("a button that moved away under the %s is pressed, and not what came in its place", async (way) => {
  const { meant, other, button, grow } = await stage();
  const at = middle(button);
  await ways[way].down(at);
  grow();
  await ways[way].up(at);
  await expect.poll(() => meant.mock.calls.length + other.mock.calls.length).toBe(1);
  expect(other).not.toHaveBeenCalled();
});

test("who slides away takes the press back", async () => {
  const { meant, button, grow } = await stage();
  const clicked = vi.fn();
  addEventListener("click", clicked, { once: true });
  const at = middle(button);
  await mouse("mousePressed", at);
  grow();
  await mouse("mouseReleased", { x: at.x + 200, y: at.y + 40 });
  await expect.poll(() => clicked).toHaveBeenCalled();
  expect(meant).not.toHaveBeenCalled();
});

test("a button that went away while it was pressed presses nothing else", async () => {
  const { meant, other, button, wrong, grow } = await stage();
  const at = middle(button);
  await mouse("mousePressed", at);
  grow();
  button.remove();
  await mouse("mouseReleased", at);
  // The next press is one by itself.
  await mouse("mousePressed", middle(wrong));
  await mouse("mouseReleased", middle(wrong));
  await expect.poll(() => other).toHaveBeenCalled();
  expect(other).toHaveBeenCalledOnce();
  expect(meant).not.toHaveBeenCalled();
});
