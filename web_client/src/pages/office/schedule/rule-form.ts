/** What a clerk chooses (毎月第3日曜), as a form holds it. Pure. */
import type { Block, LinkedRoom, Place, Policy, Rule, Schedule } from "../../../protocol/office.gen";

export const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export const ORDINALS = [1, 2, 3, 4, 5, -1] as const;
export const PATTERNS = ["nth", "weekly", "biweekly", "day", "workdays", "kind", "yearly", "dates", "raw"] as const;
export type Pattern = (typeof PATTERNS)[number];
export const MONTHS = ["all", "even", "odd", "second", "chosen"] as const;
/** `second`: every other month, counted from the first one. */
export type Months = (typeof MONTHS)[number];

/** 平日, 土日祝, 祝日, 開庁日. */
export const KINDS = ["workdays", "days_off", "holidays", "open"] as const;
export type Kind = (typeof KINDS)[number];
/** Of a month that lacks the day. */
export const SHORT_MONTHS = ["skip", "last_day", "next_month"] as const;
export type ShortMonths = (typeof SHORT_MONTHS)[number];

/** 土日にあたったら. */
export const WEEKENDS = ["hold", "skip", "next_day", "previous_day"] as const;
export type Weekends = (typeof WEEKENDS)[number];

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
  /** Of 平日・祝日・開庁日: which, and which of them in a month; every one where none is chosen. */
  kind: Kind;
  numbers: number[];
  shortMonths: ShortMonths;
  dates: string[];
  /** Typed as one more of the dates, and not taken yet. */
  adding: string;
  raw: string;
  /** 全◯回 */
  count: number | null;
  /** Those that are not held are made up at the end. */
  held: boolean;
  /** Only held dates use up a turn of the places. */
  heldTurns: boolean;
  start: string;
  end: string;
  openEnd: boolean;
  /** As long as ever where the clocks change, instead of ending at the hour on the wall. */
  elapsed: boolean;
  places: Place[];
  rooms: LinkedRoom[];
  /** Not in the form; kept. */
  blocks: Block[];
  kept: Pick<Rule, "only" | "nth">;
}

export interface ScheduleForm {
  timezone: string;
  startsOn: string;
  endless: boolean;
  endsOn: string;
  rules: RuleForm[];
  holidays: Policy;
  /** Of dates on a Saturday or Sunday. */
  weekends: Weekends;
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
    kind: "workdays",
    numbers: [],
    shortMonths: "skip",
    dates: [],
    adding: "",
    raw: "",
    count: null,
    held: false,
    heldTurns: false,
    start: "14:00",
    end: "16:00",
    openEnd: false,
    elapsed: false,
    places: [{ form: "hybrid", venue: null }],
    rooms: [],
    blocks: [],
    kept: {},
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
    weekends: "hold",
    yearEnd: true,
    closed: [],
    onClosed: "skip",
    changes: [],
    ...from,
  };
}
