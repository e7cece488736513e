/**
 * A connection that stays: it reconnects, says the last revision it has, sends again what was not acknowledged, notices
 * silence, and asks for a fresh view where something is missing.
 *
 * Theory. Attempts follow one another; `#attempt` numbers them, and what a former attempt still says is not heard. The
 * server numbers every change of the room. A viewer is not told of all of them, so revisions have gaps; but what
 * reaches past the last one and begins before it must not be folded in: then a fresh view is asked for.
 */
import type { Clock } from "./clock";
import { Outbox } from "./outbox";
import type { Link, Receiver, Transport } from "./transport";
import {
  PROTOCOL,
  type Answer,
  type Bye,
  type ClientCommand,
  type Code,
  type EventsMessage,
  type Hello,
  type SpeakingMessage,
  type ViewMessage,
  type WalksMessage,
} from "./wire";

/** The server pings every 5 s: after two missed pings and a bit nobody is there any more. */
export const SILENCE_MS = 12_000;
/** A ping is late by so much that people are told; the line may still come back. */
export const QUIET_MS = 6500;
/** Something was sent, and for so long nothing at all has come in. */
export const ANSWER_MS = 3000;
/** What still arrives just after the browser said that there is no network was on its way before. */
const STRAY_MS = 1000;
/** A probe is answered within a moment, or the line is dead. */
export const PROBE_MS = 3000;
const OPENING_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** Refusals of a connection that pass by themselves. After any other, trying again would be of no use. */
const PASSING: readonly Code[] = ["room_full", "too_fast", "overloaded", "shutting_down", "storage_failed", "internal"];

export type Status =
  | { state: "connecting" }
  | { state: "open" }
  /** Open, but nothing comes in as it should: perhaps lost already. Goes back to open by itself. */
  | { state: "quiet" }
  /** Tries again at `retryAt`, by this device's clock. `why`: the server's word, where it was there and let nobody in. */
  | { state: "lost"; retryAt: number; why: Code | null }
  | { state: "over"; code: Code | "left"; forGood: boolean };

/** Who listens to a connection. */
export interface Sink {
  status(status: Status): void;
  view(message: ViewMessage): void;
  events(message: EventsMessage): void;
  walks(message: WalksMessage): void;
  speaking(message: SpeakingMessage): void;
  /** Voice has to be offered again: after every new connection, and when the server lost all voice peers. */
  voiceLost(): void;
}

export interface ConnectionDeps {
  transport: Transport;
  clock: Clock;
  sink: Sink;
  token: string;
  /** Between 0 and 1: spreads the return of many clients after a restart. */
  chance: () => number;
}

