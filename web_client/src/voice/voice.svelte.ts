/**
 * Hearing and being heard, as one person's states: `sound` says whether one wants to hear and whether it works, `talk` how
 * far one is with talking. Entering only receives; how each works stands in hearing.svelte.ts and talking.svelte.ts.
 */
import type { Clock } from "../protocol/clock";
import type { Answer, ClientCommand, Microphone } from "../protocol/wire";
import { onAudioSession } from "./session";
import { Hearing, type Silence, type Sound } from "./hearing.svelte";
import { Talking, type Mute, type Talk, type TalkingWord } from "./talking.svelte";

/** What is told to the person. Keys of the catalogue's `voice`. */
export type VoiceWord = TalkingWord | "gap";

/** Why there is no voice, as far as a browser knows. */
export type Trouble = Mute | Silence | "noBrowser";

export interface VoiceDeps {
  clock: Clock;
  ask: (command: ClientCommand, keep?: boolean) => Promise<Answer>;
  /** Is somebody else speaking whom one should hear? */
  somebodySpeaks: () => boolean;
  tell: (word: VoiceWord) => void;
  /** Whether one wants to hear: kept for the tab, since a page that is loaded anew is silent until it is touched. */
  wish: { heard: boolean };
}

export class Voice {
  readonly #hearing: Hearing;
  readonly #talking: Talking;

  readonly #wish: VoiceDeps["wish"];
  #wanted = $state(false);

  constructor({ clock, ask, somebodySpeaks, tell, wish }: VoiceDeps) {
    this.#wish = wish;
    this.#wanted = wish.heard;
    this.#hearing = new Hearing({ clock, ask, somebodySpeaks, sends: () => this.#talking.track, gap: () => { tell("gap"); } });
    this.#talking = new Talking({
      clock,
      ask,
      tell,
      send: (track) => { this.#hearing.send(track); },
      closed: () => { this.#hearing.letGo(); },
    });
    document.addEventListener("visibilitychange", this.#visibility);
    addEventListener("pageshow", this.#visibility);
    onAudioSession(this.#visibility);
  }

  get sound(): Sound {
    return this.#hearing.sound;
  }

  /** One wants to hear, and hears nothing until the page is touched. */
  get stopped(): boolean {
    return this.possible && (this.sound === "blocked" || (this.sound === "off" && this.#wanted));
  }

  get talk(): Talk {
    return this.#talking.talk;
  }

  /** Open only while a key or finger is down. */
  get held(): boolean {
    return this.#talking.held;
  }

  /** 0 to 1, while a microphone is tested or open; null while it cannot be measured. */
  get level(): number | null {
    return this.#talking.level;
  }

  /** Whether this browser can play or send voice at all. Message apps' own browsers often cannot. */
  get possible(): boolean {
    return typeof RTCPeerConnection === "function";
  }

  /** Why one cannot talk or hear; null where nothing is known to be wrong. */
  get trouble(): Trouble | null {
    if (!this.possible) return "noBrowser";
    return this.#talking.mute ?? (this.#talking.possible ? this.#hearing.silence : "insecure");
  }

  get canTalk(): boolean {
    return this.possible && this.#talking.possible;
  }

  set volume(volume: number) {
    this.#hearing.volume = volume;
  }

  /** 音を出す. To be called inside a tap. */
  listen(volume: number): void {
    if (!this.possible) return;
    this.#want(true);
    this.#hearing.listen(volume);
  }

  /** 音なし. Who talks stays connected, but hears nothing. */
  mute(): void {
    this.#want(false);
    this.#hearing.mute();
  }

  /** Nothing is heard for now; one still wants to. */
  silence(): void {
    this.#hearing.mute();
  }

  #want(heard: boolean): void {
    this.#wanted = heard;
    this.#wish.heard = heard;
  }

  /** A new connection to the server, or all voice peers were lost. */
  lost(): void {
    this.#hearing.lost();
  }

  /** 話す: ask for the microphone and show how loud one is. Nobody hears it. */
  test(): Promise<void> {
    return this.#talking.test();
  }

  /** 声を出す. The microphone is already there, so it is heard at once. */
  open(): Promise<Answer> {
    return this.#talking.open();
  }

  /** 押しているあいだだけ. */
  hold(down: boolean): void {
    this.#talking.hold(down);
  }

  /** 話すのをやめる: the microphone is let go altogether. */
  close(): void {
    this.#talking.close();
  }

  /** What the room says of one's own microphone: staff may have put it to rest, a place may have closed it. */
  roomSays(microphone: Microphone): void {
    this.#talking.roomSays(microphone);
  }

  /** Nothing is heard, sent or kept any more; until one comes in again. */
  end(): void {
    this.#talking.end();
    this.#hearing.mute();
  }

  #visibility = (): void => {
    if (document.visibilityState === "visible") this.#hearing.resume();
    else if (this.#talking.talk !== "off") this.#talking.close("closedHidden");
  };
}
