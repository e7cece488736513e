/** Between the form of a schedule and what the server keeps, both ways. Pure. */
import type { Rule, Schedule } from "../../../protocol/office.gen";
import { formOfRrule, rruleOf } from "./rrule";
import { newRule, YEAR_END, type RuleForm, type ScheduleForm } from "./rule-form";

export function formOfRule(rule: Rule): RuleForm {
  const base = newRule({
    id: rule.id ?? "",
    start: rule.start,
    end: rule.end ?? "",
    openEnd: rule.end === null || rule.end === undefined,
    places: rule.places === undefined || rule.places.length === 0 ? [{ form: "hybrid", venue: null }] : [...rule.places],
    rooms: [...(rule.rooms ?? [])],
    blocks: [...(rule.blocks ?? [])],
    elapsed: rule.elapsed === true,
  });
  if (rule.rule === null || rule.rule === undefined) return { ...base, pattern: "dates", dates: [...(rule.dates ?? [])].sort(), ...more(rule) };
  return { ...base, ...formOfPattern(rule, rule.rule), ...more(rule) };
}

/** A rule that only some days of a kind may have is 平日・祝日・開庁日, if it is every day's; any other is shown as it is written. */
function formOfPattern(rule: Rule, rrule: string): Partial<RuleForm> {
  const only = rule.only ?? null;
  const nth = [...(rule.nth ?? [])];
  if (only === null) return formOfRrule(rrule);
  const daily = /^FREQ=DAILY(?:;COUNT=(\d+))?$/.exec(rrule);
  if (daily !== null) return { pattern: "kind", kind: only, numbers: nth, count: daily[1] === undefined ? null : Number(daily[1]) };
  return { pattern: "raw", raw: rrule, kept: { only, nth } };
}

function more(rule: Rule): Partial<RuleForm> {
  return {
    shortMonths: rule.short_months ?? "skip",
    heldTurns: rule.turns === "held",
    ...(rule.held === null || rule.held === undefined ? {} : { held: true, count: rule.held }),
  };
}

export function ruleOf(form: RuleForm): Rule {
  const rrule = rruleOf(form);
  const course = form.held && form.count !== null;
  return {
    ...(form.elapsed ? { elapsed: true } : {}),
    ...(form.pattern === "raw" && form.kept.only !== undefined ? { only: form.kept.only, nth: form.kept.nth ?? [] } : {}),
    ...(form.pattern === "kind" ? { only: form.kind, nth: [...form.numbers].sort((a, b) => (a < 0 ? 100 : a) - (b < 0 ? 100 : b)) } : {}),
    ...(form.shortMonths === "skip" || !hasShortMonths(form) ? {} : { short_months: form.shortMonths }),
    ...(course ? { held: form.count } : {}),
    ...(form.heldTurns && form.places.length > 1 ? { turns: "held" as const } : {}),
    ...(form.id === "" ? {} : { id: form.id }),
    ...(form.pattern === "dates" ? { dates: [...new Set(form.dates)].sort() } : { rule: rrule ?? "" }),
    start: form.start,
    end: form.openEnd || form.end === "" ? null : form.end,
    places: form.places.map((place) => {
      const venue = place.form === "online" ? "" : (place.venue ?? "").trim();
      return { form: place.form ?? "hybrid", venue: venue === "" ? null : venue };
    }),
    rooms: form.rooms.map((room) => ({ name: room.name.trim(), start: room.start || null, end: room.end || null })),
    blocks: form.blocks,
  };
}

/** Whether dates of this rule belong to a course, 全◯回 as people count. */
export function ofCourse(schedule: Schedule, rule: string): boolean {
  const replaced = (schedule.changes ?? []).flatMap((change) => (change.kind === "replace" ? change.rules : []));
  return [...(schedule.rules ?? []), ...replaced].some((each) => each.id === rule && (each.held ?? null) !== null);
}

/** Whether some months may lack a day of the rule. */
export function hasShortMonths(form: RuleForm): boolean {
  if (form.pattern === "raw") return form.shortMonths !== "skip";
  const byDay = form.pattern === "day" || (form.pattern === "yearly" && form.yearlyBy === "day");
  return byDay && form.days.some((day) => day > 28);
}

/** Whether a weekend may have to give way: a rule names days of the month, whatever weekday they are. */
export function hasWeekends(form: ScheduleForm): boolean {
  const byDay = (rule: RuleForm): boolean => rule.pattern === "day" || rule.pattern === "raw" || (rule.pattern === "yearly" && rule.yearlyBy === "day");
  return form.weekends !== "hold" || form.rules.some(byDay);
}

export function formOfSchedule(schedule: Schedule): ScheduleForm {
  const closed = schedule.closed ?? [];
  return {
    timezone: schedule.timezone ?? "Asia/Tokyo",
    startsOn: schedule.starts_on,
    endless: schedule.ends_on === null || schedule.ends_on === undefined,
    endsOn: schedule.ends_on ?? "",
    rules: currentRules(schedule).map(formOfRule),
    holidays: schedule.holidays ?? "hold",
    weekends: schedule.weekends ?? "hold",
    yearEnd: closed.includes(YEAR_END),
    closed: closed.filter((each) => each !== YEAR_END),
    onClosed: schedule.on_closed ?? "skip",
    changes: schedule.changes ?? [],
  };
}

/** The rules that hold at the end: those of the last replacement, if there was one. */
export function currentRules(schedule: Schedule): Rule[] {
  for (const change of [...(schedule.changes ?? [])].reverse()) if (change.kind === "replace") return change.rules;
  return schedule.rules ?? [];
}

export function scheduleOf(form: ScheduleForm): Schedule {
  return {
    timezone: form.timezone,
    starts_on: form.startsOn,
    ends_on: form.endless || form.endsOn === "" ? null : form.endsOn,
    rules: form.rules.map(ruleOf),
    holidays: form.holidays,
    weekends: form.weekends,
    closed: [...(form.yearEnd ? [YEAR_END] : []), ...form.closed],
    on_closed: form.onClosed,
    changes: form.changes,
  };
}
