import { expect, test } from "vitest";
import type { Shown, View } from "../src/protocol/wire";
import { Drafts } from "../src/state/drafts.svelte";
import { Keepsake, type Store } from "../src/state/keepsake";
import { noticesOf, type Notice } from "../src/state/notices";
import { Session } from "../src/state/session.svelte";
import { Walking } from "../src/state/walking";
import { emptyView, FakeClock, FakeNetwork, joined, otherPlan, shown, viewMessage } from "./fakes";

class FakeStore implements Store {
  readonly kept = new Map<string, string>();
  getItem(key: string) {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.kept.set(key, value);
  }
  removeItem(key: string) {
    this.kept.delete(key);
  }
}

const withMe = (changes: Partial<Shown> = {}): View => ({ ...emptyView, people: { me: shown("me", changes) } });

async function opened(answer: unknown = joined, ok = true, refused?: () => Promise<void>) {
  const clock = new FakeClock();
  const network = new FakeNetwork();
  const device = new FakeStore();
  const tab = new FakeStore();
  const session = new Session({
    clock,
    transport: network.transport,
    fetcher: () => Promise.resolve(new Response(JSON.stringify(answer), { status: ok ? 200 : 403 })),
    keepsake: new Keepsake(device, tab, "r"),
    chance: () => 0.5,
    ...(refused === undefined ? {} : { refused }),
  });
  const worked = await session.open({ secret: "secret" });
  return { clock, network, device, tab, session, worked };
}

test("a link that is no good says why, and connects nothing", async () => {
  const { session, network, worked } = await opened({ code: "link_revoked", retry_after: null }, false);
  expect(worked).toBe(false);
  expect(session.problem).toBe("link_revoked");
  expect(network.attempts).toHaveLength(0);
});

test("nobody is told of a refusal before its sentence is there", async () => {
  const order: string[] = [];
  const refused = async () => {
    await Promise.resolve();
    order.push("fetched");
  };
  const { session } = await opened({ code: "link_revoked", retry_after: null }, false, refused);
  expect([...order, session.problem]).toEqual(["fetched", "link_revoked"]);
  const { session: inside, network } = await opened(joined, true, refused);
  network.last.receiver.view(viewMessage(1, withMe()));
  const asked = inside.ask({ type: "raise_hand" }).then((answer) => order.push(answer.ok ? "done" : answer.code));
  network.last.sent[0]?.told({ ok: false, code: "no_hand_here", retry_after: null });
  await asked;
  expect(order).toEqual(["fetched", "fetched", "no_hand_here"]);
});

test("しずかに出る leaves a random mark on the device and nothing else, asks to leave, and shows nothing of the room", async () => {
  const { session, network, device, tab } = await opened();
  network.last.receiver.view(viewMessage(1, withMe()));
  session.keepsake.draft = "まだ送っていない";
  session.leave();
  expect(network.last.sent.map((each) => each.command.type)).toEqual(["leave"]);
  expect([...device.kept.entries()]).toEqual([["mark", expect.stringMatching(/^[A-Za-z0-9_-]{24} [0-9]+$/)]]);
  expect([...tab.kept.keys()]).toEqual([]);
  expect(session.room.view).toBeNull();
  expect(session.ending).toEqual({ code: "left", forGood: false });
});

test("what staff decided holds over leaving: until the session is over a device is the same, also past its planned end", async () => {
  const { session, network, device, tab } = await opened({ ...joined, end_at: Date.now() - 60_000, until_at: Date.now() + 60_000 });
  network.last.receiver.view(viewMessage(1, withMe()));
  const before = session.keepsake.device;
  session.leave();
  expect(new Keepsake(device, tab, "r").device).toBe(before);
  network.last.receiver.bye({ code: "session_ended", for_good: false });
});

