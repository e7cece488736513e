/** Themes that were sent for a session: read, left out, and that taken back. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import SentThemes from "../../../src/pages/office/session/SentThemes.svelte";
import type { SentThemes as Sent } from "../../../src/protocol/office.gen";
import { PLANNER, session, signedIn } from "./signed-in";

const sent = (left_out: boolean): Sent => ({
  session: session.id, taken: true,
  themes: [{ id: "t1", day: "2026-06-01", text: "<b>ねこ</b>", left_out, version: left_out ? "v2" : "v1" }],
});
const PATH = `/sessions/${session.id}/themes`;

test("a theme is left out, and that taken back", async () => {
  const put = `PUT ${PATH}/t1`;
  const { office, said, sent: header } = signedIn(PLANNER, { [`GET ${PATH}`]: sent(false), [put]: [sent(true), sent(false)] });
  const screen = await render(SentThemes, { office, session });
  await expect.element(screen.getByText("<b>ねこ</b>", { exact: true })).toBeVisible();
  await screen.getByRole("button", { name: "出さない" }).click();
  await expect.element(screen.getByText("出しません")).toBeVisible();
  await screen.getByRole("button", { name: "出すほうにもどす" }).click();
  await expect.element(screen.getByRole("button", { name: "出さない" })).toBeVisible();
  expect(said(put)).toEqual([{ left_out: true }, { left_out: false }]);
  expect(header(put, "If-Match")).toEqual(['"v1"', '"v2"']);
});

test("whoever only reads has no button", async () => {
  const { office } = signedIn(["read"], { [`GET ${PATH}`]: sent(true) });
  const screen = await render(SentThemes, { office, session });
  await expect.element(screen.getByText("出しません")).toBeVisible();
  expect(screen.getByRole("button").elements()).toHaveLength(0);
});
