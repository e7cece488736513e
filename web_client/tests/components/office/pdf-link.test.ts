/** A notice in a new tab: what it cannot print as it is written is named first, in the notice's language, and printed when asked again. */
import { expect, onTestFinished, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import { createRawSnippet } from "svelte";
import PdfLink from "../../../src/pages/office/session/PdfLink.svelte";
import { PLANNER, signedIn } from "./signed-in";

const SAID = { ja: "そのまま印刷できません: 𪚥 葛󠄀", "ja-simple": "このまま 印刷できません: 𪚥 葛󠄀", en: "Cannot be printed as they are: 𪚥 葛󠄀" } as const;

async function link(lacking: string[], language: keyof typeof SAID = "ja") {
  const { office } = signedIn(PLANNER);
  vi.stubGlobal("fetch", () => {
    const named = lacking.length > 1 ? lacking.shift() : lacking[0];
    const headers: Record<string, string> = named ? { "X-Engawa-Lacking": encodeURIComponent(named) } : {};
    return Promise.resolve(new Response("%PDF", { headers }));
  });
  const tab = { close: vi.fn(), location: { href: "" } };
  const opened = vi.spyOn(window, "open").mockReturnValue(tab as unknown as Window);
  onTestFinished(() => { opened.mockRestore(); });
  const children = createRawSnippet(() => ({ render: () => "<span>お知らせ</span>" }));
  const screen = await render(PdfLink, { office, path: "/sessions/s/notice.pdf", language, children });
  return { tab, screen, press: screen.getByRole("link") };
}

test("what can be printed is printed at once", async () => {
  const { tab, screen, press } = await link([""]);
  await press.click();
  await vi.waitFor(() => { expect(tab.location.href).toContain("/notice.pdf?language=ja"); });
  expect(screen.getByRole("alert").query()).toBeNull();
});

test.for(["ja", "ja-simple", "en"] as const)("what cannot be is named before, in %s, and printed when asked again", async (language) => {
  const { tab, screen, press } = await link(["𪚥 葛󠄀"], language);
  await press.click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent(SAID[language]);
  expect(tab.close).toHaveBeenCalledOnce();
  expect(tab.location.href).toBe("");
  await press.click();
  await vi.waitFor(() => { expect(tab.location.href).toContain(`language=${language}`); });
  expect(tab.close).toHaveBeenCalledOnce();
});

test("other characters than those that were named are named anew", async () => {
  const { tab, screen, press } = await link(["𪚥", "𪚥 한", "𪚥 한"]);
  await press.click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("𪚥");
  await press.click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("한");
  expect(tab.location.href).toBe("");
});

test("Ctrl does not get around it", async () => {
  const { tab, screen, press } = await link(["𪚥"]);
  await press.click({ modifiers: ["Control"] });
  await expect.element(screen.getByRole("alert")).toHaveTextContent("𪚥");
  expect(tab.location.href).toBe("");
});

test("nor does the middle button", async () => {
  const { tab, screen, press } = await link(["𪚥"]);
  await press.click({ button: "middle" });
  await expect.element(screen.getByRole("alert")).toHaveTextContent("𪚥");
  expect(tab.location.href).toBe("");
});
