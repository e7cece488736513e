/** Enter and Escape of a Japanese conversion, as Chrome, Firefox and Safari tell them, mean nothing to any box. */
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import Hide from "../../src/pages/join/Hide.svelte";
import Chips from "../../src/pages/office/form/Chips.svelte";
import Chat from "../../src/pages/room/Chat.svelte";
import { createRawSnippet } from "svelte";
import Sheet from "../../src/ui/Sheet.svelte";
import { keyFor } from "../../src/ui/typing";
import { signedIn } from "./office/signed-in";
import { stage } from "./stage";

const KEYS = ["Enter", "Escape", "Process"] as const;
/** In Safari the conversion has ended before its Enter comes; Chrome and Firefox say that it goes on. */
const TOLD: { name: string; event: KeyboardEventInit; before: boolean }[] = [
  { name: "Chrome", event: { isComposing: true, keyCode: 229 }, before: false },
  { name: "Firefox", event: { isComposing: true }, before: false },
  { name: "Safari", event: { isComposing: false, keyCode: 229 }, before: true },
];

function press(box: Element, key: string, { event, before }: (typeof TOLD)[number]): KeyboardEvent {
  const ended = () => box.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "にほんご" }));
  box.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  if (before) ended();
  const pressed = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...event });
  box.dispatchEvent(pressed);
  if (!before) ended();
  return pressed;
}

test.each(TOLD)("keys of a conversion are nobody else's, as $name tells them", (told) => {
  for (const key of KEYS) {
    const event = new KeyboardEvent("keydown", { key, ...told.event });
    expect(keyFor(event)).toBe("");
  }
  expect(keyFor(new KeyboardEvent("keydown", { key: "Enter", keyCode: 13 }))).toBe("Enter");
});

test.each(TOLD)("Enter that ends a conversion sends no message and adds no word, as $name tells it", async (told) => {
  const { app, asked } = await stage();
  const chat = await render(Chat, { app });
  const box = chat.getByRole("textbox", { name: "文字をかく" });
  await box.fill("にほんご");
  expect(press(box.element(), "Enter", told).defaultPrevented).toBe(false);
  await expect.element(box).toHaveValue("にほんご");
  expect(asked().filter(({ type }) => type === "say")).toEqual([]);

  const { office } = signedIn(["read"]);
  const chips = await render(Chips, { office, legend: "対象", values: [], typed: "", most: 5, longest: 30 });
  const more = chips.getByPlaceholder("ほかに加える").element() as HTMLInputElement;
  more.value = "にほ";
  more.dispatchEvent(new Event("input", { bubbles: true }));
  expect(press(more, "Enter", told).defaultPrevented).toBe(false);
  expect(chips.container.querySelectorAll(".chip")).toHaveLength(0);
});

test.each(TOLD)("Escape that takes candidates back, twice, hides no page, as $name tells it", async (told) => {
  const onhide = vi.fn();
  const children = createRawSnippet(() => ({ render: () => "<input aria-label='box'>" }));
  const screen = await render(Hide, { onhide, children });
  const box = screen.getByRole("textbox", { name: "box" }).element();
  press(box, "Escape", told);
  press(box, "Escape", told);
  expect(onhide).not.toHaveBeenCalled();
  for (let time = 0; time < 2; time += 1) box.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  expect(onhide).toHaveBeenCalledOnce();
});

test.each(TOLD)("Escape that takes candidates back closes no sheet, as $name tells it", async (told) => {
  const children = createRawSnippet(() => ({ render: () => "<input aria-label='box'>" }));
  const screen = await render(Sheet, { open: true, heading: "心配", children });
  const box = screen.getByRole("textbox", { name: "box" }).element();
  const cancelled = () => {
    const event = new Event("cancel", { cancelable: true });
    box.closest("dialog")?.dispatchEvent(event);
    return !event.defaultPrevented;
  };
  press(box, "Escape", told);
  expect(cancelled()).toBe(false);
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  expect(cancelled()).toBe(true);
});

const sources = import.meta.glob<string>("../../src/**/*.{ts,svelte}", { query: "?raw", import: "default", eager: true });

test("no other file asks an event for its key", () => {
  const asking = Object.entries(sources).filter(([, text]) => /\b(event|e)\.(key|keyCode|isComposing)\b/.test(text));
  expect(asking.map(([path]) => path.replace(/.*\/src\//, ""))).toEqual(["ui/typing.ts"]);
});
