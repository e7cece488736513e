/** 前回どうなったか: what a meeting decided, what became of it, and what of it the public page tells. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import Decided from "../../../src/pages/office/record/Decided.svelte";
import type { DecidedLine, DecidedShown } from "../../../src/protocol/office.gen";
import { PLANNER, session, signedIn } from "./signed-in";

const line = (more: Partial<DecidedLine> = {}): DecidedLine => ({ id: "m1-0", text: "本だなをつくる", became: null, word: "", told: false, version: "v1", ...more });
const shown = (lines: DecidedLine[], told: DecidedShown["told"] = []): DecidedShown => ({
  session: session.id, kept: null, told,
  before: { session: "s0", start: "2026-05-10T14:00:00+09:00", until: "2026-06-20T00:00:00+09:00", lines, suggestions: ["毛布がほしい"] },
});
const PATH = `/sessions/${session.id}/decided`;

test("staff say what became of a line, and only then it can be told", async () => {
  const put = `PUT ${PATH}/m1-0`;
  const after = shown([line({ became: "done", word: "できあがり", told: true, version: "v2" })]);
  const { office, said, sent } = signedIn(PLANNER, { [`GET ${PATH}`]: shown([line()]), [put]: after });
  const screen = await render(Decided, { office, session });
  const tick = screen.getByRole("checkbox", { name: "公開ページの「こう変えました」に出す" });
  await expect.element(tick).toBeDisabled();
  await screen.getByRole("combobox", { name: "どうなったか" }).selectOptions("できました");
  await screen.getByRole("textbox", { name: "ひとこと(なくてもいい)" }).fill("田中さんのおかげ");
  await tick.click();
  await expect.element(screen.getByText("「田中さん」は、だれかの名前かもしれません", { exact: false })).toBeVisible();
  await screen.getByRole("textbox", { name: "ひとこと(なくてもいい)" }).fill("できあがり");
  await screen.getByRole("button", { name: "保存する: 本だなをつくる" }).click();
  await expect.poll(() => said(put)).toEqual([{ became: "done", word: "できあがり", told: true }]);
  expect(sent(put, "If-Match")).toEqual(['"v1"']);
});

test("what is told of a meeting that is forgotten can be taken down, and whoever only reads has nothing to press", async () => {
  const told = [{ id: "m0-1", text: "お茶は15分", became: "done" as const, word: "", until: "2027-05-10T00:00:00+09:00" }];
  const put = `PUT ${PATH}/m0-1`;
  const { office, said } = signedIn(PLANNER, { [`GET ${PATH}`]: shown([line()], told), [put]: shown([line()]) });
  const screen = await render(Decided, { office, session });
  await screen.getByRole("button", { name: "公開をやめる: お茶は15分" }).click();
  await expect.poll(() => said(put)).toEqual([{ became: null, word: "", told: false }]);
  await expect.poll(() => screen.getByText("お茶は15分").elements()).toHaveLength(0);
  const reader = signedIn(["read"], { [`GET ${PATH}`]: shown([line()], told) });
  await screen.unmount();
  const read = await render(Decided, { office: reader.office, session });
  await expect.element(read.getByText("まだ書いていません")).toBeVisible();
  expect(read.container.querySelectorAll("button, input, select")).toHaveLength(0);
});
