/** A computer that many use: what is left of somebody who has signed out, in this tab, in others, and for whoever comes next. */
import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import Heading from "../../../src/pages/office/Heading.svelte";
import OfficePage from "../../../src/pages/office/Office.svelte";
import { keepUnder, keptUnder } from "../../../src/pages/office/form/drafts.svelte";
import { common } from "../../../src/pages/office/office-words";
import { meWho, PLANNER, Refused, serve, signedIn } from "./signed-in";

/** Other files' pages, which are tabs of the same browser, are somebody else's. */
const me = { ...meWho(PLANNER), id: "leaving" };
const SIGN_IN = { name: "ログイン" };
const lost = new Refused(503, { code: "busy", message: "少し待ってください。", fields: [] });
const over = new Refused(401, { code: "not_signed_in", message: "ログインしてください。", fields: [] });

test("while the server has not signed somebody out, the page does not say so", async () => {
  history.replaceState(null, "", "#/nowhere");
  serve({ "GET /me": me, "POST /sign-out": [lost, { ok: true }] });
  const screen = await render(OfficePage);
  await userEvent.click(screen.getByRole("button", { name: common.signOut }));
  await expect.element(screen.getByText(common.notSignedOut).first()).toBeInTheDocument();
  await expect.element(screen.getByRole("navigation", { name: "おもな画面" })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: common.signOut }));
  await expect.element(screen.getByRole("heading", SIGN_IN)).toBeVisible();
});

test("who signs out in one tab has left the others, too, with all that was typed", async () => {
  history.replaceState(null, "", "#/nowhere");
  serve({ "GET /me": me });
  const screen = await render(OfficePage);
  await expect.element(screen.getByRole("navigation", { name: "おもな画面" })).toBeVisible();
  keepUnder("leaving town venue", { value: "書きかけ" });
  const tabs = new BroadcastChannel("engawa-office");
  tabs.postMessage("leaving");
  await expect.element(screen.getByRole("heading", SIGN_IN)).toBeVisible();
  tabs.close();
  expect(keptUnder("leaving town venue")).toBeUndefined();
  // A room's are another page's, which may be a test of another file in this tab.
  expect(Object.keys(sessionStorage).filter((key) => key.includes("draft") && !key.startsWith("engawa.r."))).toEqual([]);
});

test("the other tabs are told", async () => {
  const { office } = signedIn(PLANNER, { "POST /sign-out": { ok: true } });
  office.welcome(me);
  const tabs = new BroadcastChannel("engawa-office");
  const told = new Promise((resolve) => { tabs.onmessage = (event) => { resolve(event.data); }; });
  expect(await office.signOut()).toBe(true);
  expect(await told).toBe("leaving");
  tabs.close();
});

test("somebody else who signs in over a page whose session ended sees nothing of it", async () => {
  history.replaceState(null, "", "#/nowhere");
  const other = { ...meWho(PLANNER), id: "other", name: "すずき", mail: "suzuki@example.jp" };
  serve({ "GET /me": [me], "POST /sign-out": over, "POST /sign-in": other, "GET /programmes": over, "GET /venues": over });
  history.replaceState(null, "", "#/places");
  const screen = await render(OfficePage);
  await userEvent.fill(screen.getByLabelText("パスワード"), "かくしことば");
  await userEvent.click(screen.getByRole("button", { name: "ログインする" }));
  await expect.element(screen.getByText("すずき")).toBeVisible();
  expect(location.hash).toBe("#/calendar");
});

test("on a telephone the head is one line, and signing out is in the menu", async () => {
  await page.viewport(360, 740);
  history.replaceState(null, "", "#/nowhere");
  serve({ "GET /me": { ...me, organisations: me.organisations.map((each) => ({ ...each, name: "ひきこもり地域支援センター(おためし)" })) } });
  try {
    const screen = await render(OfficePage);
    const menu = screen.getByRole("button", { name: common.menu });
    const brand = screen.getByRole("link", { name: common.brand });
    await expect.element(menu).toBeVisible();
    const [one, other] = [menu.element().getBoundingClientRect(), brand.element().getBoundingClientRect()];
    expect(one.top).toBeLessThan(other.bottom);
    expect(one.right).toBeLessThanOrEqual(360);
    await expect.element(screen.getByRole("button", { name: common.signOut })).not.toBeInTheDocument();
    await userEvent.click(menu);
    await expect.element(screen.getByRole("button", { name: common.signOut })).toBeVisible();
  } finally {
    await page.viewport(1280, 900);
  }
});

test("a title breaks between words where the screen is narrow", async () => {
  document.documentElement.lang = "ja"; // as the page itself says
  const word = "フットサル";
  const title = `夕方の${word}とお茶の会 11月26日(木)`;
  const screen = await render(Heading, { office: signedIn(PLANNER, {}).office, text: title });
  const text = screen.getByRole("heading").element().firstChild as Text;
  const heights = new Set<number>();
  try {
    for (let width = 200; width <= 360; width += 10) {
      await page.viewport(width, 740);
      const tops = [...word].map((_, index) => {
        const range = document.createRange();
        range.setStart(text, title.indexOf(word) + index);
        range.setEnd(text, title.indexOf(word) + index + 1);
        return range.getBoundingClientRect().top;
      });
      expect(new Set(tops).size, `${width} pixels`).toBe(1);
      heights.add(screen.getByRole("heading").element().getBoundingClientRect().height);
    }
  } finally {
    await page.viewport(1280, 900);
  }
  expect(heights.size).toBeGreaterThan(1);
});
