/** The desk's list of what was sent beforehand: what lies on the board already is not in it, and all go in portions. */
import { expect, onTestFinished, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import Beforehand from "../../../src/pages/activities/themes/Beforehand.svelte";
import type { Act } from "../../../src/pages/activities/themes/themes";

function serves(answers: (object | null)[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (path: string, given: RequestInit) => {
    asked.push(`${path} ${new Headers(given.headers).get("Authorization") ?? ""}`);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return Promise.resolve(new Response(JSON.stringify(answer), { status: answer === null ? 503 : 200 }));
  });
  onTestFinished(() => { vi.unstubAllGlobals(); });
  return asked;
}

async function desk(there: string[]) {
  const acts: Act[] = [];
  const act = (what: Act) => { acts.push(what); return Promise.resolve(); };
  return { screen: await render(Beforehand, { token: "mine", there: new Set(there), act }), acts };
}

test("one is brought in by a tap, and what lies there already is not offered", async () => {
  const asked = serves([{ themes: [{ id: "theme-01", text: "ねこ" }, { id: "theme-02", text: "朝ごはん" }] }]);
  const { screen, acts } = await desk(["theme-01"]);
  await expect.element(screen.getByRole("heading", { name: "前もって届いたテーマ 1" })).toBeVisible();
  await screen.getByRole("button", { name: "出す: 朝ごはん" }).click();
  expect(screen.getByText("ねこ").elements()).toHaveLength(0);
  expect(acts).toEqual([{ do: "bring_in", themes: [{ id: "theme-02", text: "朝ごはん" }] }]);
  expect(asked).toEqual(["/api/themes Bearer mine"]);
});

test("all are brought in, as many at a time as one command takes; what could not be read is asked for again", async () => {
  const themes = Array.from({ length: 45 }, (_, n) => ({ id: `theme-${String(n).padStart(3, "0")}`, text: `テーマ ${String(n)}` }));
  serves([null, { themes }]);
  const { screen, acts } = await desk([]);
  await screen.getByRole("button", { name: "もう一度読む" }).click();
  await screen.getByRole("button", { name: "ぜんぶ出す" }).click();
  await expect.poll(() => acts.length).toBe(3);
  expect(acts.flatMap((act) => (act.do === "bring_in" ? act.themes : []))).toEqual(themes);
});
