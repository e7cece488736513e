import { expect, test } from "vitest";
import { ANSWER_MS, Connection, PROBE_MS, QUIET_MS, SILENCE_MS, type Status } from "../src/protocol/connection";
import type { EventsMessage, ViewMessage } from "../src/protocol/wire";
import { FakeClock, FakeNetwork, viewMessage } from "./fakes";

function connected() {
  const clock = new FakeClock();
  const network = new FakeNetwork();
  const told = { statuses: [] as Status[], views: [] as ViewMessage[], events: [] as EventsMessage[], voice: 0 };
  const connection = new Connection({
    transport: network.transport,
    clock,
    token: "token",
    chance: () => 0.5,
    sink: {
      status: (status) => told.statuses.push(status),
      view: (message) => told.views.push(message),
      events: (message) => told.events.push(message),
      walks: () => undefined,
      speaking: () => undefined,
      voiceLost: () => (told.voice += 1),
    },
  });
  connection.start();
  return { clock, network, told, connection };
}

const state = (connection: Connection) => connection.status.state;

test("it is open from the first view on, not before", () => {
  const { network, connection } = connected();
  network.last.receiver.opened();
  expect(state(connection)).toBe("connecting");
  network.last.receiver.view(viewMessage(7));
  expect(state(connection)).toBe("open");
  expect(connection.revision).toBe(7);
});

test("a command waits for the connection, and is sent again over a lost one until it is acknowledged", async () => {
  const { clock, network, connection } = connected();
  const answer = connection.ask({ type: "raise_hand" });
  expect(network.last.sent).toEqual([]);
  network.last.receiver.view(viewMessage(1));
  expect(network.last.sent.map((each) => each.command.type)).toEqual(["raise_hand"]);
  network.last.receiver.closed();
  clock.pass(1000);
  expect(network.attempts).toHaveLength(2);
  network.last.receiver.events({ from: 1, to: 1, events: [] });
  expect(network.last.sent.map((each) => each.command.type)).toEqual(["raise_hand"]);
  network.last.sent[0]?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  expect(await answer).toEqual({ ok: true, answer: null, looks: null, nickname: null });
});

test("what takes the connection with it at each send is lost in the end, and is not sent for ever", async () => {
  const { clock, network, connection } = connected();
  network.last.receiver.view(viewMessage(1));
  const answer = connection.ask({ type: "raise_hand" });
  for (let i = 0; i < 10; i += 1) {
    network.last.receiver.closed();
    clock.pass(20_000);
    network.last.receiver.view(viewMessage(2));
  }
  expect(network.attempts.flatMap((each) => each.sent).filter((each) => each.command.type === "raise_hand")).toHaveLength(6);
  expect(await answer).toEqual({ ok: false, code: "lost" });
});

test("a repeated 入る that had gone through the first time is success", async () => {
  const { clock, network, connection } = connected();
  network.last.receiver.view(viewMessage(1));
  const avatar = { style: "critters", seed: "haru" };
  const answer = connection.ask({ type: "enter", nickname: "さくら", avatar });
  network.last.receiver.closed();
  clock.pass(1000);
  network.last.receiver.view(viewMessage(2));
  network.last.sent[0]?.told({ ok: false, code: "already_entered", retry_after: null });
  expect((await answer).ok).toBe(true);
});

test("a command that is not kept is lost with its connection, and told so", async () => {
  const { network, connection } = connected();
  network.last.receiver.view(viewMessage(1));
  const answer = connection.ask({ type: "react", reaction: "nod" }, false);
  network.last.receiver.closed();
  expect(await answer).toEqual({ ok: false, code: "lost" });
});

test("too fast is waited for and tried again by itself", async () => {
  const { clock, network, connection } = connected();
  network.last.receiver.view(viewMessage(1));
  const answer = connection.ask({ type: "end_turn" });
  network.last.sent[0]?.told({ ok: false, code: "too_fast", retry_after: 700 });
  clock.pass(699);
  expect(network.last.sent).toHaveLength(1);
  clock.pass(1);
  expect(network.last.sent).toHaveLength(2);
  network.last.sent[1]?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  expect((await answer).ok).toBe(true);
});

