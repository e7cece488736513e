/** 手元リモコン on the telephone: nothing that is pressed comes true later, and it waits for its desk without being touched. */
import { afterEach, expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import Remote from "../../../src/pages/remote/Remote.svelte";
import type { Step } from "../../../src/protocol/wire";
import { App } from "../../../src/ui/app.svelte";
import { FakeClock, FakeNetwork, joined, viewMessage } from "../../fakes";
import { staffed } from "../stage";

afterEach(() => {
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
});

const step = (title: string): Step => ({ title, minutes: 10, key: title, mode: null, speak: null, text: "", notes: "", skipped: false });
const view = { ...staffed(), steps: [step("はじまり"), step("おしゃべり"), step("おわり")], remotes: ["remote-1"] };

/** A telephone that has a token already. */
async function opened() {
  localStorage.setItem("engawa.preferences", JSON.stringify({ language: "ja" }));
  localStorage.setItem("engawa.m.token", "token-of-a-remote");
  const [network, clock] = [new FakeNetwork(), new FakeClock()];
  const asked: unknown[] = [];
  const fetcher = (_: unknown, init?: RequestInit) => {
    asked.push(JSON.parse(init?.body as string));
    return Promise.resolve(new Response(JSON.stringify({ ...joined, remote: "remote-1", token: "token-of-a-remote" })));
  };
  const app = new App("m", { transport: network.transport, fetcher, clock });
  const screen = await render(Remote, { app });
  await expect.poll(() => network.attempts.length).toBe(1);
  return { app, network, clock, screen, asked };
}

test("a thumb that trembles goes on by one step", async () => {
  const { network, clock, screen } = await opened();
  network.last.receiver.view(viewMessage(1, view));
  const next = screen.getByRole("button", { name: "次へ" });
  await expect.element(next).toBeEnabled();
  (next.element() as HTMLButtonElement).click();
  (next.element() as HTMLButtonElement).click();
  expect(network.last.sent.map(({ command }) => command)).toEqual([{ type: "set_step", step: 1, key: "おしゃべり" }]);
  await expect.element(next).toBeDisabled();
  clock.pass(1500);
  await expect.element(next).toBeEnabled();
});

test("without a connection it says so, and nothing can be pressed", async () => {
  const { network, screen } = await opened();
  network.last.receiver.view(viewMessage(1, view));
  await expect.element(screen.getByRole("button", { name: "お題" })).toBeEnabled();
  network.last.receiver.closed();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("押してもとどきません");
  for (const name of ["次へ", "お題", "マイクを休ませる", "全員に書く", "呼ぶ"]) {
    await expect.element(screen.getByRole("button", { name })).toBeDisabled();
  }
});

test("it waits for its desk by itself, over a reload, too", async () => {
  const { network, clock, screen, asked } = await opened();
  network.last.receiver.refused("remote_waits");
  await expect.element(screen.getByRole("heading", { name: "タブレットを待っています" })).toBeVisible();
  expect(localStorage.getItem("engawa.m.token")).toBe("token-of-a-remote");
  clock.pass(3000);
  await expect.poll(() => network.attempts.length).toBe(2);
  expect(asked.map((body) => (body as { secret: string }).secret)).toEqual(["token-of-a-remote", "token-of-a-remote"]);
  await expect.element(screen.getByRole("heading", { name: "タブレットを待っています" })).toBeVisible();
  network.last.receiver.view(viewMessage(1, view));
  await expect.element(screen.getByRole("heading", { name: "はじまり" })).toBeVisible();
});

test("put out, it says so and tries no more", async () => {
  const { network, clock, screen } = await opened();
  network.last.receiver.view(viewMessage(1, view));
  network.last.receiver.bye({ code: "remote_ended", for_good: false });
  await expect.element(screen.getByRole("heading", { name: "手元リモコンは、ここまでです" })).toBeVisible();
  clock.pass(60_000);
  expect(network.attempts).toHaveLength(1);
  expect(localStorage.getItem("engawa.m.token")).toBeNull();
});

test("it shows whose turn it is, and ends it once however often the thumb trembles", async () => {
  const { network, clock, screen } = await opened();
  network.last.receiver.view(viewMessage(1, { ...view, turn: "sakura" }));
  await expect.element(screen.getByText("さくらさんの番")).toBeVisible();
  const end = screen.getByRole("button", { name: "順番を終える" });
  (end.element() as HTMLButtonElement).click();
  (end.element() as HTMLButtonElement).click();
  expect(network.last.sent.map(({ command }) => command)).toEqual([{ type: "end_turn", person: "sakura" }]);
  clock.pass(1500);
  network.last.receiver.view(viewMessage(2, { ...view, turn: null }));
  await expect.element(end).not.toBeInTheDocument();
});

test("前へ says that one went back", async () => {
  const { app, network, screen } = await opened();
  network.last.receiver.view(viewMessage(1, { ...view, step: 1 }));
  await screen.getByRole("button", { name: "前へ" }).click();
  network.last.sent[0]?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  await expect.poll(() => app.notes.all.at(-1)?.text).toBe("「はじまり」にもどりました");
});
