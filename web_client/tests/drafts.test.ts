/** Drafts: what was begun for a few is not sent to others because its writer was moved. */
import { expect, test, vi } from "vitest";
import type { Answer, ClientCommand } from "../src/protocol/wire";
import { Drafts } from "../src/state/drafts.svelte";
import type { Session } from "../src/state/session.svelte";

function at(zone: string, isPrivate = false) {
  const ask = vi.fn<(command: ClientCommand) => Promise<Answer>>().mockResolvedValue({ ok: true, answer: null, looks: null, nickname: null });
  const room = { view: { zone }, myPlace: { private: isPrivate } };
  const keepsake = { draft: "" };
  // What drafts read of a session, and no more.
  const session = { ask, room, keepsake } as unknown as Session;
  return { ask, room, session, drafts: new Drafts(session) };
}

test("a draft begun in a booth is held once its writer is led out of it", () => {
  const { drafts, room } = at("booth-2", true);
  drafts.text = "ふたりだけの話";
  expect(drafts.held).toBe(false);
  room.view = { zone: "main" };
  room.myPlace = { private: false };
  expect(drafts.held).toBe(true);
  drafts.choose("room");
  expect(drafts.held).toBe(false);
});

test("so is one begun for a table, also after a reload", () => {
  const { drafts, room, session } = at("table-1");
  drafts.choose("place");
  drafts.text = "テーブルの話";
  room.view = { zone: "main" };
  expect(drafts.held).toBe(true);
  expect(new Drafts(session).held).toBe(true);
});

test("what is meant to stay out of the hall stays so over a reload, also before a word of it is written", () => {
  const { drafts, session } = at("main");
  expect(drafts.toHall).toBe(true);
  drafts.toHall = false;
  expect(new Drafts(session).toHall).toBe(false);
  drafts.text = "会場には出さない話";
  expect(new Drafts(session).toHall).toBe(false);
  drafts.toHall = true;
  drafts.text = "";
  expect(session.keepsake.draft).toBe("");
});

test("so does who shall see it: chosen before a word is written, a reload tells no more people", () => {
  const { drafts, session } = at("main");
  drafts.choose("staff");
  expect(new Drafts(session).wanted).toBe("staff");
  drafts.choose("room");
  expect(session.keepsake.draft).toBe("");
});

test("what everybody may see is sent from wherever one is", () => {
  const { drafts, room } = at("table-1");
  drafts.text = "みんなへ";
  room.view = { zone: "main" };
  expect(drafts.held).toBe(false);
});

test("it says where it was written, and comes back held when it was refused there", async () => {
  const { ask, drafts, room } = at("table-1");
  drafts.choose("place");
  drafts.text = "テーブルの話";
  ask.mockResolvedValue({ ok: false, code: "place_changed" });
  room.view = { zone: "main" };
  expect(await drafts.say("place", false)).toBe("place_changed");
  expect(ask.mock.calls[0]?.[0]).toMatchObject({ type: "say", scope: "place", zone: "table-1", text: "テーブルの話" });
  expect(drafts.text).toBe("テーブルの話");
  expect(drafts.held).toBe(true);
});
