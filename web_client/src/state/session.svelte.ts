/**
 * One device's way through a session: joining, the connection, the room, and how it ended. Every page (participant,
 * desk, hall) is built on this: it reads `room`, `status` and `notices`, and asks by `ask`. No page sees a socket.
 */
import { heldIn } from "../i18n/dates";
import type { Clock } from "../protocol/clock";
import { Connection, type Sink, type Status } from "../protocol/connection";
import { join } from "../protocol/join";
import type { Transport } from "../protocol/transport";
import type { Answer, ClientCommand, Code, Contact, JoinAnswer } from "../protocol/wire";
import type { Door, Keepsake } from "./keepsake";
import { noticesOf, type Notice } from "./notices";
import { Room } from "./room.svelte";

export interface SessionDeps {
  clock: Clock;
  transport: Transport;
  fetcher: typeof fetch;
  keepsake: Keepsake;
  chance: () => number;
  /** Waited for before a refusal is told: what it says has to be fetched first. */
  refused?: () => Promise<void>;
}

/** Before joining, on the way, connected (or getting there again), or over. */
export type Stage = "before" | "joining" | "live" | "over";
/** For so long もう一度のぞく is there. */
const WAY_BACK_MS = 600_000;

export type Ending = { code: Code | "left" | "lost"; forGood: boolean };

