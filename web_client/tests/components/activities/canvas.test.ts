/** みんなで描く, in the room, at the desk and on the wall. */
import axe from "axe-core";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import { kind } from "../../../src/pages/activities/canvas";
import { counted, HIGH, held, lineOf, markAt, MOST_POINTS, pointsOf, simplified, snapped, WIDE, type Canvas as Drawn, type Mark, type Marks } from "../../../src/pages/activities/canvas/canvas";
import Canvas from "../../../src/pages/activities/canvas/Canvas.svelte";
import { Painter } from "../../../src/pages/activities/canvas/paint";
import { PACE_MS, Sending } from "../../../src/pages/activities/canvas/sending.svelte";
import type { Session } from "../../../src/state/session.svelte";
import "../../../src/ui/base.css";
import { emptyView } from "../../fakes";

const star: Mark = { pen: "star", ink: 2, line: lineOf([{ x: 500, y: 350 }]) };
const line: Mark = { pen: "thin", ink: 1, line: lineOf([{ x: 0, y: 0 }, { x: 200, y: 0 }]) };
const drawn = (marks: Marks, more: Partial<Drawn> = {}): Drawn => ({
  kind: "canvas", form: "free", title: "", one_each: false, open: true, restorable: false, own: {}, authors: {}, cleared: {}, ...more, marks,
});

function session() {
  const ask = vi.fn().mockResolvedValue({ ok: true });
  const keepsake = { written: () => "", write: () => undefined };
  return { ask, session: { ask, room: { view: emptyView }, keepsake } as unknown as Session };
}
const acts = (ask: ReturnType<typeof vi.fn>) => ask.mock.calls.map(([command]) => (command as { move: { act: { do: string; marks?: Marks } } }).move.act);

const points = fc.array(fc.record({ x: fc.integer({ min: 0, max: WIDE }), y: fc.integer({ min: 0, max: HIGH }) }), { minLength: 1, maxLength: 600 });

test("points come back as they were, and are written as the server reads them", () => {
  fc.assert(fc.property(points, (those) => { expect(pointsOf(lineOf(those))).toEqual(those); }));
  // tests/rooms/activities/test_canvas.py has the same line.
  expect(lineOf([{ x: 0, y: 0 }, { x: 1000, y: 700 }, { x: 3, y: 5 }])).toBe("AAw-B4rBp-BtrB");
});

test("a finger's line is as short as goes, and nobody sees what is missing", () => {
  fc.assert(fc.property(points, (those) => {
    const kept = simplified(those);
    expect(kept.length).toBeLessThanOrEqual(MOST_POINTS);
    expect(kept[0]).toEqual(those[0]);
  }), { numRuns: 40 });
  const straight = Array.from({ length: 300 }, (_, n) => ({ x: n, y: n }));
  expect(simplified(straight)).toEqual([{ x: 0, y: 0 }, { x: 299, y: 299 }]);
  expect(simplified([{ x: 4, y: 4 }, { x: 4, y: 4 }])).toEqual([{ x: 4, y: 4 }]);
  expect(held(-3, 9000.4)).toEqual({ x: 0, y: HIGH });
});

test("what lies under a finger is the one on top, and a dot that is near is met", () => {
  const marks = { a: star, b: { ...star, pen: "cat" as const }, c: line };
  expect(markAt(marks, { x: 510, y: 360 })).toBe("b");
  expect(markAt(marks, { x: 100, y: 20 })).toBe("c");
  expect(markAt(marks, { x: 900, y: 600 })).toBeNull();
  expect(snapped(marks, { x: 205, y: 10 })).toEqual({ x: 200, y: 0 });
  expect(snapped(marks, { x: 300, y: 10 })).toEqual({ x: 300, y: 10 });
  expect(counted(marks)).toEqual([{ pen: "star", ink: 0, count: 1 }, { pen: "cat", ink: 0, count: 1 }, { pen: "line", ink: 1, count: 1 }]);
});

test("what is new is painted on what is there, and all anew only after something was taken out", () => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas.style, { width: "200px", height: "140px" });
  document.body.append(canvas);
  const painter = new Painter(canvas);
  expect(painter.show({ a: star, b: line }, "free")).toBe(2);
  expect(painter.show({ a: star, b: line, c: line }, "free")).toBe(1);
  expect(painter.show({ a: star, c: line }, "free")).toBe(2);
  const middle = canvas.getContext("2d")?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
  expect(middle?.[3]).toBe(255);
  canvas.remove();
});

test("several lines of one person go together, and no sooner than at their pace", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    const send = vi.fn().mockResolvedValue({ ok: true });
    const sending = new Sending(send, vi.fn());
    sending.add(line);
    await vi.advanceTimersByTimeAsync(1);
    for (let n = 0; n < 10; n++) sending.add(star);
    await vi.advanceTimersByTimeAsync(PACE_MS - 10);
    expect(send.mock.calls.map(([marks]) => Object.keys(marks as Marks).length)).toEqual([1]);
    expect(await sending.takeBack()).toBe(true);
    await vi.advanceTimersByTimeAsync(2 * PACE_MS);
    expect(send.mock.calls.map(([marks]) => Object.keys(marks as Marks).length)).toEqual([1, 8, 1]);
    expect([sending.waiting, await sending.takeBack()]).toEqual([{}, false]);
    sending.add(star);
    sending.stop();
    expect(send).toHaveBeenCalledTimes(4);
  } finally {
    vi.useRealTimers();
  }
});

