/** Changes of a run sheet: each answers the whole sheet that is asked for. Steps are known by their keys, wherever they stand. */
import type { Mode, Speak, Step } from "../../protocol/wire";

/** So many steps a sheet takes. */
export const MOST_STEPS = 40;
export const MOST_MINUTES = 600;

/** What can be written of a step. */
export interface Fields {
  title: string;
  minutes: number;
  mode: Mode | null;
  speak: Speak | null;
  text: string;
  notes: string;
}

export function fieldsOf(step: Partial<Step>): Fields {
  const { title = "", minutes = 0, mode = null, speak = null, text = "", notes = "" } = step;
  return { title, minutes, mode, speak, text, notes };
}

/** Only what was written: what another of the staff wrote meanwhile elsewhere in the step stays. */
export function written(before: Fields, now: Fields): Partial<Fields> {
  const names = Object.keys(now) as (keyof Fields)[];
  return Object.fromEntries(names.filter((name) => before[name] !== now[name]).map((name) => [name, now[name]]));
}

export function changed(steps: readonly Step[], key: string, changes: Partial<Step>): Step[] {
  return steps.map((step) => (step.key === key ? { ...step, ...changes } : step));
}

/** Longer or shorter by so many minutes, as far as that goes. */
export function longer(steps: readonly Step[], key: string, by: number): Step[] {
  const of = (step: Step) => Math.min(MOST_MINUTES, Math.max(0, (step.minutes ?? 0) + by));
  return steps.map((step) => (step.key === key ? { ...step, minutes: of(step) } : step));
}

export function moved(steps: readonly Step[], key: string, by: 1 | -1): Step[] {
  const at = steps.findIndex((step) => step.key === key);
  const [step, other] = [steps[at], steps[at + by]];
  if (step === undefined || other === undefined) return [...steps];
  const made = [...steps];
  made[at] = other;
  made[at + by] = step;
  return made;
}

/** The step that 前へ leads back to: the last before that is not skipped; -1 before the first. */
export function beforeOf(steps: readonly Step[], step: number): number {
  return steps.slice(0, step).findLastIndex((each) => !each.skipped);
}