export class Session {
  readonly room: Room;
  readonly keepsake: Keepsake;
  readonly #deps: SessionDeps;
  #connection: Connection | null = null;
  #stage = $state<Stage>("before");
  #joined = $state.raw<JoinAnswer | null>(null);
  #problem = $state.raw<Code | "lost" | null>(null);
  /** Whom to ask, of whoever was let in by nothing. */
  #askInstead = $state.raw<Contact | null>(null);
  #full = $state(false);
  #status = $state.raw<Status>({ state: "connecting" });
  #ending = $state.raw<Ending | null>(null);
  #notices: ((notice: Notice) => void)[] = [];
  #voiceLost: (() => void)[] = [];
  #placesAsked = 0;
  /** How one came in, for coming back after leaving by mistake: for ten minutes, and in memory alone, so a reload ends it. */
  #way = $state.raw<Door | null>(null);
  #keepWay: (() => void) | null = null;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.keepsake = deps.keepsake;
    this.room = new Room(deps.clock);
  }

  get stage(): Stage {
    return this.#stage;
  }

  /** What joining told; null before. Stays after the end, for the next date. */
  get joined(): JoinAnswer | null {
    return this.#joined;
  }

  /** Why joining failed. */
  get problem(): Code | "lost" | null {
    return this.#problem;
  }

  /** Whom to call and where to go, as far as the server has told; kept for when there is no connection. */
  get contact(): Contact | null {
    return this.#joined?.contact ?? this.#askInstead;
  }

  /** Nobody else may look in; this goes on by itself when there is room. */
  get full(): boolean {
    return this.#full;
  }

  get status(): Status {
    return this.#status;
  }

  get ending(): Ending | null {
    return this.#ending;
  }

  /** Be called with everything that this person is to be told. Answers how to stop. */
  onNotice(call: (notice: Notice) => void): () => void {
    this.#notices.push(call);
    return () => {
      this.#notices = this.#notices.filter((each) => each !== call);
    };
  }

  /** Be called when voice has to be offered (again). Answers how to stop. */
  onVoiceLost(call: () => void): () => void {
    this.#voiceLost.push(call);
    return () => {
      this.#voiceLost = this.#voiceLost.filter((each) => each !== call);
    };
  }

  /** Join by a link or code and connect. Answers whether it worked; if not, `problem` says why. */
  async open(door: Door): Promise<boolean> {
    if (this.#stage === "joining" || this.#stage === "live") return true;
    this.#keepWay?.();
    this.#keepWay = null;
    this.#stage = "joining";
    this.#problem = null;
    this.#ending = null;
    const { keepsake } = this;
    const joined = await join({ ...door, ...keepsake.who }, this.#deps.fetcher);
    if (!joined.ok) {
      await this.#deps.refused?.();
      this.#problem = joined.code;
      this.#askInstead = joined.contact;
      this.#stage = "before";
      return false;
    }
    this.#joined = joined.answer;
    heldIn(joined.answer.zone);
    if (joined.answer.ended) {
      this.#end({ code: "session_ended", forGood: false });
      return true;
    }
    keepsake.token = joined.answer.token;
    keepsake.keepUntil(joined.answer.until_at);
    keepsake.keepDoor(door);
    keepsake.live = true;
    this.#way = door;
    this.#connect(joined.answer.token);
    return true;
  }

  /** Whether もう一度のぞく is there for somebody who has gone. */
  get mayReturn(): boolean {
    return this.#way !== null;
  }

  /** Nobody comes back from here who does not have the link. */
  forgetWay(): void {
    if (this.#stage === "over") this.#way = null;
  }

  /** Once more with what is known: こちらで続ける after another tab took over, もう一度のぞく after しずかに出る. */
  async again(): Promise<boolean> {
    const door = this.keepsake.door ?? this.#way;
    if (door === null) return false;
    this.#stage = "before";
    return this.open(door);
  }

  /** Ask the room for something. Kept commands are sent until answered, over lost connections. */
  async ask(command: ClientCommand, keep = true): Promise<Answer> {
    const connection = this.#connection;
    if (connection === null) return { ok: false, code: "lost" };
    const moves = command.type === "take_place" ? 1 : 0;
    this.#placesAsked += moves;
    const answer = await connection.ask(command, keep);
    this.#placesAsked -= moves;
    if (!answer.ok && answer.code !== "lost") await this.#deps.refused?.();
    return answer;
  }

  retryNow(): void {
    this.#connection?.retryNow();
  }

  /** The browser says that there is no network. */
  cut(): void {
    this.#connection?.cut();
  }

  /** The page is visible again, or the network is back. */
  probe(): void {
    this.#connection?.probe();
  }

  /** しずかに出る: nothing is waited for, nothing stays on the device. */
  leave(): void {
    const connection = this.#connection;
    this.#end({ code: "left", forGood: false });
    if (connection === null) return;
    void connection.ask({ type: "leave" }, false).then(() => {
      connection.stop();
    });
    this.#deps.clock.after(1500, () => {
      connection.stop();
    });
  }

  #connect(token: string): void {
    this.#connection?.stop();
    const connection: Connection = new Connection({
      transport: this.#deps.transport,
      clock: this.#deps.clock,
      chance: this.#deps.chance,
      token,
      sink: this.#sink(() => this.#connection === connection),
    });
    this.#connection = connection;
    this.#stage = "live";
    connection.start();
  }

  #sink(current: () => boolean): Sink {
    const { room } = this;
    return {
      status: (status) => {
        if (!current()) return;
        this.#status = status;
        // While it tries again, it is as full as it was.
        if (status.state !== "connecting") this.#full = status.state === "lost" && status.why === "room_full";
        if (status.state === "over") this.#end({ code: status.code, forGood: status.forGood });
      },
      view: (message) => {
        if (current())
          this.#changed(() => {
            room.take(message);
          });
      },
      events: (message) => {
        if (current())
          this.#changed(() => {
            room.happened(message);
          });
      },
      walks: (message) => {
        if (current()) room.walked(message.walks);
      },
      speaking: (message) => {
        if (current()) room.spoke(message.people);
      },
      voiceLost: () => {
        if (current()) this.#voiceLost.forEach((call) => { call(); });
      },
    };
  }

  #changed(change: () => void): void {
    const before = this.room.view;
    change();
    const after = this.room.view;
    if (before === null || after === null) return;
    for (const notice of noticesOf(before, after, { place: this.#placesAsked > 0 })) {
      this.#notices.forEach((call) => { call(notice); });
    }
  }

  #end(ending: Ending): void {
    this.#connection = null;
    this.#stage = "over";
    this.#ending = ending;
    this.room.clear();
    if (!["left", "replaced", "token_invalid"].includes(ending.code)) this.#way = null;
    else this.#keepWay = this.#deps.clock.after(WAY_BACK_MS, () => { this.forgetWay(); });
    // Another tab, or this page loaded anew, goes on with what is kept; otherwise nothing stays.
    // The device's mark stays until the session ends: without it, leaving would undo what staff decided.
    if (ending.code === "session_ended") this.keepsake.forget();
    else if (!["replaced", "old_client", "sent_away"].includes(ending.code)) this.keepsake.left();
  }
}