test("old events are dropped, a viewer's gaps are not gaps, and what reaches back asks for a fresh view", () => {
  const { network, told, connection } = connected();
  network.last.receiver.view(viewMessage(10));
  network.last.receiver.events({ from: 8, to: 10, events: [] });
  expect(told.events).toHaveLength(0);
  network.last.receiver.events({ from: 14, to: 15, events: [] });
  expect(told.events).toHaveLength(1);
  expect(connection.revision).toBe(15);
  network.last.receiver.events({ from: 12, to: 18, events: [] });
  expect(told.events).toHaveLength(1);
  expect(network.last.sent.map((each) => each.command.type)).toEqual(["refresh"]);
});

test("on coming back it says the last revision it has", () => {
  const { clock, network } = connected();
  expect(network.last.hello.rev).toBeNull();
  network.last.receiver.view(viewMessage(10));
  network.last.receiver.events({ from: 10, to: 12, events: [] });
  network.last.receiver.closed();
  clock.pass(1000);
  expect(network.last.hello.rev).toBe(12);
});

test("twelve seconds of silence are the end of a connection; a ping within them is not", () => {
  const { clock, network, connection } = connected();
  network.last.receiver.view(viewMessage(1));
  network.last.receiver.heard();
  clock.pass(SILENCE_MS - 10);
  network.last.receiver.heard();
  clock.pass(SILENCE_MS - 10);
  expect(state(connection)).not.toBe("lost");
  clock.pass(20);
  expect(state(connection)).toBe("lost");
  expect(network.attempts[0]?.closed).toBe(true);
});

test("a late ping is told before the line is given up, and takes itself back when one comes", () => {
  const { clock, network, connection } = connected();
  network.last.receiver.view(viewMessage(1));
  clock.pass(QUIET_MS - 10);
  expect(state(connection)).toBe("open");
  clock.pass(20);
  expect(state(connection)).toBe("quiet");
  network.last.receiver.heard();
  expect(state(connection)).toBe("open");
  clock.pass(QUIET_MS + 10);
  expect(state(connection)).toBe("quiet");
  clock.pass(SILENCE_MS - QUIET_MS);
  expect(state(connection)).toBe("lost");
});

test("three seconds after something was sent and nothing came, the line is in doubt; whatever comes takes that back", () => {
  const { clock, network, connection } = connected();
  network.last.receiver.view(viewMessage(1));
  void connection.ask({ type: "raise_hand" });
  clock.pass(ANSWER_MS - 10);
  expect(state(connection)).toBe("open");
  network.last.receiver.heard();
  clock.pass(ANSWER_MS + 10);
  expect(state(connection)).toBe("open");
  void connection.ask({ type: "lower_hand" });
  clock.pass(ANSWER_MS + 10);
  expect(state(connection)).toBe("quiet");
  network.last.sent[1]?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  expect(state(connection)).toBe("open");
});

test("the browser's word that there is no network counts at once, what was still on its way does not take it back, and coming back begins anew", async () => {
  const { clock, network, connection } = connected();
  network.last.receiver.view(viewMessage(1));
  const answer = connection.ask({ type: "raise_hand" });
  connection.cut();
  expect(state(connection)).toBe("quiet");
  clock.pass(100);
  network.last.receiver.heard();
  expect(state(connection)).toBe("quiet");
  connection.probe();
  expect(network.attempts).toHaveLength(2);
  network.last.receiver.view(viewMessage(2));
  expect(network.last.sent.map((each) => each.command.type)).toEqual(["raise_hand"]);
  network.last.sent[0]?.told({ ok: true, rev: 3, answer: null, looks: null, nickname: null });
  expect((await answer).ok).toBe(true);
});

