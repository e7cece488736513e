/** Whoever changes a public address is told that the one of before goes on leading there. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import ProgrammeForm from "../../../src/pages/office/programmes/ProgrammeForm.svelte";
import OrganisationForm from "../../../src/pages/office/settings/OrganisationForm.svelte";
import { PLANNER, programme, signedIn } from "./signed-in";

const KEPT = /前のアドレスはここへつながります/;

test("an organisation's address says so when it is changed", async () => {
  const { office } = signedIn([...PLANNER, "administer"], {});
  const screen = await render(OrganisationForm, { office, settings: { name: "縁側市", slug: "engawa", version: "1" } });
  await expect.element(screen.getByText(KEPT)).not.toBeInTheDocument();
  await screen.getByRole("textbox", { name: "公開ページのアドレス" }).fill("machi");
  await expect.element(screen.getByRole("status").getByText(KEPT)).toBeVisible();
});

test("a programme's address says so when it is changed", async () => {
  const { office } = signedIn(PLANNER, {});
  const screen = await render(ProgrammeForm, { office, shown: programme, kinds: [] });
  await screen.getByRole("button", { name: /^ひらくところ/ }).click();
  await expect.element(screen.getByText(KEPT)).not.toBeInTheDocument();
  await screen.getByRole("textbox", { name: "公開ページのアドレス" }).fill("furatto-2");
  await expect.element(screen.getByRole("status").getByText(KEPT)).toBeVisible();
});

test("a new programme has no address of before", async () => {
  const { office } = signedIn(PLANNER, {});
  const screen = await render(ProgrammeForm, { office, shown: null, kinds: [] });
  await screen.getByRole("button", { name: /^ひらくところ/ }).click();
  await screen.getByRole("textbox", { name: "公開ページのアドレス" }).fill("furatto-2");
  await expect.element(screen.getByText("/furatto-2")).toBeVisible();
  await expect.element(screen.getByText(KEPT)).not.toBeInTheDocument();
});
