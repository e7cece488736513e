/** A series as its form holds it, between what a clerk typed and what the server keeps. Pure. */
import type { Duty, Entry, KindShown, ProgrammeShown, Schedule, SeriesBody, SeriesShown, Task } from "../../../protocol/office.gen";
import { common } from "../office-words";
import { entryTold } from "../form/told";
import { formOfRrule } from "../schedule/rrule";
import { newRule, newSchedule, type ScheduleForm } from "../schedule/rule-form";
import { formOfSchedule, scheduleOf } from "../schedule/schedule";
import { scheduleWords } from "../schedule/schedule-words";
import { sessionWords } from "../session/session-words";
import { dayWords, laterClock } from "../when";
import { seriesWords } from "./series-words";

/** What is typed of a series, new or not. Only plain data: it waits in the tab until it is saved. */
export interface SeriesTyped {
  programme: string;
  title: string;
  form: ScheduleForm;
  sameEntry: boolean;
  entry: Entry;
  online: number | null;
  hall: number | null;
  listeners: number | null;
  crew: { crew: string; task: Task }[];
  note: string;
  listed: boolean;
  /** Of one that is changed: whether its repetition is, from when, and how far back. */
  changingRules: boolean;
  reach: "later" | "all";
  from: string;
}

/** What a new one begins with. */
export interface Ground {
  programmes: readonly ProgrammeShown[];
  kinds: readonly KindShown[];
  venues: readonly string[];
  today: string;
}

export function newTyped(programme: string, ground: Ground): SeriesTyped {
  const typed: SeriesTyped = {
    programme,
    title: "",
    form: newSchedule(ground.today),
    sameEntry: true,
    entry: {},
    online: null,
    hall: null,
    listeners: null,
    crew: [],
    note: "",
    listed: true,
    changingRules: false,
    reach: "later",
    from: ground.today,
  };
  begin(typed, ground, true);
  return typed;
}

/** A programme says how long, where and who; the clerk says when. `propose` the repetition that is usual for its kind, too. */
export function begin(typed: SeriesTyped, { programmes, kinds, venues }: Ground, propose: boolean): void {
  const body = programmes.find((each) => each.id === typed.programme)?.programme;
  if (body === undefined) return;
  if (typed.title === "") typed.title = body.name;
  typed.entry = { ...(body.entry ?? {}) };
  const [first] = typed.form.rules;
  if (first === undefined) return;
  const example = kinds.find((each) => each.kind === body.kind)?.example_rule;
  if (example !== undefined && propose) Object.assign(first, formOfRrule(example));
  first.end = laterClock(first.start, body.minutes ?? 120);
  first.places = [{ form: body.form ?? "hybrid", venue: first.places[0]?.venue ?? (venues.length === 1 ? (venues[0] ?? null) : null) }];
}

/** One that is there already, as `shown`. */
export function typedOf(shown: SeriesShown, { programmes, today }: Ground): SeriesTyped {
  const body = shown.series;
  const form = formOfSchedule(body.schedule);
  if (form.rules.length === 0) form.rules = [newRule()];
  return {
    programme: body.programme,
    title: body.title,
    form,
    sameEntry: body.entry === null || body.entry === undefined,
    entry: { ...(body.entry ?? programmes.find((each) => each.id === body.programme)?.programme.entry ?? {}) },
    online: body.capacities?.online ?? null,
    hall: body.capacities?.hall ?? null,
    listeners: body.capacities?.listeners ?? null,
    crew: (body.crew ?? []).map((duty) => ({ crew: duty.crew, task: duty.task ?? "facilitate" })),
    note: body.note ?? "",
    listed: body.listed ?? true,
    changingRules: false,
    reach: "later",
    from: today,
  };
}

export function bodyOf(typed: SeriesTyped, schedule: Schedule): SeriesBody {
  const { programme, title, online, hall, listeners, note, listed } = typed;
  const capacities = online === null && hall === null && listeners === null ? null : { online, hall, listeners };
  const crew: Duty[] = typed.crew.filter((each) => each.crew !== "").map((each) => ({ ...each }));
  return { programme, title, schedule, entry: typed.sameEntry ? null : typed.entry, capacities, crew, note, listed };
}

