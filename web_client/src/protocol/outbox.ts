/**
 * Commands that wait for their acknowledgement. What is kept survives a lost connection and is sent again in its order;
 * every command of ours may be done twice without harm, because messages carry ids and the rest says how things shall be.
 */
import type { Answer, Ack, ClientCommand, Code, CommandType } from "./wire";

interface Waiting {
  command: ClientCommand;
  keep: boolean;
  sends: number;
  settle: (answer: Answer) => void;
}

/** A repeated command that was in truth carried out the first time is refused with these: that is success. */
const DONE_BEFORE: Partial<Record<CommandType, readonly Code[]>> = {
  enter: ["already_entered"],
  end_turn: ["not_your_turn"],
  leave: ["not_entered"],
  remove_message: ["no_such_message"],
  send_away: ["no_such_person"],
  let_back: ["no_such_person"],
  give_turn: ["no_hand_here"],
};
/** Refusals after which the same command, a little later, goes through. */
const TRY_AGAIN: readonly Code[] = ["too_fast", "overloaded", "storage_failed", "shutting_down"];
const MOST_SENDS = 6;

export class Outbox {
  #waiting: Waiting[] = [];
  #send: ((command: ClientCommand, told: (ack: Ack) => void) => void) | null = null;
  #later: (ms: number, call: () => void) => void;

  /** `later` waits before a refused command is tried again. */
  constructor(later: (ms: number, call: () => void) => void) {
    this.#later = later;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** Whether something that was kept has not reached the server yet. */
  get unsent(): boolean {
    return this.#send === null && this.#waiting.some((each) => each.keep);
  }

  /** Put a command in. Without a connection, one that is not kept is answered `lost` at once. */
  put(command: ClientCommand, keep: boolean): Promise<Answer> {
    if (this.#send === null && !keep) return Promise.resolve({ ok: false, code: "lost" });
    return new Promise((settle) => {
      const entry: Waiting = { command, keep, sends: 0, settle };
      this.#waiting.push(entry);
      this.#deliver(entry);
    });
  }

  /** A connection is there: everything that waits goes out, oldest first. */
  open(send: (command: ClientCommand, told: (ack: Ack) => void) => void): void {
    this.#send = send;
    for (const entry of [...this.#waiting]) this.#deliver(entry);
  }

  /** The connection is gone. */
  lose(): void {
    this.#send = null;
    for (const entry of this.#waiting.filter((each) => !each.keep)) this.#settle(entry, { ok: false, code: "lost" });
  }

  /** It is over: nothing will be sent any more. */
  end(code: Code | "lost"): void {
    this.#send = null;
    for (const entry of [...this.#waiting]) this.#settle(entry, { ok: false, code });
  }

  #deliver(entry: Waiting): void {
    const send = this.#send;
    if (send === null) return;
    // What takes the connection with it each time (too large, say) must not do so for ever.
    if (entry.sends >= MOST_SENDS) {
      this.#settle(entry, { ok: false, code: "lost" });
      return;
    }
    entry.sends += 1;
    send(entry.command, (ack) => {
      this.#told(entry, ack);
    });
  }

  #told(entry: Waiting, ack: Ack): void {
    if (!this.#waiting.includes(entry)) return;
    if (ack.ok) {
      this.#settle(entry, { ok: true, answer: ack.answer ?? null, looks: ack.looks ?? null, nickname: ack.nickname ?? null, balance: ack.balance });
      return;
    }
    if (entry.sends > 1 && DONE_BEFORE[entry.command.type]?.includes(ack.code)) {
      this.#settle(entry, { ok: true, answer: null, looks: null, nickname: null });
      return;
    }
    if (entry.keep && TRY_AGAIN.includes(ack.code) && entry.sends < MOST_SENDS) {
      const wait = Math.max(300, ack.retry_after ?? 1000);
      this.#later(wait, () => {
        if (this.#waiting.includes(entry)) this.#deliver(entry);
      });
      return;
    }
    this.#settle(entry, { ok: false, code: ack.code });
  }

  #settle(entry: Waiting, answer: Answer): void {
    this.#waiting = this.#waiting.filter((each) => each !== entry);
    entry.settle(answer);
  }
}
