/** A form on its way to the server: busy, and what came back wrong, field by field. What was typed is never touched. */
import { tick } from "svelte";
import { wrong, type Answer, type Failure } from "../api";

/** Fields that are wrong, and what is said of more than one. */
const WRONG = '[aria-invalid="true"], .error, [role="alert"]';

export class Sending {
  busy = $state(false);
  problem = $state.raw<Failure | null>(null);
  /** Inside it the first wrong field takes the focus. */
  form: HTMLElement | undefined;

  /** What is wrong with a field. */
  at(path: string): string {
    return this.problem === null ? "" : wrong(this.problem.fields, path);
  }

  /** The answer's value, or null with `problem` set. */
  async send<T>(asking: () => Promise<Answer<T>>): Promise<T | null> {
    if (this.busy) return null;
    this.busy = true;
    this.problem = null;
    const answer = await asking();
    this.busy = false;
    if (answer.ok) return answer.value;
    await this.refuse(answer.problem);
    return null;
  }

  /** Also for what the page itself finds missing. */
  async refuse(problem: Failure): Promise<void> {
    this.problem = problem;
    await this.show();
  }

  /** What is wrong is in sight, also where its part of the form was folded, and the first of it has the focus. */
  async show(): Promise<void> {
    await tick();
    for (const each of this.form?.querySelectorAll(WRONG) ?? []) each.dispatchEvent(new Event("reveal", { bubbles: true }));
    await tick();
    const first = this.form?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? this.form?.querySelector<HTMLElement>("[data-trouble]");
    first?.focus();
  }

  clear(): void {
    this.problem = null;
  }
}