test("the end leaves nothing on the device", async () => {
  const { session, network, device, tab } = await opened();
  network.last.receiver.view(viewMessage(1, withMe()));
  session.keepsake.becomeAnother();
  network.last.receiver.bye({ code: "session_ended", for_good: false });
  expect([...device.kept.keys(), ...tab.kept.keys()]).toEqual([]);
});

test("a mark whose session is over is not used again", () => {
  const device = new FakeStore();
  const keepsake = new Keepsake(device, new FakeStore(), "r");
  const before = keepsake.device;
  keepsake.keepUntil(Date.now() - 1);
  expect(new Keepsake(device, new FakeStore(), "r").known).toBe(false);
  expect(new Keepsake(device, new FakeStore(), "r").device).not.toBe(before);
});

test("別の人として入る: another tab of one device is another person with a token of their own", () => {
  const device = new FakeStore();
  const [first, second, third] = [1, 2, 3].map(() => new Keepsake(device, new FakeStore(), "r"));
  if (first === undefined || second === undefined || third === undefined) throw new Error("three tabs");
  first.token = "first";
  expect(second.token).toBe("first");
  second.becomeAnother();
  third.becomeAnother();
  expect([first, second, third].map((each) => each.another)).toEqual([0, 1, 2]);
  expect(second.token).toBeNull();
  second.token = "second";
  expect([first.token, second.token, third.token]).toEqual(["first", "second", null]);
  expect(new Set([first, second, third].map((each) => each.device)).size).toBe(1);
  second.left();
  expect([first.token, second.token, second.another]).toEqual(["first", null, 1]);
});

test("who left by mistake comes back while the page lives, with nothing kept on the device meanwhile", async () => {
  const { session, network, tab } = await opened();
  network.last.receiver.view(viewMessage(1, withMe()));
  session.leave();
  expect([session.mayReturn, [...tab.kept.keys()]]).toEqual([true, []]);
  expect(await session.again()).toBe(true);
  expect([session.stage, network.attempts.length]).toEqual(["live", 2]);
});

test("the way back is there for ten minutes after leaving, counted from the last time", async () => {
  const { session, clock } = await opened();
  session.leave();
  clock.pass(599_000);
  expect(session.mayReturn).toBe(true);
  await session.again();
  clock.pass(2_000);
  session.leave();
  clock.pass(599_000);
  expect(session.mayReturn).toBe(true);
  clock.pass(2_000);
  expect([session.mayReturn, await session.again()]).toEqual([false, false]);
});

test("there is no way back after かくす, nor for whom staff sent away, nor where a link is good no more", async () => {
  const hidden = await opened();
  hidden.session.forgetWay();
  expect(hidden.session.mayReturn).toBe(true);
  hidden.session.leave();
  hidden.session.forgetWay();
  expect([hidden.session.mayReturn, await hidden.session.again()]).toEqual([false, false]);
  for (const code of ["sent_away", "session_ended", "link_revoked"] as const) {
    const { session, network } = await opened();
    network.last.receiver.refused(code);
    expect([session.stage, session.mayReturn]).toEqual(["over", false]);
    // Refused at the door is only who was sent away for good: the page must not say that one may come again.
    expect(session.ending).toEqual({ code, forGood: code === "sent_away" });
  }
});

test("another tab takes over: what is kept stays, so that one can go on here", async () => {
  const { session, network } = await opened();
  network.last.receiver.view(viewMessage(1, withMe()));
  network.last.receiver.bye({ code: "replaced", for_good: false });
  expect(session.stage).toBe("over");
  expect(await session.again()).toBe(true);
  expect(session.stage).toBe("live");
  expect(network.attempts).toHaveLength(2);
});

