/** Boxes beside the room's text: what stands in them is lost by nothing, and arrives once. */
import { expect, test } from "vitest";
import { Keepsake, type Store } from "../src/state/keepsake";
import { Letter } from "../src/state/letters.svelte";
import { Session } from "../src/state/session.svelte";
import { FakeClock, FakeNetwork, joined, viewMessage } from "./fakes";

function store(): Store {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

async function opened(tab: Store = store()) {
  const clock = new FakeClock();
  const network = new FakeNetwork();
  const fetcher = () => Promise.resolve(new Response(JSON.stringify(joined)));
  const session = new Session({ clock, transport: network.transport, fetcher, keepsake: new Keepsake(store(), tab, "r"), chance: () => 0.5 });
  await session.open({ secret: "secret" });
  network.last.receiver.view(viewMessage(1));
  const told: (string | null)[] = [];
  const letter = () =>
    new Letter({
      session,
      name: "concern",
      make: (id, text, whom) => ({ type: "raise_concern", id, text, about: whom === "" ? null : whom }),
      told: (code) => told.push(code),
    });
  return { clock, network, session, tab, told, letter };
}

const turns = async () => {
  for (let i = 0; i < 5; i += 1) await Promise.resolve();
};

test("what was sent while the line is lost stays in the box, and arrives when it is back", async () => {
  const { clock, network, told, letter } = await opened();
  const box = letter();
  box.whom = "haru";
  box.text = "しんぱいです";
  network.last.receiver.closed();
  void box.send();
  expect([box.text, box.sending]).toEqual(["しんぱいです", true]);
  clock.pass(1000);
  network.last.receiver.view(viewMessage(2));
  expect(network.last.sent[0]?.command).toMatchObject({ type: "raise_concern", text: "しんぱいです", about: "haru" });
  network.last.sent[0]?.told({ ok: true, rev: 3, answer: null, looks: null, nickname: null });
  await turns();
  expect([box.text, box.whom, box.sending, told]).toEqual(["", "", false, [null]]);
});

test("a page loaded anew sends what was on its way with the same id, and only keeps what was not sent yet", async () => {
  const first = await opened();
  const box = first.letter();
  box.text = "しんぱいです";
  void box.send();
  const second = await opened(first.tab);
  second.letter();
  expect(second.network.last.sent[0]?.command).toEqual(first.network.last.sent[0]?.command);
  second.network.last.sent[0]?.told({ ok: true, rev: 3, answer: null, looks: null, nickname: null });
  await turns();
  const third = await opened(first.tab);
  const empty = third.letter();
  expect([empty.text, third.network.last.sent]).toEqual(["", []]);
  empty.text = "書きかけ";
  const fourth = await opened(first.tab);
  expect([fourth.letter().text, fourth.network.last.sent]).toEqual(["書きかけ", []]);
});

test("what is written on while the first words are on their way stays, and a refusal leaves all of it", async () => {
  const { network, told, letter } = await opened();
  const box = letter();
  box.text = "はじめの文";
  void box.send();
  box.text = "はじめの文。そのつづき";
  network.last.sent[0]?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  await turns();
  expect(box.text).toBe("はじめの文。そのつづき");
  void box.send();
  network.last.sent[1]?.told({ ok: false, code: "text_too_long", retry_after: null });
  await turns();
  expect([box.text, told]).toEqual(["はじめの文。そのつづき", [null, "text_too_long"]]);
});

test("しずかに出る forgets every box", async () => {
  const { session, letter } = await opened();
  letter().text = "書きかけ";
  session.keepsake.write("nickname", "さくら");
  session.leave();
  expect([session.keepsake.written("concern"), session.keepsake.written("nickname")]).toEqual(["", ""]);
});
