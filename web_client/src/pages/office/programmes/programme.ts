/** A programme as its form holds it: every field there, so that what was typed can be compared with what is saved. */
import type { Entry, Form, Localised, ProgrammeBody, RunStep } from "../../../protocol/office.gen";

export type Language = "ja" | "ja_simple" | "en";
export const LANGUAGES: readonly Language[] = ["ja", "ja_simple", "en"];
/** Document languages of the texts. */
export const LANG: Record<Language, string> = { ja: "ja", ja_simple: "ja", en: "en" };

/** How sessions are held; `notice`: they are only announced. */
export type ProgrammeMode = NonNullable<ProgrammeBody["mode"]>;
/** How a step is held; empty: as before. */
export type StepMode = NonNullable<RunStep["mode"]>;

/** What a step lays in the middle; empty: nothing. */
export type StepBrings = NonNullable<RunStep["brings"]>["kind"] | "";

/** How one takes part in a step; empty: as before. */
export type StepSpeak = NonNullable<RunStep["speak"]>;

export interface StepForm {
  /** For the page only. */
  key: number;
  title: string;
  minutes: number | null;
  mode: StepMode;
  speak: StepSpeak;
  /** What all in the room are told of it. */
  text: string;
  /** For the staff alone. */
  notes: string;
  /** What is laid in the middle as it begins; empty: nothing. */
  brings: StepBrings;
  /** Of a prompt that is laid there. */
  prompt: string;
  /** Which activity of the library, or which ready-made deck. */
  which: string;
}

/** Characters of `text` and of `notes`. */
export const STEP_WORDS = 400;

export interface ProgrammeForm {
  kind: string;
  name: string;
  slug: string;
  mode: ProgrammeMode;
  form: Form;
  summary: Record<Language, string>;
  how: Record<Language, string>;
  conditions: string[];
  entry: Entry;
  online: number | null;
  hall: number | null;
  listeners: number | null;
  early: number | null;
  minutes: number | null;
  steps: StepForm[];
  tables: number | null;
  facilitate: number | null;
  assist: number | null;
  onCall: number | null;
  firstTime: boolean;
  themes: boolean;
  listed: boolean;
}

export function textsOf(text: Localised | undefined): Record<Language, string> {
  return { ja: text?.ja ?? "", ja_simple: text?.ja_simple ?? "", en: text?.en ?? "" };
}

export function formOf(body: ProgrammeBody): ProgrammeForm {
  return {
    kind: body.kind,
    name: body.name,
    slug: body.slug ?? "",
    mode: body.mode ?? "ibasho",
    form: body.form ?? "hybrid",
    summary: textsOf(body.summary),
    how: textsOf(body.how),
    conditions: [...(body.conditions ?? [])],
    entry: {
      kind: body.entry?.kind ?? "free",
      waiting_list: body.entry?.waiting_list ?? true,
      opens_days_before: body.entry?.opens_days_before ?? 60,
      closes_hours_before: body.entry?.closes_hours_before ?? 0,
    },
    online: body.capacities?.online ?? null,
    hall: body.capacities?.hall ?? null,
    listeners: body.capacities?.listeners ?? null,
    early: body.early_minutes ?? 30,
    minutes: body.minutes ?? 120,
    steps: (body.steps ?? []).map((step, key) => ({
      key,
      title: step.title,
      minutes: step.minutes ?? 0,
      mode: step.mode ?? "",
      speak: step.speak ?? "",
      text: step.text ?? "",
      notes: step.notes ?? "",
      brings: step.brings?.kind ?? "",
      prompt: step.brings?.text ?? "",
      which: step.brings?.activity ?? step.brings?.deck ?? "",
    })),
    tables: body.tables ?? 3,
    facilitate: body.staff_needed?.facilitate ?? 1,
    assist: body.staff_needed?.assist ?? 1,
    onCall: body.staff_needed?.on_call ?? 0,
    firstTime: body.ask_first_time ?? false,
    themes: body.ask_themes ?? false,
    listed: body.listed ?? true,
  };
}

/** Steps as a draft kept them, also one from before they had words. */
export function whole(steps: readonly (Pick<StepForm, "key" | "title" | "minutes" | "mode"> & Partial<StepForm>)[]): StepForm[] {
  return steps.map((step) => ({ speak: "", text: "", notes: "", brings: "", prompt: "", which: "", ...step }));
}

/** Minutes of all steps. What is no number yet counts nothing. */
export function minutesOf(steps: readonly StepForm[]): number {
  return steps.reduce((all, step) => all + (typeof step.minutes === "number" ? step.minutes : 0), 0);
}

/** The same steps with one of them elsewhere: where another stood that then makes room. */
export function movedTo(steps: readonly StepForm[], from: number, to: number): StepForm[] {
  const rest = steps.filter((_, at) => at !== from);
  return [...rest.slice(0, to), ...steps.slice(from, from + 1), ...rest.slice(to)];
}

/** A key that no step has, also none that was taken away and may come back. */
export function nextKey(steps: readonly StepForm[], gone = -1): number {
  return Math.max(gone, -1, ...steps.map((step) => step.key)) + 1;
}

/** Empty lines at the end of a list of lines are nothing. */
function lines(texts: Record<Language, string>): Localised {
  const clean = (text: string): string => text.split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
  return { ja: clean(texts.ja), ja_simple: clean(texts.ja_simple), en: clean(texts.en) };
}

function brought(brings: Exclude<StepBrings, "">, text: string, which: string): Omit<NonNullable<RunStep["brings"]>, "kind"> {
  if (brings === "prompt") return { text };
  if (brings === "activity") return { activity: which };
  return brings === "cards" ? { deck: which } : {};
}

export function bodyOf(form: ProgrammeForm): ProgrammeBody {
  return {
    kind: form.kind,
    name: form.name,
    slug: form.slug.trim() === "" ? null : form.slug.normalize("NFKC").trim().toLowerCase(),
    mode: form.mode,
    form: form.form,
    summary: { ...form.summary },
    how: lines(form.how),
    conditions: [...form.conditions],
    entry: { ...form.entry },
    capacities: { online: form.online, hall: form.hall, listeners: form.listeners },
    early_minutes: form.early ?? 0,
    minutes: form.minutes ?? 120,
    steps: form.steps.map(({ title, minutes, mode, speak, text, notes, brings, prompt, which }) => ({
      ...{ title, minutes: minutes ?? 0, mode, speak, text, notes },
      ...(brings === "" ? {} : { brings: { kind: brings, ...brought(brings, prompt, which) } }),
    })),
    tables: form.tables ?? 0,
    staff_needed: { facilitate: form.facilitate ?? 0, assist: form.assist ?? 0, on_call: form.onCall ?? 0 },
    ask_first_time: form.firstTime,
    ask_themes: form.themes,
    listed: form.listed,
  };
}
