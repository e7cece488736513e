/** An organisation that requires a second factor: whoever has none is led to it, and sees nothing else of it before. */
import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import Office from "../../../src/pages/office/Office.svelte";
import StaffPart from "../../../src/pages/office/people/StaffPart.svelte";
import type { Me } from "../../../src/protocol/office.gen";
import { meWho, PLANNER, Refused, serve, signedIn } from "./signed-in";

function required(totp: boolean): Me {
  const me = meWho(PLANNER);
  return { ...me, totp, organisations: me.organisations.map((each) => ({ ...each, totp_required: true })) };
}

const HEADING = "はじめに、二段階の確認を使いはじめてください";
const STARTED = { secret: "ABCDEFGH", uri: "otpauth://totp/x", qr: "<svg xmlns='http://www.w3.org/2000/svg'/>" };

test("whoever has none sets it up, and then sees the page they came for", async () => {
  history.replaceState(null, "", "#/nowhere");
  serve({ "GET /me": [required(false), required(true)], "POST /me/totp": STARTED, "PUT /me/totp": { ok: true } });
  const screen = await render(Office);
  await expect.element(screen.getByRole("heading", { name: HEADING })).toBeVisible();
  expect(screen.getByRole("navigation").elements()).toHaveLength(0);
  await userEvent.click(screen.getByRole("button", { name: "使いはじめる" }));
  await userEvent.fill(screen.getByLabelText("パスワード"), "いまのパスワード");
  await userEvent.click(screen.getByRole("button", { name: "つづける" }));
  await userEvent.fill(screen.getByLabelText("アプリに出た6けたの数字"), "１２３４５６");
  await userEvent.click(screen.getByRole("button", { name: "この数字で確かめる" }));
  await expect.element(screen.getByRole("navigation", { name: "おもな画面" })).toBeVisible();
  expect(screen.getByRole("heading", { name: HEADING }).elements()).toHaveLength(0);
});

test("whoever has one sees nothing of it", async () => {
  history.replaceState(null, "", "#/nowhere");
  serve({ "GET /me": required(true) });
  const screen = await render(Office);
  await expect.element(screen.getByRole("navigation", { name: "おもな画面" })).toBeVisible();
});

test("somebody at work when it comes to be required is led to it by the next refusal", async () => {
  const refusal = new Refused(403, { code: "totp_required", message: "二段階の確認が要ります。", fields: [] });
  const { office } = signedIn(PLANNER, { "GET /venues": refusal, "GET /me": required(false) });
  expect(office.needsTotp).toBe(false);
  await office.ask("GET", "/venues");
  expect(office.needsTotp).toBe(true);
});

test("administrators see who has none", async () => {
  const member = { mail: "a@example.jp", role: "reader", version: "1", last_seen_at: null };
  const staff = [
    { ...member, id: "1", name: "かかり", totp: false },
    { ...member, id: "2", name: "なまえ", totp: true },
  ];
  const { office } = signedIn(["read", "administer"], { "GET /staff": { staff, invitations: [] } });
  const screen = await render(StaffPart, { office });
  await expect.element(screen.getByText("二段階の確認がまだの人: かかり", { exact: true })).toBeVisible();
});
