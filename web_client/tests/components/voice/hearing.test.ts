/** Hearing over a real connection within the page: what stops coming, ends, or never connects is seen, said and offered anew. */
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { Hearing } from "../../../src/voice/hearing.svelte";
import { Voice } from "../../../src/voice/voice.svelte";
import { onAudioSession } from "../../../src/voice/session";
import type { Answer, ClientCommand } from "../../../src/protocol/wire";
import { FakeClock } from "../../fakes";

const open: { close: () => unknown }[] = [];

// Sound plays only on a page that was touched.
beforeAll(async () => {
  await userEvent.click(document.body);
});

afterEach(() => {
  open.splice(0).forEach((each) => void each.close());
  document.querySelectorAll("audio").forEach((element) => { element.remove(); });
});

/** One who wants to hear, by a clock that only this turns, and the server's ends of the peers that were offered. */
function listening(connecting = true) {
  const clock = new FakeClock();
  const ends: { peer: RTCPeerConnection; sender: RTCRtpSender }[] = [];
  const gaps: number[] = [];
  let speaks = false;
  const ask = async (command: ClientCommand): Promise<Answer> => {
    if (command.type !== "offer_voice") return { ok: true, answer: null, looks: null, nickname: null };
    const peer = new RTCPeerConnection();
    const context = new AudioContext();
    const tone = context.createOscillator();
    const out = context.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    open.push(peer, context);
    await peer.setRemoteDescription({ type: "offer", sdp: command.sdp });
    const [track] = out.stream.getAudioTracks();
    if (track === undefined) throw new Error("no track");
    const sender = peer.addTrack(track);
    await peer.setLocalDescription();
    await vi.waitFor(() => { expect(peer.iceGatheringState).toBe("complete"); });
    ends.push({ peer, sender });
    const sdp = peer.localDescription?.sdp ?? "";
    if (!connecting) peer.close();
    return { ok: true, answer: sdp, looks: null, nickname: null };
  };
  const hearing = new Hearing({ clock, ask, somebodySpeaks: () => speaks, sends: () => null, gap: () => { gaps.push(clock.now()); } });
  open.push({ close: () => { hearing.mute(); } });
  hearing.listen(0.5);
  clock.pass(0);
  return { hearing, clock, ends, gaps, somebody: (now: boolean) => { speaks = now; } };
}

/** Let the watch look once more: what it asks of the browser is answered in its own time. */
async function looked(clock: FakeClock, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    clock.pass(1000);
    await vi.waitFor(() => { expect(clock.waiting).toBeGreaterThan(0); });
  }
}

test("somebody speaks and nothing comes: it is said, and offered anew; silence alone is none", async () => {
  const { hearing, clock, ends, gaps, somebody } = listening();
  await vi.waitFor(() => { expect(hearing.sound).toBe("on"); }, { timeout: 10_000 });
  await ends[0]?.sender.replaceTrack(null);
  await looked(clock, 12);
  expect([gaps.length, ends.length]).toEqual([0, 1]);
  somebody(true);
  await looked(clock, 8);
  await vi.waitFor(() => { clock.pass(0); expect([gaps.length, ends.length]).toEqual([1, 2]); });
});

test("an answer that never connects is given up after a while", async () => {
  const { hearing, clock, ends } = listening(false);
  await vi.waitFor(() => { expect(clock.waiting).toBe(1); });
  expect(ends).toHaveLength(1);
  clock.pass(19_999);
  expect([hearing.sound, hearing.silence]).toEqual(["connecting", null]);
  clock.pass(1);
  expect([hearing.sound, hearing.silence]).toEqual(["failed", "noPath"]);
  hearing.mute();
  expect(hearing.silence).toBeNull();
});

test("a server that has no voice is told after it has said so twice", async () => {
  const clock = new FakeClock();
  const ask = vi.fn((): Promise<Answer> => Promise.resolve({ ok: false, code: "voice_unavailable" }));
  const hearing = new Hearing({ clock, ask, somebodySpeaks: () => false, sends: () => null, gap: () => undefined });
  open.push({ close: () => { hearing.mute(); } });
  hearing.listen(0.5);
  clock.pass(0);
  await vi.waitFor(() => { expect(hearing.sound).toBe("failed"); });
  expect([ask.mock.calls.length, hearing.silence]).toEqual([1, null]);
  clock.pass(1000);
  await vi.waitFor(() => { expect(hearing.silence).toBe("noServer"); });
  expect(ask).toHaveBeenCalledTimes(2);
});

test("a track that ends is no sound any more", async () => {
  const { hearing, clock } = listening();
  await vi.waitFor(() => { expect(hearing.sound).toBe("on"); }, { timeout: 10_000 });
  // A line may stand before what comes by it is there.
  const track = await vi.waitFor(() => {
    const [there] = (document.querySelector("audio")?.srcObject as MediaStream).getAudioTracks();
    if (there === undefined) throw new Error("no track yet");
    return there;
  });
  track.dispatchEvent(new Event("ended"));
  expect(hearing.sound).toBe("failed");
  clock.pass(1000);
  await vi.waitFor(() => { expect(hearing.sound).toBe("on"); }, { timeout: 10_000 });
});

test("sound that stopped without a word is seen within a second, and plays on when the page is seen again", async () => {
  const { hearing, clock } = listening();
  await vi.waitFor(() => { expect(hearing.sound).toBe("on"); }, { timeout: 10_000 });
  const element = document.querySelector("audio");
  if (element === null) throw new Error("no audio element");
  const paused = vi.spyOn(element, "paused", "get").mockReturnValue(true);
  clock.pass(1000);
  expect(hearing.sound).toBe("blocked");
  paused.mockRestore();
  const play = vi.spyOn(element, "play");
  hearing.resume();
  expect(play).toHaveBeenCalledOnce();
  await vi.waitFor(() => { expect(hearing.sound).toBe("on"); });
});

test("who wanted to hear before the page was loaded anew is told that nothing is heard", () => {
  const wish = { heard: true };
  const voice = new Voice({ clock: new FakeClock(), ask: () => Promise.resolve({ ok: true, answer: null, looks: null, nickname: null }), somebodySpeaks: () => false, tell: () => undefined, wish });
  expect([voice.sound, voice.stopped]).toEqual(["off", true]);
  voice.mute();
  expect([voice.stopped, wish.heard]).toEqual([false, false]);
});

test("a phone says when a call is over, and only then what it stopped plays on", () => {
  const session = Object.assign(new EventTarget(), { type: "playback", state: "interrupted" });
  Object.defineProperty(navigator, "audioSession", { value: session, configurable: true });
  const called = vi.fn();
  onAudioSession(called);
  session.dispatchEvent(new Event("statechange"));
  expect(called).not.toHaveBeenCalled();
  session.state = "active";
  session.dispatchEvent(new Event("statechange"));
  expect(called).toHaveBeenCalledOnce();
  Reflect.deleteProperty(navigator, "audioSession");
});
