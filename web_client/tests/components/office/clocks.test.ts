/** Where the clocks change, the form says whether a date lasts as long as ever; where they never do, it does not ask. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import RuleBuilder from "../../../src/pages/office/schedule/RuleBuilder.svelte";
import { newSchedule } from "../../../src/pages/office/schedule/rule-form";
import { formOfSchedule, scheduleOf } from "../../../src/pages/office/schedule/schedule";

const nothing = () => "";

test("a length is a length or an hour on the wall where the two may differ, and is read back", async () => {
  const form = newSchedule("2026-12-01", { timezone: "Europe/Berlin" });
  const screen = await render(RuleBuilder, { form, at: nothing, exactly: nothing, venues: [] });
  await screen.getByText(/^ところを交互に/).click();
  await screen.getByRole("checkbox", { name: /時計が変わる日も/ }).click();
  const saved = scheduleOf(form);
  expect(saved.rules?.[0]?.elapsed).toBe(true);
  expect(formOfSchedule(saved).rules[0]?.elapsed).toBe(true);
});

test("in Japan it is not asked", async () => {
  const screen = await render(RuleBuilder, { form: newSchedule("2026-12-01"), at: nothing, exactly: nothing, venues: [] });
  await screen.getByText(/^ところを交互に/).click();
  expect(screen.getByText(/時計が変わる日も/).query()).toBeNull();
});