test("who is cut off for a moment only, and hears again, has lost nothing", () => {
  const { clock, network, connection } = connected();
  network.last.receiver.view(viewMessage(1));
  connection.cut();
  clock.pass(1500);
  network.last.receiver.heard();
  expect(state(connection)).toBe("open");
  expect(network.attempts).toHaveLength(1);
});

test("a server that is slow to answer a probe but says other things is not given up", () => {
  const { clock, network, connection } = connected();
  network.last.receiver.view(viewMessage(1));
  connection.probe();
  clock.pass(PROBE_MS - 10);
  network.last.receiver.heard();
  clock.pass(20);
  expect(state(connection)).toBe("open");
});

test("waiting grows, and 'retry now' interrupts it", () => {
  const { clock, network, connection } = connected();
  network.last.receiver.refused(null);
  for (let i = 0; i < 6; i += 1) {
    clock.pass(20_000);
    network.last.receiver.refused(null);
  }
  const attempts = network.attempts.length;
  clock.pass(1000);
  expect(network.attempts).toHaveLength(attempts);
  connection.retryNow();
  expect(network.attempts).toHaveLength(attempts + 1);
});

test("a probe that is not answered drops the connection; an answered one keeps it", () => {
  const { clock, network, connection } = connected();
  network.last.receiver.view(viewMessage(1));
  connection.probe();
  network.last.sent[0]?.told({ ok: true, rev: 1, answer: null, looks: null, nickname: null });
  return Promise.resolve().then(async () => {
    await Promise.resolve();
    clock.pass(PROBE_MS + 1);
    expect(state(connection)).toBe("open");
    connection.probe();
    clock.pass(PROBE_MS + 1);
    expect(state(connection)).toBe("lost");
  });
});

test("what a former attempt still says is not heard", () => {
  const { clock, network, told } = connected();
  const former = network.last.receiver;
  former.refused(null);
  clock.pass(1000);
  former.view(viewMessage(99));
  expect(told.views).toHaveLength(0);
});

test("final words end it, others bring it back", async () => {
  for (const code of ["sent_away", "replaced", "session_ended", "left"] as const) {
    const { clock, network, connection } = connected();
    network.last.receiver.view(viewMessage(1));
    const waiting = connection.ask({ type: "raise_hand" });
    network.last.receiver.bye({ code, for_good: code === "sent_away" });
    expect(connection.status).toEqual({ state: "over", code, forGood: code === "sent_away" });
    expect(await waiting).toEqual({ ok: false, code: "lost" });
    clock.pass(60_000);
    expect(network.attempts).toHaveLength(1);
  }
  const { clock, network } = connected();
  network.last.receiver.view(viewMessage(1));
  network.last.receiver.bye({ code: "shutting_down", for_good: false });
  clock.pass(1000);
  expect(network.attempts).toHaveLength(2);
});

test("a refusal with a final code ends it, without one it tries again", () => {
  const { network, connection } = connected();
  network.last.receiver.refused("room_full");
  expect(state(connection)).toBe("lost");
  connection.retryNow();
  network.last.receiver.refused("session_ended");
  expect(state(connection)).toBe("over");
});

test("whatever a server may refuse with, and does not pass by itself, is not asked for again and again", () => {
  for (const code of ["link_revoked", "link_expired", "not_allowed", "doors_closing"] as const) {
    const { clock, network, connection } = connected();
    network.last.receiver.refused(code);
    expect(connection.status).toEqual({ state: "over", code, forGood: false });
    clock.pass(60_000);
    expect(network.attempts).toHaveLength(1);
  }
});

test("every new connection offers voice again, and so does the server's word", () => {
  const { clock, network, told } = connected();
  network.last.receiver.view(viewMessage(1));
  expect(told.voice).toBe(1);
  network.last.receiver.voiceRestarted();
  expect(told.voice).toBe(2);
  network.last.receiver.closed();
  clock.pass(1000);
  network.last.receiver.events({ from: 1, to: 1, events: [] });
  expect(told.voice).toBe(3);
});
