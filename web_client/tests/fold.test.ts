/** The client's fold against the server's own: a scripted session, told to every kind of audience (tests/fixtures/protocol). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { View } from "../src/protocol/wire";
import { CHAT_OF_ONE_SHOWN, CHAT_SHOWN, fold, whole } from "../src/state/fold";

type Event = Parameters<typeof fold>[1];
interface Step {
  command: { type: string };
  audience: string;
  view: Omit<View, "plan"> & Partial<View>;
  events: Event[];
  expected: Omit<View, "plan"> & Partial<View>;
}

const url = new URL("../../tests/fixtures/protocol/folds.json", import.meta.url);
const schemaUrl = new URL("../src/protocol/schema.json", import.meta.url);
const schema = JSON.parse(readFileSync(schemaUrl, "utf8")) as {
  $defs: { Event: { discriminator: { mapping: Record<string, string> } } };
};
/** For two minutes nobody sees an absence; that a crowd need not wait is seen by its coming in, a link that ended by who goes. */
const toldToNobody = ["connection_lost", "connection_back", "crowd_set", "link_ended", "sat_together"];
const { plan, steps } = JSON.parse(readFileSync(url, "utf8")) as { plan: View["plan"]; steps: Step[] };

it("reads when each participant came, and what marks them, in the order of people", () => {
  const here = { plan, ...steps[0]?.view } as View;
  const [one] = Object.values(here.people);
  const people = { a: { ...one, role: "participant" }, f: { ...one, role: "facilitator" }, b: { ...one, role: "participant" }, c: { ...one, role: "participant" } };
  const came = { after: [1_800_000_000, 2, 0], marks: "031" };
  expect(whole({ ...here, people } as View, came).arrivals).toEqual([
    { person: "a", at: 1_800_000_000_000, first_time: false, greeted: false },
    { person: "b", at: 1_800_000_002_000, first_time: true, greeted: true },
    { person: "c", at: 1_800_000_002_000, first_time: true, greeted: false },
  ]);
});

describe("the client folds as the server does", () => {
  it.each(steps.map((step, index) => [index, step.command.type, step.audience, step] as const))(
    "step %i: %s, told to %s",
    (_index, _type, _audience, step) => {
      const before = whole({ plan, ...step.view } as View);
      const after = step.events.reduce((view, event) => fold(view, event), before);
      expect(after).toEqual(whole({ plan, ...step.expected } as View));
    },
  );

  it("meets every kind of event that anybody is ever sent", () => {
    const met = new Set<string>(steps.flatMap((step) => step.events.map((event) => event.type)));
    const kinds = Object.keys(schema.$defs.Event.discriminator.mapping);
    expect([...met].sort()).toEqual(kinds.filter((kind) => !toldToNobody.includes(kind)).sort());
  });
});

describe("the talk of a view", () => {
  const words = (person: string, id: string): Event => {
    const said = steps
      .flatMap((step) => step.events)
      .find((e) => e.type === "message_said" && e.message.scope === "room");
    if (said?.type !== "message_said") throw new Error("the fixture has no talk");
    return { ...said, message: { ...said.message, id, person } };
  };
  const begin = whole({ plan, ...steps[0]?.view, chat: [] } as unknown as View);
  const talk = (events: Event[]): View => events.reduce((view, event) => fold(view, event), begin);

  it("holds of whoever floods it their newest words, and all of the others", () => {
    const flood = Array.from({ length: CHAT_SHOWN * 2 }, (_, n) => words("flood", `flood-${n}`));
    const chat = talk([words("calm", "calm-1"), ...flood]).chat;
    expect(chat.map((m) => m.id)).toEqual([
      "calm-1",
      ...flood.slice(-CHAT_OF_ONE_SHOWN).map((_, n) => `flood-${CHAT_SHOWN * 2 - CHAT_OF_ONE_SHOWN + n}`),
    ]);
  });

  it("holds the newest of all where many talk", () => {
    const many = Array.from({ length: CHAT_SHOWN + 30 }, (_, n) => words(`p${n % 40}`, `m-${n}`));
    expect(talk(many).chat.map((m) => m.id)).toEqual(Array.from({ length: CHAT_SHOWN }, (_, n) => `m-${n + 30}`));
  });
});