/** First and last day and holidays as they were typed; the rules as they are on the server. */
export function framed(typed: SeriesTyped, before: Schedule | undefined): Schedule {
  return { ...scheduleOf(typed.form), rules: before?.rules ?? [], changes: before?.changes ?? [] };
}

/** The change that the typed repetition asks for. */
export function replacement(typed: SeriesTyped) {
  const { rules } = scheduleOf(typed.form);
  const date = typed.reach === "all" ? typed.form.startsOn : typed.from;
  return { kind: "replace" as const, date, scope: typed.reach, rules: (rules ?? []).map((rule) => ({ ...rule })) };
}

export function changedSchedule(typed: SeriesTyped, before: Schedule | undefined): Schedule {
  const frame = framed(typed, before);
  return typed.changingRules ? { ...frame, changes: [...(frame.changes ?? []), replacement(typed)] } : frame;
}

/** The same series, whatever its empty fields are written as. Its rules are changed by a change, and not compared. */
export function same(one: SeriesBody, other: SeriesBody): boolean {
  return JSON.stringify(normal(one)) === JSON.stringify(normal(other));
}

function normal(of: SeriesBody): unknown[] {
  const { schedule, entry } = of;
  const seats = of.capacities;
  return [
    of.title,
    [schedule.timezone, schedule.starts_on, schedule.ends_on ?? null],
    [schedule.holidays, schedule.weekends ?? "hold", [...(schedule.closed ?? [])].sort(), schedule.on_closed],
    entry === null || entry === undefined ? null : [entry.kind, entry.waiting_list, entry.opens_days_before, entry.closes_hours_before],
    [seats?.online ?? null, seats?.hall ?? null, seats?.listeners ?? null],
    (of.crew ?? []).map((duty) => [duty.crew, duty.task]),
    of.note ?? "",
    of.listed ?? true,
  ];
}

/** Every part in words, so that two clerks' versions can be read beside each other; `when` is how its repetition reads. */
export function told(typed: SeriesTyped, when: string, names: (crew: string) => string, tasks: Record<Task, string>) {
  const { form } = typed;
  const words = scheduleWords;
  const closed = [form.yearEnd ? words.yearEnd : "", ...form.closed].filter(Boolean).join("、");
  return {
    title: typed.title.trim(),
    when,
    period: `${dayWords(form.startsOn, true)}〜${form.endless || form.endsOn === "" ? "" : dayWords(form.endsOn, true)}`,
    holidays: [words.policies[form.holidays], form.weekends === "hold" ? "" : `${words.weekends}${words.policies[form.weekends]}`, closed].filter(Boolean).join("、"),
    entry: typed.sameEntry ? seriesWords.form.same : entryTold(typed.entry),
    seats: sessionWords.seatsWords(typed.online, typed.hall, typed.listeners) || seriesWords.form.asProgramme,
    crew: typed.crew.filter((each) => each.crew !== "").map((each) => `${names(each.crew)} ${tasks[each.task]}`).join("、"),
    listed: typed.listed,
    note: typed.note.trim(),
  };
}

/** What is set of who comes and how, in one line: 入りかたはプログラムと同じ(予約なし)・定員 会場20人. */
export function whoTold(typed: SeriesTyped, template: ProgrammeShown | null): string {
  const words = seriesWords.told;
  const kind = template?.programme.entry?.kind ?? "free";
  const entry = template === null ? words.sameUnknown : words.same(common.entries[kind].label);
  const seats = sessionWords.seatsWords(typed.online, typed.hall, typed.listeners);
  const crew = typed.crew.filter((each) => each.crew !== "").length;
  return [
    typed.sameEntry ? entry : common.entries[typed.entry.kind ?? "free"].label,
    seats ? words.seats(seats) : words.seatsSame,
    crew > 0 ? words.crew(crew) : "",
    typed.listed ? "" : words.unlisted,
    typed.note.trim() ? words.note : "",
  ].filter(Boolean).join("・");
}

export type SeriesTold = ReturnType<typeof told>;
