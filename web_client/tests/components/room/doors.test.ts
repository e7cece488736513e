/** The desk's doors and its clock: what is long before its time asks once, and the time is always there. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import Clock from "../../../src/pages/desk/Clock.svelte";
import DoorsPanel from "../../../src/pages/desk/DoorsPanel.svelte";
import type { View } from "../../../src/protocol/wire";
import { here, stage, staffed } from "../stage";

test("doors that are opened long before their time, or closed before it, ask once and say the date; in time they do not", async () => {
  const now = 5_000_000;
  const DAY = 86_400_000;
  async function doors(changes: Partial<View>) {
    const { session, asked } = await stage({ ...staffed(), ...changes });
    const screen = await render(DoorsPanel, { session });
    return { screen, asked, press: (name: string) => screen.getByRole("button", { name, exact: true }).first().click() };
  }
  const times = (opens: number) => ({ early_at: opens - 600_000, open_at: opens, closing_at: opens + 6_000_000, end_at: opens + 7_200_000 });
  for (const [opens, name, wanted] of [
    [now + 10 * DAY, "扉をひらく", "open"],
    [now + 2 * 3_600_000, "扉をひらく", "open"],
    [now + 10 * DAY, "縁側だけひらく", "early"],
  ] as const) {
    const { screen, asked, press } = await doors({ doors: "before", times: times(opens) });
    await press(name);
    await expect.element(screen.getByRole("dialog")).toBeVisible();
    if (opens > now + DAY) await expect.element(screen.getByRole("dialog").getByRole("heading")).toHaveTextContent(/1月11日\(日\).*〜 の回です/);
    expect(asked()).toEqual([]);
    await screen.getByRole("button", { name: "やめておく" }).click();
    expect(asked()).toEqual([]);
    await press(name);
    await screen.getByRole("dialog").getByRole("button", { name }).click();
    expect(asked()).toEqual([{ type: "set_doors", doors: wanted }]);
    await screen.unmount();
  }
  const soon = await doors({ doors: "early", times: times(now + 600_000) });
  await soon.press("扉をひらく");
  expect(soon.asked()).toEqual([{ type: "set_doors", doors: "open" }]);
  await soon.screen.unmount();
  const middle = await doors({ doors: "open", times: times(now - 600_000) });
  await middle.press("そろそろおしまいにする");
  await expect.element(middle.screen.getByRole("dialog").getByRole("heading")).toHaveTextContent("までです。もうおしまいにしますか");
  expect(middle.asked()).toEqual([]);
  await middle.screen.unmount();
  const late = await doors({ doors: "open", times: times(now - 6_100_000) });
  await late.press("そろそろおしまいにする");
  expect(late.asked()).toEqual([{ type: "set_doors", doors: "closing" }]);
});

test("the planned end says its day where that is another one, and a reader elsewhere both on their own clock", async () => {
  const planned = async (hours: number) => {
    const end = 5_000_000 + hours * 3_600_000;
    const { session } = await stage({ ...staffed(), doors: "open", times: { early_at: 5_000_000, open_at: 5_000_000, closing_at: end, end_at: end } });
    const screen = await render(DoorsPanel, { session });
    const text = screen.getByText(/^予定/).element().textContent;
    await screen.unmount();
    return text;
  };
  const own = / ?\(あなたの時間では (?:[^()]|\(.\))*\)/g;
  const [short, long] = [await planned(2), await planned(20)];
  const elsewhere = new Date(0).getTimezoneOffset() !== -540;
  expect([short, long].map((each) => each.match(own)?.length ?? 0)).toEqual(elsewhere ? [2, 2] : [0, 0]);
  expect([short, long].map((each) => each.replace(own, ""))).toEqual(["予定 10:23 〜 12:23", "予定 10:23 〜 1月2日(金) 6:23"]);
});

test("the desk's clock says what is left of the step, and of a session of another day its date", async () => {
  const now = 5_000_000;
  const steps = [{ title: "おしゃべり", minutes: 20, mode: null }];
  async function clock(changes: Partial<View>) {
    const { session } = await stage({ ...staffed(), steps, ...changes });
    const screen = await render(Clock, { room: session.room });
    return { screen, timer: screen.getByRole("timer") };
  }
  const on = await clock({ step_at: now - 12 * 60_000 });
  await expect.element(on.timer).toHaveTextContent(/^10:23 おしゃべり あと8分/);
  await on.screen.unmount();
  const over = await clock({ step_at: now - 21 * 60_000 });
  await expect.element(over.timer).toHaveTextContent("予定の時間です");
  await over.screen.unmount();
  const later = await clock({ doors: "before", times: { ...here.times, open_at: now + 10 * 86_400_000 } });
  await expect.element(later.timer).toHaveTextContent("1月11日(日)");
});
