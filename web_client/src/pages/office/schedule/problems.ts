/** What is wrong with a schedule. It is found on three sides, each with its own path in front; a form only knows the path inside. */
import type { FieldError } from "../../../protocol/office.gen";
import { rruleOf } from "./rrule";
import type { RuleForm, ScheduleForm } from "./rule-form";

export function inside(fields: readonly FieldError[]): FieldError[] {
  return fields.map((field) => {
    const at = field.at.replace(/^(series\.)?schedule\.?/, "").replace(/^change\.(?=rules)/, "");
    // It is a part of the rule, but not of what its other boxes hold.
    return { ...field, at: field.code === "rule_count" ? at.replace(/\.rule$/, ".count") : at };
  });
}

/** Of exactly this path, not of what lies inside it. */
export function exactly(fields: readonly FieldError[], at: string): string {
  return fields.find((each) => each.at === at)?.message ?? "";
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CLOCK = /^\d{2}:\d{2}$/;

/** What has to be chosen before the server can be asked, as it would say it. Paths begin inside the schedule. */
export function missing(form: ScheduleForm): FieldError[] {
  const found: FieldError[] = [];
  const say = (at: string, message: string) => found.push({ at, code: "missing", message });
  if (!DAY.test(form.startsOn)) say("starts_on", "はじまりの日を入れてください");
  if (!form.endless && !DAY.test(form.endsOn)) say("ends_on", "おわりの日を入れるか、「決めない」を選んでください");
  form.rules.forEach((rule, index) => {
    const at = `rules.${index}`;
    if (rule.pattern === "dates") {
      if (rule.dates.length === 0) say(`${at}.dates`, "日をひとつは選んでください");
    } else if (rruleOf(rule) === null) say(`${at}.rule`, unchosen(rule));
    if (!CLOCK.test(rule.start)) say(`${at}.start`, "始まりの時刻を入れてください");
    if (!rule.openEnd && !CLOCK.test(rule.end)) say(`${at}.end`, "終わりの時刻を入れるか、「終わりは決めない」を選んでください");
    rule.rooms.forEach((room, number) => {
      if (room.name.trim() === "") say(`${at}.rooms.${number}.name`, "部屋の名前を入れてください");
    });
  });
  return found;
}

function unchosen(rule: RuleForm): string {
  if (rule.pattern === "raw") return "規則を入れてください";
  if (rule.pattern === "weekly" || rule.pattern === "biweekly") return "曜日を選んでください";
  const numbered = rule.pattern === "nth" || (rule.pattern === "yearly" && rule.yearlyBy === "nth");
  if ((numbered ? rule.ordinals : rule.days).length === 0) return numbered ? "第何週かを選んでください" : "何日かを選んでください";
  return "月を選んでください";
}