export class Connection {
  readonly #deps: ConnectionDeps;
  readonly #outbox: Outbox;
  #link: Link | null = null;
  #attempt = 0;
  #failures = 0;
  #rev: number | null = null;
  #heardAt = 0;
  /** When something was first sent after the last that came in. */
  #sentAt: number | null = null;
  #cutAt = -Infinity;
  #status: Status = { state: "connecting" };
  #cancelWait: (() => void) | null = null;
  #cancelWatch: (() => void) | null = null;
  #probing = false;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
    this.#outbox = new Outbox((ms, call) => {
      deps.clock.after(ms, call);
    });
  }

  get status(): Status {
    return this.#status;
  }

  /** The last revision that was folded in. */
  get revision(): number | null {
    return this.#rev;
  }

  start(): void {
    if (this.#status.state === "over") return;
    this.#open();
  }

  /** Send a command. One that is kept is sent until it is answered; another is `lost` with its connection. */
  ask(command: ClientCommand, keep = true): Promise<Answer> {
    if (this.#status.state === "over") return Promise.resolve({ ok: false, code: "lost" });
    return this.#outbox.put(command, keep);
  }

  /** Do not wait any longer: try now. */
  retryNow(): void {
    if (this.#status.state === "lost" || this.#status.state === "quiet") this.#open();
  }

  /** The browser says that there is no network: no need to wait for the silence to tell. */
  cut(): void {
    this.#cutAt = this.#deps.clock.now();
    this.#doubt();
  }

  /** The page is back from sleep or another network: see whether the line still lives. */
  probe(): void {
    this.retryNow();
    if (this.#status.state !== "open" || this.#probing) return;
    const attempt = this.#attempt;
    const began = this.#deps.clock.now();
    this.#probing = true;
    let answered = false;
    void this.#outbox.put({ type: "refresh" }, false).then(() => {
      answered = true;
      this.#probing = false;
    });
    this.#deps.clock.after(PROBE_MS, () => {
      // A server that is slow to answer, and says other things meanwhile, is there.
      if (!answered && attempt === this.#attempt && this.#heardAt <= began) this.#fail();
    });
  }

  /** End it from our side. */
  stop(): void {
    this.#over("left", false);
  }

  #open(): void {
    this.#cancelTimers();
    this.#link?.close();
    this.#outbox.lose();
    const attempt = ++this.#attempt;
    this.#probing = false;
    this.#tell({ state: "connecting" });
    this.#heardAt = this.#deps.clock.now();
    const hello: Hello = { token: this.#deps.token, protocol: PROTOCOL, rev: this.#rev };
    this.#link = this.#deps.transport(hello, this.#receiver(attempt));
    this.#cancelWatch = this.#deps.clock.after(OPENING_MS, () => {
      if (attempt === this.#attempt && this.#status.state === "connecting") this.#fail();
    });
  }

  #receiver(attempt: number): Receiver {
    const current = () => attempt === this.#attempt && this.#status.state !== "over";
    const { sink } = this.#deps;
    return {
      opened: () => {
        if (current()) this.#heard();
      },
      refused: (code) => {
        if (!current()) return;
        // Only who was sent away for good is refused: the others may come again.
        if (code !== null && !PASSING.includes(code)) this.#over(code, code === "sent_away");
        else this.#fail(code);
      },
      closed: () => {
        if (current()) this.#fail();
      },
      heard: () => {
        if (current()) this.#heard();
      },
      view: (message) => {
        if (!current()) return;
        this.#rev = message.rev;
        sink.view(message);
        this.#welcomed();
      },
      events: (message) => {
        if (!current()) return;
        this.#events(message);
        this.#welcomed();
      },
      walks: (message) => {
        if (current()) sink.walks(message);
      },
      speaking: (message) => {
        if (current()) sink.speaking(message);
      },
      voiceRestarted: () => {
        if (current()) sink.voiceLost();
      },
      bye: (message) => {
        if (current()) this.#bye(message);
      },
    };
  }

  #events(message: EventsMessage): void {
    const rev = this.#rev;
    if (rev !== null && message.to <= rev) return;
    if (rev === null || message.from < rev) {
      // Without a view to fold into, or reaching back before it: only a fresh view is right.
      void this.#outbox.put({ type: "refresh" }, false);
      return;
    }
    this.#rev = message.to;
    this.#deps.sink.events(message);
  }

  /** The first thing a connection brings is what was missed: from then on it is open. */
  #welcomed(): void {
    if (this.#status.state !== "connecting") return;
    this.#failures = 0;
    this.#cancelTimers();
    this.#tell({ state: "open" });
    const link = this.#link;
    if (link !== null) {
      this.#outbox.open((command, told) => {
        link.send(command, (ack) => {
          this.#heard();
          told(ack);
        });
        this.#sent();
      });
    }
    this.#watch();
    this.#deps.sink.voiceLost();
  }

  #bye(message: Bye): void {
    if (message.code !== "left" && PASSING.includes(message.code)) this.#fail();
    else this.#over(message.code, message.for_good);
  }

  #heard(): void {
    this.#heardAt = this.#deps.clock.now();
    this.#sentAt = null;
    if (this.#status.state === "quiet" && this.#heardAt > this.#cutAt + STRAY_MS) this.#tell({ state: "open" });
  }

  #sent(): void {
    if (this.#sentAt !== null) return;
    this.#sentAt = this.#deps.clock.now();
    this.#watch();
  }

  #doubt(): void {
    if (this.#status.state === "open") this.#tell({ state: "quiet" });
  }

  /** Looks now, and again when the next thing could be overdue. */
  #watch(): void {
    this.#cancelWatch?.();
    const now = this.#deps.clock.now();
    const dead = this.#heardAt + SILENCE_MS;
    const doubtful = Math.min(this.#heardAt + QUIET_MS, (this.#sentAt ?? Infinity) + ANSWER_MS);
    if (now >= dead) {
      this.#fail();
      return;
    }
    if (now >= doubtful) this.#doubt();
    const next = now >= doubtful ? dead : doubtful;
    this.#cancelWatch = this.#deps.clock.after(next - now + 1, () => {
      this.#watch();
    });
  }

  /** This attempt is over; the next comes after a while that grows. */
  #fail(why: Code | null = null): void {
    this.#drop();
    this.#outbox.lose();
    const grown = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    const wait = grown * (0.75 + 0.5 * this.#deps.chance());
    this.#tell({ state: "lost", retryAt: this.#deps.clock.now() + wait, why });
    this.#cancelWait = this.#deps.clock.after(wait, () => {
      this.#open();
    });
  }

  #over(code: Code | "left", forGood: boolean): void {
    if (this.#status.state === "over") return;
    this.#drop();
    this.#outbox.end("lost");
    this.#tell({ state: "over", code, forGood });
  }

  #drop(): void {
    this.#cancelTimers();
    this.#attempt += 1;
    this.#link?.close();
    this.#link = null;
    this.#probing = false;
  }

  #cancelTimers(): void {
    this.#cancelWait?.();
    this.#cancelWatch?.();
    this.#cancelWait = null;
    this.#cancelWatch = null;
  }

  #tell(status: Status): void {
    this.#status = status;
    this.#deps.sink.status(status);
  }
}
