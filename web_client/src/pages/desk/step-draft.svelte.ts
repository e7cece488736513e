/**
 * A step that is being written: one of the sheet, or a new one. What is typed stays until it stands on the sheet, over a refusal and
 * a reload. It knows which sheet was seen when it was begun; where another of the staff has changed that since, it is refused once,
 * and then goes into the new one with what was written, and nothing else.
 */
import { clientId } from "../../protocol/ids";
import type { Code, Step } from "../../protocol/wire";
import type { Session } from "../../state/session.svelte";
import { changed, fieldsOf, written, type Fields } from "./sheet";
import { same } from "./sheet-changes.svelte";

interface Kept {
  key: string;
  added: boolean;
  before: Fields;
  fields: Fields;
  /** Null after the refusal: from then on the sheet that is shown beside it is the one that was seen. */
  seen: number | null;
}

function read(text: string): Kept | null {
  try {
    return JSON.parse(text) as Kept;
  } catch {
    return null;
  }
}

export class StepDraft {
  readonly #session: Session;
  #kept = $state.raw<Kept | null>(null);
  #sending = $state(false);
  #problem = $state<Code | "lost" | null>(null);

  constructor(session: Session) {
    this.#session = session;
    this.#kept = read(session.keepsake.written("step"));
  }

  get open(): boolean {
    return this.#kept !== null;
  }

  get key(): string {
    return this.#kept?.key ?? "";
  }

  get added(): boolean {
    return this.#kept?.added === true;
  }

  get before(): Fields {
    return this.#kept?.before ?? fieldsOf({});
  }

  get fields(): Fields {
    return this.#kept?.fields ?? fieldsOf({});
  }

  get sending(): boolean {
    return this.#sending;
  }

  /** Why it was refused. */
  get problem(): Code | "lost" | null {
    return this.#problem;
  }

  /** Another of the staff has changed the sheet since it was begun. */
  get overtaken(): boolean {
    return this.#kept !== null && this.#kept.seen === null;
  }

  begin(step: Step | null): void {
    const before = fieldsOf(step ?? {});
    const seen = this.#session.room.view?.sheet_rev ?? 0;
    this.#problem = null;
    this.#keep({ key: step?.key ?? clientId(), added: step === null, before, fields: before, seen });
  }

  write(changes: Partial<Fields>): void {
    if (this.#kept !== null) this.#keep({ ...this.#kept, fields: { ...this.#kept.fields, ...changes } });
  }

  /** One's own other change of the sheet that was seen is no news. */
  follow(seen: number): void {
    if (this.#kept?.seen === seen) this.#keep({ ...this.#kept, seen: seen + 1 });
  }

  drop(): void {
    this.#problem = null;
    this.#keep(null);
  }

  /** Answers whether it stands on the sheet. */
  async save(): Promise<boolean> {
    const { view } = this.#session.room;
    const kept = this.#kept;
    if (kept === null || view === null || this.#sending) return false;
    const steps = this.#sheet(view.steps, kept);
    if (same(steps, view.steps)) {
      this.drop();
      return true;
    }
    this.#sending = true;
    const seen = Math.min(kept.seen ?? Infinity, view.sheet_rev);
    const answer = await this.#session.ask({ type: "change_sheet", steps, seen });
    this.#sending = false;
    if (answer.ok) this.drop();
    else if (answer.code !== "lost") {
      this.#problem = answer.code;
      if (answer.code === "sheet_changed" && this.#kept !== null) this.#keep({ ...this.#kept, seen: null });
    }
    return answer.ok;
  }

  #sheet(steps: readonly Step[], { key, before, fields }: Kept): Step[] {
    const there = steps.some((step) => step.key === key);
    return there ? changed(steps, key, written(before, fields)) : [...steps, { ...fields, key }];
  }

  #keep(kept: Kept | null): void {
    this.#kept = kept;
    this.#session.keepsake.write("step", kept === null ? "" : JSON.stringify(kept));
  }
}
