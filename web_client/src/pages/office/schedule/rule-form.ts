/** What a clerk chooses (毎月第3日曜), as a form holds it. Pure. */
import type { Block, LinkedRoom, Place, Policy, Schedule } from "../../../protocol/office.gen";

export const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export const ORDINALS = [1, 2, 3, 4, 5, -1] as const;
export const PATTERNS = ["nth", "weekly", "biweekly", "day", "workdays", "yearly", "dates", "raw"] as const;
export type Pattern = (typeof PATTERNS)[number];
export const MONTHS = ["all", "even", "odd", "second", "chosen"] as const;
/** `second`: every other month, counted from the first one. */
export type Months = (typeof MONTHS)[number];

export const YEAR_END = "12-29/01-03";

/** One repetition as a form holds it. What the chosen pattern does not use stays as it was, for those who change their mind. */
export interface RuleForm {
  id: string;
  pattern: Pattern;
  /** 第1 … 第5, and -1 for 最終. */
  ordinals: number[];
  /** Of 第◯曜. */
  weekday: Weekday;
  /** Of 毎週 and 隔週. */
  weekdays: Weekday[];
  /** 1 … 31, and -1 for 末日. */
  days: number[];
  months: Months;
  chosenMonths: number[];
  yearlyBy: "nth" | "day";
  dates: string[];
  raw: string;
  /** 全◯回 */
  count: number | null;
  start: string;
  end: string;
  openEnd: boolean;
  places: Place[];
  rooms: LinkedRoom[];
  /** Not in the form; kept. */
  blocks: Block[];
}

export interface ScheduleForm {
  timezone: string;
  startsOn: string;
  endless: boolean;
  endsOn: string;
  rules: RuleForm[];
  holidays: Policy;
  yearEnd: boolean;
  /** Other closed days, as the server writes them. */
  closed: string[];
  onClosed: Policy;
  changes: NonNullable<Schedule["changes"]>;
}

export function newRule(from: Partial<RuleForm> = {}): RuleForm {
  return {
    id: "",
    pattern: "nth",
    ordinals: [3],
    weekday: "SU",
    weekdays: [],
    days: [],
    months: "all",
    chosenMonths: [],
    yearlyBy: "nth",
    dates: [],
    raw: "",
    count: null,
    start: "14:00",
    end: "16:00",
    openEnd: false,
    places: [{ form: "hybrid", venue: null }],
    rooms: [],
    blocks: [],
    ...from,
  };
}

export function newSchedule(startsOn: string, from: Partial<ScheduleForm> = {}): ScheduleForm {
  return {
    timezone: "Asia/Tokyo",
    startsOn,
    endless: true,
    endsOn: "",
    rules: [newRule()],
    holidays: "hold",
    yearEnd: true,
    closed: [],
    onClosed: "skip",
    changes: [],
    ...from,
  };
}
