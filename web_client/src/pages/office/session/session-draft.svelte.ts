/** What is typed in a sheet about one session, whose version is that of the whole session: kept, compared with what somebody
 * else saved meanwhile, and sent. */
import type { SessionDetail } from "../../../protocol/office.gen";
import { Draft } from "../form/drafts.svelte";
import { Sending } from "../form/sending.svelte";
import type { Office } from "../office.svelte";

interface Sheet<T extends object, V extends object> {
  office: Office;
  /** The session as it was last read. */
  detail: () => SessionDetail;
  ondetail: (detail: SessionDetail) => void;
  /** Of the draft, and how the sheet is called. */
  what: string;
  heading: string;
  typedOf: (detail: SessionDetail) => T;
  /** For reading: what is typed, and what stands on the server. */
  told: (typed: T) => V;
  toldOf: (detail: SessionDetail) => V;
}

/** To be made while a component is. */
export class SessionDraft<T extends object, V extends object> {
  readonly draft: Draft<T>;
  readonly sending = new Sending();
  open = $state(true);
  readonly #sheet: Sheet<T, V>;

  constructor(sheet: Sheet<T, V>) {
    const { office, what, heading, typedOf } = sheet;
    const { session, version } = sheet.detail();
    this.#sheet = sheet;
    this.draft = new Draft(office, `${what} ${session.id}`, `「${session.title}」の${heading}`, typedOf(sheet.detail()), version);
  }

  /** `mine` of Conflict.svelte. */
  get value(): V {
    return this.#sheet.told(this.draft.value);
  }
  get seen(): string {
    return this.draft.seen;
  }
  set seen(version: string) {
    this.draft.ground(this.#sheet.typedOf(this.#sheet.detail()), version);
  }
  take(): void {
    const now = this.#sheet.detail();
    this.draft.take(this.#sheet.typedOf(now), now.version);
  }

  /** `load` of Conflict.svelte. */
  readonly load = async (): Promise<{ value: V; version: string } | null> => {
    const { office, detail, ondetail, toldOf } = this.#sheet;
    const answer = await office.ask<SessionDetail>("GET", `/sessions/${detail().session.id}`);
    if (!answer.ok) return null;
    ondetail(answer.value);
    return { value: toldOf(answer.value), version: answer.value.version };
  };

  /** Sends the differences; the sheet closes where that went well. */
  async save(patch: object, saved: string): Promise<void> {
    const { office, detail, ondetail } = this.#sheet;
    const after = await this.sending.send<SessionDetail>(() => office.ask("PATCH", `/sessions/${detail().session.id}`, patch, this.draft.seen));
    if (after === null) return;
    this.draft.saved();
    this.open = false;
    ondetail(after);
    office.notify(saved);
  }
}
