/** Sound and microphone are looked at and never believed: what stops them from outside is seen and said. */
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { Speaker } from "../../../src/voice/speaker";
import { Talking, type TalkingWord } from "../../../src/voice/talking.svelte";
import type { Answer } from "../../../src/protocol/wire";
import { FakeClock } from "../../fakes";

const contexts: AudioContext[] = [];

// Sound plays only on a page that was touched.
beforeAll(async () => {
  await userEvent.click(document.body);
});

/** A track that hums, as a microphone would give it. */
function humming(): MediaStreamTrack {
  const context = new AudioContext();
  contexts.push(context);
  const tone = context.createOscillator();
  const out = context.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const [track] = out.stream.getAudioTracks();
  if (track === undefined) throw new Error("no track");
  return track;
}

afterEach(() => {
  document.querySelectorAll("audio").forEach((element) => { element.remove(); });
  contexts.splice(0).forEach((context) => void context.close());
  vi.restoreAllMocks();
});

function element(): HTMLAudioElement {
  const found = document.querySelector("audio");
  if (found === null) throw new Error("no audio element");
  return found;
}

test("sound that was stopped from outside is said, and plays on by a tap", async () => {
  const said: boolean[] = [];
  const speaker = new Speaker((blocked) => { said.push(blocked); });
  speaker.hear(humming());
  await vi.waitFor(() => { expect(said.at(-1)).toBe(false); });
  element().pause();
  await vi.waitFor(() => { expect(said.at(-1)).toBe(true); });
  expect(element().paused).toBe(true);
  await speaker.play();
  expect([said.at(-1), element().paused]).toEqual([false, false]);
});

test("a play that is refused for whatever reason leaves a button, and no silence that looks like sound", async () => {
  const said: boolean[] = [];
  const speaker = new Speaker((blocked) => { said.push(blocked); });
  vi.spyOn(element(), "play").mockRejectedValue(new DOMException("a call", "AbortError"));
  speaker.hear(humming());
  element().pause();
  await speaker.play();
  expect(said.at(-1)).toBe(true);
});

/** Talking with a given microphone, through its test, by a clock that only this turns. */
async function talking(track: MediaStreamTrack) {
  vi.spyOn(navigator.mediaDevices, "getUserMedia").mockResolvedValue(new MediaStream([track]));
  const clock = new FakeClock();
  const told: TalkingWord[] = [];
  const sent: (MediaStreamTrack | null)[] = [];
  const talk = new Talking({
    clock,
    ask: () => Promise.resolve({ ok: true, answer: null, looks: null, nickname: null }),
    tell: (word) => { told.push(word); },
    send: (each) => { sent.push(each); },
    closed: () => undefined,
  });
  await talk.test();
  return { talk, clock, told, sent };
}

function taken(track: MediaStreamTrack, muted: boolean): void {
  Object.defineProperty(track, "muted", { get: () => muted, configurable: true });
}

test("a microphone that a call takes is not shown as measured, and is closed with a word", async () => {
  const track = humming();
  const { talk, clock, told, sent } = await talking(track);
  await talk.open();
  taken(track, true);
  clock.pass(1000);
  expect([talk.talk, talk.level]).toEqual(["open", null]);
  clock.pass(3000);
  expect([talk.talk, told, sent.at(-1)]).toEqual(["off", ["closedTaken"], null]);
});

test("what is taken for a moment only comes back by itself", async () => {
  const track = humming();
  const { talk, clock, told } = await talking(track);
  await talk.open();
  taken(track, true);
  clock.pass(1000);
  taken(track, false);
  clock.pass(10_000);
  expect([talk.talk, told]).toEqual(["open", []]);
});

test("a microphone that ended without saying so is closed", async () => {
  const track = humming();
  const { talk, clock, told } = await talking(track);
  track.stop();
  clock.pass(200);
  expect([talk.talk, told]).toEqual(["off", ["closedLost"]]);
});

test.each(["suspended", "interrupted"])("a meter that is %s never closes the microphone of somebody who talks", async (state) => {
  vi.spyOn(AudioContext.prototype, "state", "get").mockReturnValue(state as AudioContextState);
  const { talk, clock, told } = await talking(humming());
  await talk.open();
  clock.pass(600_000);
  expect([talk.talk, talk.level, told]).toEqual(["open", null, []]);
});

test("where nothing can be measured at all one talks all the same", async () => {
  const track = humming();
  vi.stubGlobal("AudioContext", () => { throw new DOMException("too many", "NotSupportedError"); });
  try {
    const { talk, told } = await talking(track);
    expect((await talk.open()).ok).toBe(true);
    expect([talk.talk, talk.level, told]).toEqual(["open", 0, []]);
  } finally {
    vi.unstubAllGlobals();
  }
});

test("three minutes without a voice, measured, close it", async () => {
  const track = humming();
  track.enabled = false;
  const { talk, clock, told } = await talking(track);
  await vi.waitFor(() => { clock.pass(100); expect(talk.level).toBe(0); });
  await talk.open();
  clock.pass(181_000);
  expect([talk.talk, told]).toEqual(["off", ["closedQuiet"]]);
});

test("what the room said before it heard of the microphone closes nothing; what it says afterwards does", async () => {
  vi.spyOn(navigator.mediaDevices, "getUserMedia").mockResolvedValue(new MediaStream([humming()]));
  let answer: (value: Answer) => void = () => undefined;
  const talk = new Talking({
    clock: new FakeClock(),
    ask: () => new Promise((resolve) => { answer = resolve; }),
    tell: () => undefined,
    send: () => undefined,
    closed: () => undefined,
  });
  await talk.test();
  const opening = talk.open();
  talk.roomSays("off");
  expect(talk.talk).toBe("open");
  answer({ ok: true, answer: null, looks: null, nickname: null });
  await opening;
  talk.roomSays("off");
  expect(talk.talk).toBe("off");
});
