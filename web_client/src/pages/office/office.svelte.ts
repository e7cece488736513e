/** What the office's pages stand on: who is signed in, for which organisation, where in the page, and what was just said. */
import { realClock } from "../../protocol/clock";
import type { Action, Done, Me, OrganisationShown } from "../../protocol/office.gen";
import { Notes, type Note } from "../../ui/notes.svelte";
import { call, type Answer, type Method } from "./api";
import { forgetAll } from "./form/drafts.svelte";
import { routeOf, type Route } from "./route";
import { common } from "./office-words";

const MANNER = { staysMs: 15_000, most: 3 };
/** Between the tabs of a browser: the account that has left. */
const TABS = "engawa-office";
const CHOSEN = "engawa-office-organisation";

/** A browser that forbids storage simply forgets which organisation was chosen. */
function kept(): string | null {
  try {
    return localStorage.getItem(CHOSEN);
  } catch {
    return null;
  }
}

function keep(id: string): void {
  try {
    localStorage.setItem(CHOSEN, id);
  } catch {
    // The first organisation is chosen next time.
  }
}

/** What usually comes next after something was saved: a page, or a paper to print. */
export type Next = { label: string } & ({ href: string; pdf?: never } | { pdf: string; href?: never });

export class Office {
  #me = $state.raw<Me | null>(null);
  #chosen = $state<string | null>(kept());
  #route = $state.raw<Route>(routeOf(location.hash));
  readonly notes = new Notes(realClock, MANNER);
  /** The session ended while somebody was working: sign in again, and nothing that was typed is lost. */
  expired = $state(false);
  /** Grows when something was changed from a note (元に戻す): pages that show it load again. */
  stamp = $state(0);
  /** Stands on the page that one was led to, until that page is left. */
  #next = $state.raw<{ at: string; what: Next } | null>(null);
  /** Pages on which one has already moved: then the heading takes the focus. */
  moved = false;

  readonly #tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(TABS);

  constructor() {
    this.#tabs?.addEventListener("message", (event) => { if (event.data === this.#me?.id) this.farewell(); });
  }

  get me(): Me | null {
    return this.#me;
  }

  get route(): Route {
    return this.#route;
  }

  get organisation(): OrganisationShown | null {
    const all = this.#me?.organisations ?? [];
    return all.find((each) => each.id === this.#chosen) ?? all[0] ?? null;
  }

  /** The organisation's id; pages are only shown when there is one. */
  get id(): string {
    return this.organisation?.id ?? "";
  }

  /** Programmes, series, dates, venues, crew, rota. */
  get mayPlan(): boolean {
    return this.#may("plan");
  }

  /** Links, reservations, the record of a session. */
  get mayRun(): boolean {
    return this.#may("run");
  }

  /** Staff, settings, the log of sign-ins. */
  get mayAdminister(): boolean {
    return this.#may("administer");
  }

  /** Whether this account has to set up a second factor before anything else of the organisation. */
  get needsTotp(): boolean {
    return (this.organisation?.totp_required ?? false) && !(this.#me?.totp ?? false);
  }

  /** As the server said it; it asks again with each request. */
  #may(action: Action): boolean {
    return this.organisation?.may.includes(action) ?? false;
  }

  welcome(me: Me): void {
    forgetAll(me.id);
    this.#me = me;
    this.expired = false;
  }

  /** Sign out. False, with a note, while the server has not said that it is done: whoever comes next would still be in. */
  async signOut(): Promise<boolean> {
    const answer = await call<Done>("POST", "/sign-out");
    if (!answer.ok && answer.status !== 401) {
      this.notify(common.notSignedOut);
      return false;
    }
    this.leave();
    return true;
  }

  /** Nothing of whoever was signed in stays in any tab of this browser. */
  leave(): void {
    if (this.#me !== null) this.#tabs?.postMessage(this.#me.id);
    this.farewell();
  }

  /** The same, in this tab alone. */
  farewell(): void {
    forgetAll();
    this.#me = null;
    this.expired = false;
    this.notes.clear();
  }

  choose(organisation: string): void {
    this.#chosen = organisation;
    keep(organisation);
    this.go("/calendar");
  }

  /** `path` begins after /api/office, such as `/me`. */
  async call<T>(method: Method, path: string, body?: object, seen?: string): Promise<Answer<T>> {
    const answer = await call<T>(method, path, body, seen);
    if (!answer.ok && answer.status === 401 && answer.problem.code === "not_signed_in" && this.#me !== null) {
      this.expired = true;
    } else if (!answer.ok && answer.problem.code === "totp_required") await this.#again();
    return answer;
  }

  /** The organisation has come to require a second factor while somebody worked: they are led to it. */
  async #again(): Promise<void> {
    const answer = await call<Me>("GET", "/me");
    if (answer.ok) this.welcome(answer.value);
  }

  /** `path` begins after the organisation, such as `/venues`; `seen` is the version that was shown of what is changed. */
  async ask<T>(method: Method, path: string, body?: object, seen?: string): Promise<Answer<T>> {
    return this.call<T>(method, `/${this.id}${path}`, body, seen);
  }

  /** To another page: `/session/abc`. `replace` leaves no step for the back button. */
  go(path: string, replace = false): void {
    const hash = `#${path}`;
    if (location.hash === hash) {
      this.#route = routeOf(hash);
      return;
    }
    if (replace) {
      history.replaceState(null, "", hash);
      this.follow();
    } else location.hash = hash;
  }

  get next(): Next | null {
    return this.#next?.at === this.#route.path ? this.#next.what : null;
  }

  /** Say what comes next, on the page that is just being gone to. */
  offer(what: Next): void {
    this.#next = { at: routeOf(location.hash).path, what };
  }

  /** The address has changed. */
  follow(): void {
    this.moved = true;
    this.#route = routeOf(location.hash);
    if (this.#next?.at !== this.#route.path) this.#next = null;
  }

  /** Show a note, and say it; `undo` takes back what it tells of. */
  notify(text: string, undo?: Note["undo"]): void {
    this.notes.show(undo === undefined ? text : { text, undo, said: `${text}。${common.note.canUndo}` });
  }

  /** Only for the ear. */
  say(text: string): void {
    this.notes.announcer.now(text);
  }
}