test("walking sends few messages, of several steps the last, and none once one has gone", async () => {
  const { session, network, clock } = await opened();
  network.last.receiver.view(viewMessage(1, withMe()));
  const { walk } = new Walking(session.room, clock, (command) => session.ask(command, false));
  for (let step = 1; step <= 20; step += 1) {
    walk({ x: step - 1, y: 0 }, { x: step, y: 0 });
    clock.pass(50);
  }
  clock.pass(1000);
  const walks = network.last.sent.flatMap(({ command }) => (command.type === "walk" ? [command.path] : []));
  expect(walks.length).toBeLessThanOrEqual(3);
  expect(walks.at(-1)?.at(-1)).toEqual({ x: 20, y: 0 });
  const sent = network.last.sent.length;
  walk({ x: 20, y: 0 }, { x: 21, y: 0 });
  session.leave();
  clock.pass(1000);
  expect(network.last.sent.slice(sent).filter(({ command }) => command.type === "walk")).toEqual([]);
});

test("nothing typed is lost: over a lost connection, a refusal and a reload", async () => {
  const { session, network, clock, tab } = await opened();
  network.last.receiver.view(viewMessage(1, withMe()));
  const drafts = new Drafts(session);
  drafts.text = "こんにちは";
  network.last.receiver.closed();
  void drafts.say("room", true);
  expect(drafts.text).toBe("");
  expect(drafts.unsaid.map((each) => each.text)).toEqual(["こんにちは"]);
  expect([...tab.kept.values()].join()).toContain("こんにちは");
  clock.pass(1000);
  network.last.receiver.events({ from: 1, to: 1, events: [] });
  const first = network.last.sent[0];
  // The page is loaded anew: the same message, with the same id.
  const again = new Drafts(session);
  const second = network.last.sent[1];
  expect(second?.command).toEqual(first?.command);
  first?.told({ ok: false, code: "text_too_long", retry_after: null });
  second?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect(drafts.text).toBe("こんにちは");
  expect(again.unsaid).toEqual([]);
});

test("what staff does to a person is told to them, and what they did themselves is not", () => {
  const tell = (before: View, after: View, place = false): Notice["kind"][] =>
    noticesOf(before, after, { place }).map((notice) => notice.kind);
  expect(tell(withMe(), withMe({ rested: true }))).toEqual(["rested"]);
  expect(tell(withMe({ rested: true }), withMe())).toEqual(["woken"]);
  expect(tell(withMe(), withMe({ place: "listeners" }))).toEqual(["moved"]);
  expect(tell(withMe(), withMe({ place: "listeners" }), true)).toEqual([]);
  expect(tell(withMe({ microphone: "open" }), withMe({ place: "listeners" }))).toEqual(["moved", "mic_closed"]);
  expect(tell(withMe({ place: "veranda" }), withMe())).toEqual(["let_in"]);
  const elsewhere = { ...withMe({ place: "blue" }), plan: otherPlan };
  expect(tell({ ...withMe({ place: "hearth" }), plan: otherPlan }, elsewhere)).toEqual(["apart"]);
  expect(tell(withMe(), { ...withMe({ place: "hearth" }), plan: otherPlan })).toEqual(["laid_out"]);
  expect(tell(withMe(), { ...withMe(), turn: "me" })).toEqual(["your_turn"]);
  expect(tell(withMe(), withMe())).toEqual([]);
  // A rest that holds over leaving is told to who comes in again.
  expect(tell({ ...emptyView, entered: false, people: {} }, withMe({ rested: true }))).toEqual(["rested"]);
});

test("the counts name everybody once as they take part, and the room keeps the server's clock", async () => {
  const { session, network, clock } = await opened();
  const people = {
    me: shown("me"),
    a: shown("a", { place: "listeners" }),
    b: shown("b", { seat: 3, hand: 20 }),
    c: shown("c", { seat: 4, hand: 10 }),
  };
  network.last.receiver.view(viewMessage(1, { ...emptyView, people, onlookers: 2 }));
  expect(session.room.counts).toEqual({ onlookers: 2, circle: 3, listeners: 1, hall: 0, all: 4 });
  expect(session.room.hands.map((person) => person.id)).toEqual(["c", "b"]);
  clock.pass(1000);
  expect(session.room.now()).toBe(5_001_000);
});
