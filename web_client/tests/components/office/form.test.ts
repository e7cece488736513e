/** The office's questions: what is wrong stands beside its field, and is tied to it. */
import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import Amount from "../../../src/pages/office/form/Amount.svelte";
import Text from "../../../src/pages/office/form/Text.svelte";
import { Sending } from "../../../src/pages/office/form/sending.svelte";
import type { Answer } from "../../../src/pages/office/api";

test("a field's hint and what is wrong with it are read out with it", async () => {
  const screen = await render(Text, { label: "団体の名前", hint: "公開ページに出ます", error: "入れてください", value: "", required: true });
  const input = screen.getByRole("textbox", { name: "団体の名前" });
  await expect.element(input).toHaveAccessibleDescription("公開ページに出ます 入れてください");
  await expect.element(input).toHaveAttribute("aria-invalid", "true");
  await screen.rerender({ error: "" });
  await expect.element(input).toHaveAccessibleDescription("公開ページに出ます");
  await expect.element(input).not.toHaveAttribute("aria-invalid");
});

test("an amount reads what a Japanese keyboard gives", async () => {
  const screen = await render(Amount, { label: "人数", value: null, min: 1, max: 5000 });
  const input = screen.getByRole("textbox", { name: "人数" });
  for (const [typed, shown] of [["１２人", "12"], ["１，０００", "1000"], [" 30 名", "30"], ["007", "7"], ["", ""]] as const) {
    await input.fill(typed);
    await userEvent.tab();
    await expect.element(input).toHaveValue(shown);
    await expect.element(input).not.toHaveAttribute("aria-invalid");
  }
});

test("an amount makes no number of what means another, and changes none: it stays, and is refused", async () => {
  const screen = await render(Amount, { label: "人数", value: null, min: 1, max: 500 });
  const input = screen.getByRole("textbox", { name: "人数" });
  for (const typed of ["1.5", "−3", "-3", "10〜20", "1,5", "10/20", "たくさん", "１２とすこし", "9000", "0"]) {
    await input.fill(typed);
    await userEvent.tab();
    await expect.element(input).toHaveValue(typed);
    await expect.element(input).toHaveAttribute("aria-invalid", "true");
    await expect.element(input).toHaveAccessibleDescription("1 から 500 までの数で入れてください");
  }
});

test("a form that is on its way is not sent again by a second press", async () => {
  const sending = new Sending();
  let answer: (value: Answer<string>) => void = () => undefined;
  const asking = vi.fn(() => new Promise<Answer<string>>((resolve) => { answer = resolve; }));
  const first = sending.send(asking);
  expect([sending.busy, await sending.send(asking)]).toEqual([true, null]);
  answer({ ok: true, value: "made" });
  expect([await first, sending.busy, asking.mock.calls.length]).toEqual(["made", false, 1]);
});
