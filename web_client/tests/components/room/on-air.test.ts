/** The desk cannot overlook whose voice goes to all: its own with what ends it, and another facilitator's by name. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import OnAirNow from "../../../src/pages/desk/OnAirNow.svelte";
import type { Shown, View } from "../../../src/protocol/wire";
import { people, stage, staffed, voiceThat } from "../stage";

function told(changes: Partial<Record<"haru" | "sakura", Partial<Shown>>>): View {
  const { haru, sakura } = people;
  return { ...staffed(), people: { ...people, haru: { ...haru, ...changes.haru }, sakura: { ...sakura, ...changes.sakura } } };
}

test("who speaks to all reads so, sees the level, and ends it with one tap", async () => {
  const { app, asked } = await stage(told({ haru: { to_all: true, microphone: "open" } }));
  const screen = await render(OnAirNow, { app, voice: { ...voiceThat("open").voice, level: 0.5 } as never });
  await expect.element(screen.getByRole("status")).toHaveTextContent("全員に聞こえています");
  expect(screen.container.querySelector<HTMLElement>(".level span")?.style.transform).toBe("scaleX(0.5)");
  await screen.getByRole("button", { name: "全員に話すのをやめる" }).click();
  expect(asked()).toEqual([{ type: "speak_to_all", on: false }]);
});

test("a microphone that is off is not said to be heard, though it would be by all", async () => {
  const { app } = await stage(told({ haru: { to_all: true } }));
  const screen = await render(OnAirNow, { app, voice: voiceThat("off").voice });
  await expect.element(screen.getByRole("status")).toHaveTextContent("マイクは切れています");
  await expect.element(screen.getByRole("button", { name: "全員に話すのをやめる" })).toBeVisible();
});

test("one's microphone is said to whom it goes, and closed from here", async () => {
  const { app } = await stage(told({ haru: { microphone: "open" } }));
  const { voice, calls } = voiceThat("open");
  const screen = await render(OnAirNow, { app, voice });
  await expect.element(screen.getByRole("status")).toHaveTextContent("みんなに聞こえています");
  await screen.getByRole("button", { name: "話すのをやめる" }).click();
  expect(calls).toEqual(["close"]);
});

test("another who speaks to all is called by name, as long as their microphone is on", async () => {
  const { app, tell } = await stage(told({ sakura: { role: "facilitator", to_all: true, microphone: "open" } }));
  const screen = await render(OnAirNow, { app, voice: voiceThat("off").voice });
  await expect.element(screen.getByRole("status")).toHaveTextContent("さくらさんが、全員に話しています");
  tell(told({ sakura: { role: "facilitator", to_all: true } }));
  await expect.element(screen.getByRole("status")).not.toBeInTheDocument();
});
