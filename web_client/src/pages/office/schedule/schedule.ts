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
  });
  if (rule.rule === null || rule.rule === undefined) return { ...base, pattern: "dates", dates: [...(rule.dates ?? [])].sort() };
  return { ...base, ...formOfRrule(rule.rule) };
}

export function ruleOf(form: RuleForm): Rule {
  const rrule = rruleOf(form);
  return {
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

export function formOfSchedule(schedule: Schedule): ScheduleForm {
  const closed = schedule.closed ?? [];
  return {
    timezone: schedule.timezone ?? "Asia/Tokyo",
    startsOn: schedule.starts_on,
    endless: schedule.ends_on === null || schedule.ends_on === undefined,
    endsOn: schedule.ends_on ?? "",
    rules: currentRules(schedule).map(formOfRule),
    holidays: schedule.holidays ?? "hold",
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
    closed: [...(form.yearEnd ? [YEAR_END] : []), ...form.closed],
    on_closed: form.onClosed,
    changes: form.changes,
  };
}