test("one draws with a finger, and takes back the last of one's own", async () => {
  const { ask, session: given } = session();
  const screen = await render(Canvas, { session: given, activity: drawn({}, { title: "春" }), place: null, at: "room" });
  const paper = screen.getByRole("application").element() as HTMLElement;
  const box = paper.getBoundingClientRect();
  const finger = (type: string, x: number, y: number, pointerId = 1) => paper.dispatchEvent(new PointerEvent(type, { pointerId, clientX: box.left + x * box.width, clientY: box.top + y * box.height, bubbles: true }));
  paper.setPointerCapture = () => undefined;
  finger("pointerdown", 0.1, 0.5);
  finger("pointermove", 0.3, 0.5);
  finger("pointermove", 0.5, 0.5);
  finger("pointerup", 0.5, 0.5);
  // Two fingers move the page: nothing is drawn.
  finger("pointerdown", 0.2, 0.2);
  finger("pointerdown", 0.4, 0.2, 2);
  finger("pointerup", 0.2, 0.2);
  await expect.poll(() => acts(ask)).toHaveLength(1);
  const [[id, mark] = ["", star]] = Object.entries(acts(ask)[0]?.marks ?? {});
  expect(pointsOf(mark.line)).toEqual([{ x: 100, y: 350 }, { x: 500, y: 350 }]);
  await screen.rerender({ activity: drawn({ [id]: mark }, { own: { [id]: true } }) });
  const back = screen.getByRole("button", { name: "もどす" });
  expect(back.element().getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
  await back.click();
  expect(acts(ask).at(-1)).toEqual({ do: "take_back", id });
  expect((await axe.run(screen.container)).violations).toEqual([]);
});

test("all of it goes by keys: a line, a stamp, and it is said", async () => {
  const { ask, session: given } = session();
  const screen = await render(Canvas, { session: given, activity: drawn({}), place: null, at: "room" });
  (screen.getByRole("application").element() as HTMLElement).focus();
  await userEvent.keyboard(" {ArrowRight}{ArrowRight}{ArrowDown} ");
  await expect.element(screen.getByText("ひきました。")).toBeInTheDocument();
  await expect.poll(() => acts(ask)).toHaveLength(1);
  expect(Object.values(acts(ask)[0]?.marks ?? {}).map((each) => pointsOf(each.line))).toEqual([[{ x: 500, y: 350 }, { x: 540, y: 350 }, { x: 540, y: 370 }]]);
  await screen.getByRole("button", { name: "ちいさな絵" }).click();
  await screen.getByRole("radio", { name: "ねこ" }).click();
  (screen.getByRole("application").element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByText("ねこを置きました。")).toBeInTheDocument();
});

test("who has drawn their one line looks, with the focus where it was; and what stops is looked at", async () => {
  const { session: given } = session();
  const screen = await render(Canvas, { session: given, activity: drawn({}, { one_each: true }), place: null, at: "room" });
  (screen.getByRole("application").element() as HTMLElement).focus();
  await screen.rerender({ activity: drawn({ a: line }, { one_each: true, own: { a: true } }) });
  await expect.element(screen.getByText("ひきました。もどすと、ひきなおせます。").first()).toBeVisible();
  await expect.element(screen.getByRole("application")).toHaveFocus();
  expect(screen.getByRole("radio").elements()).toEqual([]);
  await screen.rerender({ activity: drawn({ a: line }, { one_each: true, open: false, own: { a: true } }) });
  await expect.element(screen.getByRole("heading")).toHaveFocus();
  await expect.element(screen.getByRole("img", { name: "紙の上: 藍色の線 1本" })).toBeVisible();
});

test("a full paper is said as such", async () => {
  const { ask, session: given } = session();
  ask.mockResolvedValue({ ok: false, code: "nothing_left" });
  const screen = await render(Canvas, { session: given, activity: drawn({ a: star }, { form: "stars" }), place: null, at: "room" });
  (screen.getByRole("application").element() as HTMLElement).focus();
  await userEvent.keyboard("  ");
  await expect.element(screen.getByText("紙がいっぱいになりました。みんなで、ながめましょう。")).toBeVisible();
});

test("the desk lays one out, takes out what is chosen, clears and lays back", async () => {
  const { ask, session: given } = session();
  const screen = await render(Canvas, { session: given, activity: null, place: "table-1", at: "desk" });
  await screen.getByRole("checkbox").click();
  await screen.getByRole("button", { name: "紙をひろげる" }).click();
  expect(ask).toHaveBeenLastCalledWith({ type: "start_activity", activity: { kind: "canvas", form: "free", title: "", one_each: true }, place: "table-1" });
  await screen.rerender({ activity: drawn({ a: line, b: star }, { restorable: true }) });
  ask.mockClear();
  await screen.getByRole("button", { name: "えらんで とりのぞく" }).click();
  (screen.getByRole("application").element() as HTMLElement).focus();
  await userEvent.keyboard(" ");
  await screen.getByRole("button", { name: "とりのぞく", exact: true }).click();
  await screen.getByRole("button", { name: "新しい紙にする" }).click();
  await screen.getByRole("button", { name: "まえの紙にもどす" }).click();
  expect(acts(ask)).toEqual([{ do: "leave_out", id: "b" }, { do: "clear", last: "b" }, { do: "lay_back" }]);
  expect((await axe.run(screen.container)).violations).toEqual([]);
});

test("the wall shows the picture alone, and of a line among many nobody is told aloud", async () => {
  const { session: given } = session();
  const screen = await render(Canvas, { session: given, activity: drawn({ a: line, b: star }, { title: "春の壁画" }), place: null, at: "hall" });
  await expect.element(screen.getByRole("img", { name: "紙の上: 藍色の線 1本、星 1つ" })).toBeVisible();
  expect(screen.getByRole("button").elements()).toEqual([]);
  expect(kind.said(drawn({ a: line }), "ja")).toBe(kind.said(drawn({ a: line, b: star }), "ja"));
});
