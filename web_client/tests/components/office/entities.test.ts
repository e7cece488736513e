/** The one list and form of the few things an organisation has, by the people of the rota and the venues. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import CrewPanel from "../../../src/pages/office/places/CrewPanel.svelte";
import VenuesPanel from "../../../src/pages/office/places/VenuesPanel.svelte";
import { invalid, PLANNER, signedIn } from "./signed-in";

const crew = [
  { id: "c1", version: "1", name: "さとう" },
  { id: "c2", version: "1", name: "すずき" },
];
const venues = [{ id: "v1", version: "1", venue: { name: "みどり館", address: "緑町1", access: "", rooms: ["和室"] } }];

test("who may only look is shown the names, and nothing to change them by", async () => {
  const { office } = signedIn(["read", "run"]);
  const screen = await render(CrewPanel, { office, crew });
  await expect.element(screen.getByText("さとう")).toBeVisible();
  expect(screen.getByRole("button").elements()).toEqual([]);
});

test("a name is changed in place: refused beside its field with what was typed, then saved, and the focus is back", async () => {
  const { office, said } = signedIn(PLANNER, {
    "PUT /crew/c1": [invalid({ name: "短くしてください" }), { id: "c1", version: "2", name: "さとうさん" }],
  });
  const screen = await render(CrewPanel, { office, crew });
  await screen.getByRole("button", { name: "さとうを変える" }).click();
  const name = screen.getByRole("textbox", { name: "名前" });
  await expect.element(name).toHaveFocus();
  await name.fill("さとうさん");
  await screen.getByRole("button", { name: "保存する" }).click();
  await expect.element(name).toHaveAccessibleDescription("短くしてください");
  await expect.element(name).toHaveValue("さとうさん");
  await expect.element(name).toHaveFocus();
  await screen.getByRole("button", { name: "保存する" }).click();
  await expect.element(screen.getByRole("button", { name: "さとうさんを変える" })).toHaveFocus();
  expect(said("PUT /crew/c1")).toEqual([{ name: "さとうさん" }, { name: "さとうさん" }]);
  expect(office.notes.all.map((note) => note.text)).toEqual(["さとうさんを保存しました"]);
});

test("two of one name are pointed out, and neither is oneself", async () => {
  const { office } = signedIn(PLANNER);
  const screen = await render(CrewPanel, { office, crew });
  await screen.getByRole("button", { name: "さとうを変える" }).click();
  expect(screen.getByRole("status").elements()).toEqual([]);
  await screen.getByRole("textbox", { name: "名前" }).fill("すずき");
  await expect.element(screen.getByRole("status")).toHaveTextContent("同じ名前の人がもういます");
  await screen.getByRole("button", { name: "やめる" }).click();
});

test("what is quit can be taken back, with what was typed", async () => {
  const { office, asked } = signedIn(PLANNER);
  const screen = await render(VenuesPanel, { office, venues });
  await screen.getByRole("button", { name: "みどり館を変える" }).click();
  await screen.getByRole("textbox", { name: "住所" }).fill("緑町2");
  await screen.getByRole("button", { name: "やめる" }).click();
  await expect.element(screen.getByText("緑町1")).toBeVisible();
  const [note] = office.notes.all;
  expect(note?.text).toBe("変更を捨てました");
  if (note !== undefined) await office.notes.undo(note);
  await expect.element(screen.getByRole("textbox", { name: "住所" })).toHaveValue("緑町2");
  await screen.getByRole("button", { name: "やめる" }).click();
  await expect.element(screen.getByText("緑町1")).toBeVisible();
  expect(asked).toEqual([]);
});

test("a new one joins the list, and one is removed only when asked again", async () => {
  const made = { id: "v2", version: "1", venue: { name: "本町会館", address: "", access: "", rooms: [] } };
  const { office, said } = signedIn(PLANNER, { "POST /venues": made, "DELETE /venues/v1": { done: true } });
  const screen = await render(VenuesPanel, { office, venues });
  await screen.getByRole("button", { name: "会場を加える" }).click();
  await screen.getByRole("textbox", { name: "会場の名前" }).fill("本町会館");
  await screen.getByRole("button", { name: "保存する" }).click();
  await expect.element(screen.getByRole("heading", { name: "本町会館" })).toBeVisible();
  expect(said("POST /venues")).toEqual([{ name: "本町会館", address: "", access: "", rooms: [] }]);
  await screen.getByRole("button", { name: "みどり館をはずす" }).click();
  await expect.element(screen.getByRole("dialog", { name: "会場「みどり館」をはずしますか" })).toBeVisible();
  expect(said("DELETE /venues/v1")).toEqual([]);
  await screen.getByRole("dialog").getByRole("button", { name: "はずす" }).click();
  await expect.element(screen.getByRole("heading", { name: "みどり館" })).not.toBeInTheDocument();
  await expect.element(screen.getByRole("button", { name: "会場を加える" })).toHaveFocus();
  expect(said("DELETE /venues/v1")).toHaveLength(1);
});
