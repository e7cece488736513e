/** A page's App with everything real but the network: what it asks is seen, what it is told is said. */
import type { ClientCommand, Message, Role, View } from "../../src/protocol/wire";
import { App } from "../../src/ui/app.svelte";
import type { Talk } from "../../src/voice/talking.svelte";
import type { Voice } from "../../src/voice/voice.svelte";
import { emptyView, FakeNetwork, joined, otherPlan, shown, viewMessage } from "../fakes";

/** Two booths, a gym as the hall, and nobody's place called as in the house. */
export const people = {
  me: shown("me", { nickname: "あなたの名", place: "hearth", seat: 0 }),
  haru: shown("haru", { nickname: "はるか", role: "facilitator", place: "hearth", seat: 1 }),
  sakura: shown("sakura", { nickname: "さくら", place: "hearth", seat: 2 }),
  tsubame: shown("tsubame", { nickname: "つばめ", place: "back-row", seat: 0 }),
  momiji: shown("momiji", { nickname: "もみじ", place: "green", seat: 0 }),
  kaede: shown("kaede", { nickname: "かえで", place: "gym-a", seat: 0, hall: "gym" }),
};
export const here: View = { ...emptyView, plan: otherPlan, people };

/** Something that さくら said to the room. */
export function said(id: string, text: string): Message {
  const { id: person, nickname, role, avatar } = people.sakura;
  return { id, person, nickname, role, avatar, text, scope: "room", zone: "main", to_hall: true, to: null, at: 5_000_000, removed: false };
}

/** `fresh: false` keeps what the browser kept: a reload. */
export async function stage(view: View = here, { fresh = true } = {}) {
  if (fresh) {
    localStorage.clear();
    sessionStorage.clear();
  }
  const network = new FakeNetwork();
  const fetcher = () => Promise.resolve(new Response(JSON.stringify(joined)));
  const app = new App("r", { transport: network.transport, fetcher });
  await app.session.open({ secret: "secret" });
  network.last.receiver.view(viewMessage(1, view));
  return {
    app,
    network,
    session: app.session,
    /** What was asked, oldest first. */
    asked: (): ClientCommand[] => network.last.sent.map(({ command }) => command),
    tell: (changed: View) => { network.last.receiver.view(viewMessage(2, changed)); },
  };
}

export const staffed = (role: Role = "facilitator"): View => ({ ...here, kind: "staff", role, me: "haru" });

/** A voice in some state, without a microphone. */
export function voiceThat(talk: Talk, changes: Partial<Record<"possible" | "canTalk" | "held", boolean>> = {}) {
  const calls: string[] = [];
  const called = (name: string) => () => calls.push(name);
  const voice = { sound: "on", talk, held: false, level: 0, possible: true, canTalk: true, close: called("close"), listen: called("listen"), ...changes };
  return { voice: voice as unknown as Voice, calls };
}
