/** One sentence to all who wait: told from the desk, read on the veranda, by whoever is held there too, and taken back. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import TellWaiting from "../../../src/pages/desk/TellWaiting.svelte";
import Doors from "../../../src/pages/join/Doors.svelte";
import { here, people, stage, staffed } from "../stage";

test("the desk tells a ready sentence by one tap, sees it stand, and takes it back", async () => {
  const { session, asked, tell } = await stage(staffed());
  const screen = await render(TellWaiting, { session });
  await screen.getByRole("button", { name: "すこしおくれています。もうすこしお待ちください。" }).click();
  expect(asked()).toEqual([{ type: "tell_waiting", text: "すこしおくれています。もうすこしお待ちください。" }]);
  tell({ ...staffed(), told_waiting: "10分おくれます" });
  await expect.element(screen.getByText("10分おくれます")).toBeVisible();
  await screen.getByRole("button", { name: "ひとことを消す" }).click();
  expect(asked().at(-1)).toEqual({ type: "tell_waiting", text: "" });
});

test("whoever waits reads it beside the doors, and whoever is held reads it without them", async () => {
  const { session, tell } = await stage({ ...here, told_waiting: "10分おくれます" });
  const screen = await render(Doors, { room: session.room });
  await expect.element(screen.getByText("スタッフから: 10分おくれます")).toBeVisible();
  await expect.element(screen.getByText(/扉がひらいています/)).toBeVisible();
  tell({ ...here, told_waiting: "10分おくれます", people: { ...people, me: { ...people.me, held: "staff" } } });
  await expect.element(screen.getByText(/扉がひらいています/)).not.toBeInTheDocument();
  await expect.element(screen.getByText("スタッフから: 10分おくれます")).toBeVisible();
  tell({ ...here, told_waiting: "" });
  await expect.element(screen.getByText(/スタッフから/)).not.toBeInTheDocument();
});
