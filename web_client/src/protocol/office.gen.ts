/* Made by `npm run types` from the server's models. Do not edit. */

/**
 * What an endpoint of the office does, as far as permission is concerned.
 */
export type Action = "read" | "run" | "plan" | "administer";
/**
 * What a step may lay in the middle: what needs no more than a sentence to begin, and what is ready-made.
 */
export type Brought = "prompt" | "questions" | "themes" | "activity" | "cards";
export type CanvasForm = "free" | "stars";
export type ChainForm = "shiritori" | "thinking" | "story" | "senryu";
/**
 * A filter on the days that a rule names.
 */
export type Only = "workdays" | "days_off" | "holidays" | "open";
export type ReservationState = "applied" | "booked" | "waiting" | "cancelled" | "declined";
export type StaffRole = "administrator" | "scheduler" | "facilitator" | "reader";
export type ChoiceForm = "sides" | "corners" | "quiz" | "guess" | "scale";
/**
 * Where one takes part.
 */
export type Form = "online" | "venue" | "hybrid";
export type Task = "facilitate" | "assist" | "on_call";
export type EntryKind = "free" | "reservation" | "either" | "application" | "members";
export type Halves = "hall" | "seats";
/**
 * How a session, or a step of it, is held. Each has one builder of its plan in rooms/plans.
 */
export type Mode = "ibasho" | "circle" | "reflecting" | "lecture" | "tables" | "booths" | "open_hours" | "staff_room";
/**
 * How participants take part in a step. Staff always may; so may everybody in a private place, and to the staff.
 */
export type Speak = "listen" | "text" | "voice";
/**
 * What happens to a date that falls on a holiday or a closed day.
 */
export type Policy =
  "hold" | "skip" | "next_day" | "previous_day" | "next_week" | "previous_week" | "day_after" | "day_before";
export type Way = "online" | "hall" | "listener";
export type Scope = "this" | "later" | "all";
/**
 * What becomes of the 29th, 30th or 31st of a month that has none.
 */
export type ShortMonths = "skip" | "last_day" | "next_month";
export type Telling = "live" | "after";
/**
 * Which dates use up a turn of a rule's places.
 */
export type Turns = "pattern" | "held";

/**
 * With an account: signed in, nothing else. Without one: name, mail and password.
 */
export interface AcceptInvitation {
  secret: string;
  name?: string | null;
  mail?: string | null;
  password?: string | null;
}
/**
 * One more date.
 */
export interface Add {
  kind: "add";
  date: string;
  start: string;
  end?: string | null;
  elapsed?: boolean;
  place?: Place | null;
  /**
   * @maxItems 6
   */
  rooms?: LinkedRoom[];
  /**
   * @maxItems 12
   */
  blocks?: Block[];
  /**
   * At most 200 characters, as people count them.
   */
  note?: string;
}
/**
 * How and where one date is held.
 */
export interface Place {
  /**
   * Where one takes part.
   */
  form?: "online" | "venue" | "hybrid";
  venue?: string | null;
}
/**
 * One of several rooms at the same time, each with its own door. Without times it keeps those of the rule.
 */
export interface LinkedRoom {
  /**
   * At most 60 characters, as people count them.
   */
  name: string;
  start?: string | null;
  end?: string | null;
}
/**
 * A part of one day: lecture, then groups, then booths.
 */
export interface Block {
  /**
   * At most 60 characters, as people count them.
   */
  name: string;
  /**
   * At most 24 characters, as people count them.
   */
  mode?: string;
  start: string;
  end?: string | null;
}
export interface AskOption {
  text: string;
}
/**
 * An ask as it is handed in, and as all see it once it has been shown; before that without `right` and `after`.
 */
export interface Asked {
  text: string;
  /**
   * @maxItems 4
   */
  options: AskOption[];
  /**
   * @maxItems 4
   */
  right: number[];
  after: string;
}
/**
 * What became of a line, and whether the public page tells it.
 */
export interface BecameBody {
  became?: ("done" | "going_on" | "not_possible") | null;
  /**
   * At most 120 characters, as people count them.
   */
  word?: string;
  told?: boolean;
}
export interface Bounds {
  unbounded: boolean;
}
/**
 * What is laid in the middle as a step begins. What is ready-made is named by its id, and is what it is by then.
 */
export interface Brings {
  kind: Brought;
  /**
   * At most 250 characters, as people count them.
   */
  text?: string;
  activity?: string | null;
  deck?: string | null;
}
/**
 * Leave out, and say so: 中止.
 */
export interface Cancel {
  date: string;
  rule?: string | null;
  /**
   * At most 200 characters, as people count them.
   */
  note?: string;
  kind: "cancel";
  scope?: "this" | "later" | "all";
  make_up?: boolean;
}
/**
 * Seats by way of taking part; None is no limit of its own.
 */
export interface Capacities {
  online?: number | null;
  hall?: number | null;
  listeners?: number | null;
}
export interface ChangeAsked {
  change: Skip | Cancel | Restore | Move | Add | Replace;
  version: number;
}
/**
 * Leave out, as if it had never been planned.
 */
export interface Skip {
  date: string;
  rule?: string | null;
  /**
   * At most 200 characters, as people count them.
   */
  note?: string;
  kind: "skip";
  scope?: "this" | "later" | "all";
}
/**
 * Take back what single dates were told: skipped, cancelled or moved.
 */
export interface Restore {
  date: string;
  rule?: string | null;
  /**
   * At most 200 characters, as people count them.
   */
  note?: string;
  kind: "restore";
  scope?: "this" | "later" | "all";
}
/**
 * Move one date; with `later` or `all` the pattern itself moves (第1日曜 becomes 第2日曜).
 */
export interface Move {
  date: string;
  rule?: string | null;
  /**
   * At most 200 characters, as people count them.
   */
  note?: string;
  kind: "move";
  scope?: "this" | "later" | "all";
  to: Target;
}
/**
 * Where a date is moved. What is left out stays as it was.
 */
export interface Target {
  date: string;
  start?: string | null;
  end?: string | null;
  place?: Place | null;
}
/**
 * New rules, from this date on (`later`) or altogether (`all`). What single dates were told stays where they remain.
 */
export interface Replace {
  kind: "replace";
  date: string;
  scope?: "later" | "all";
  /**
   * @minItems 1
   * @maxItems 12
   */
  rules: Rule[];
  /**
   * At most 200 characters, as people count them.
   */
  note?: string;
}
/**
 * A pattern with its time: an RFC 5545 rule, or a free list of dates.
 */
export interface Rule {
  id?: string;
  /**
   * What becomes of the 29th, 30th or 31st of a month that has none.
   */
  short_months?: "skip" | "last_day" | "next_month";
  rule?: string | null;
  /**
   * @maxItems 400
   */
  dates?: string[];
  only?: Only | null;
  /**
   * @maxItems 12
   */
  nth?: number[];
  held?: number | null;
  start: string;
  end?: string | null;
  elapsed?: boolean;
  /**
   * @maxItems 12
   */
  places?: Place[];
  /**
   * Which dates use up a turn of a rule's places.
   */
  turns?: "pattern" | "held";
  /**
   * @maxItems 6
   */
  rooms?: LinkedRoom[];
  /**
   * @maxItems 12
   */
  blocks?: Block[];
}
export interface ChangePassword {
  password: string;
  new_password: string;
}
export interface ChangeReservation {
  state: ReservationState;
  came?: boolean | null;
}
export interface ChangeRole {
  role: StaffRole;
}
export interface Clash {
  kind: "crew" | "venue" | "same_time";
  what: string;
  session: string;
  title: string;
  start: string;
  timezone: string;
  with_session: string;
  with_title: string;
  with_start: string;
  with_timezone: string;
}
/**
 * Two halves of a clue.
 */
export interface CluePair {
  home: string;
  hall: string;
}
export interface ConfirmTotp {
  totp: string;
}
/**
 * Each part may be empty.
 */
export interface Contact {
  telephone?: string;
  /**
   * At most 200 characters, as people count them.
   */
  hours?: string;
  mail?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  note?: string;
}
export interface CountsAsked {
  first: string;
  last: string;
  by?: "month" | "year" | "programme" | "session";
  published?: boolean;
}
/**
 * What staff add by hand: people in the hall without a device, first-timers.
 */
export interface CountsBody {
  hall_added?: number;
  hall_listeners_added?: number;
  first_time_added?: number;
}
export interface CountsRow {
  key: string;
  label: string;
  sessions: number;
  cancelled: number;
  tally: {
    [k: string]: number | null;
  };
}
export interface CountsTable {
  by: string;
  first: string;
  last: string;
  rows: CountsRow[];
  total: CountsRow;
  published: boolean;
}
/**
 * How far a rule comes that asks for so many dates to be held (`Rule.held`).
 */
export interface CourseShown {
  rule: string;
  since: string;
  wanted: number;
  held: number;
  last: string | null;
}
export interface Crew {
  crew: CrewShown[];
}
export interface CrewShown {
  id: string;
  version: string;
  name: string;
}
export interface CrewBody {
  /**
   * At most 60 characters, as people count them.
   */
  name: string;
}
export interface DateShown {
  date: string;
  weekday: string;
  start: string;
  end: string | null;
  rule: string;
  form: Form;
  venue: string | null;
  rooms: RoomShown[];
  blocks: Block[];
  status: "planned" | "moved" | "added";
  original: string;
  holiday: string | null;
  note: string;
}
export interface RoomShown {
  name: string;
  start: string;
  end: string | null;
}
/**
 * What the meeting of one session decided, as all who were there were shown it.
 */
export interface Decided {
  session: string;
  start: string;
  until: string;
  lines: DecidedLine[];
  suggestions: string[];
}
/**
 * A line of what a users' meeting decided, and what became of it.
 */
export interface DecidedLine {
  id: string;
  text: string;
  became: ("done" | "going_on" | "not_possible") | null;
  word: string;
  told: boolean;
  version: string;
}
export interface DecidedShown {
  session: string;
  kept: Decided | null;
  before: Decided | null;
  told: ToldChange[];
}
/**
 * A line on the programme's public page.
 */
export interface ToldChange {
  id: string;
  text: string;
  became: "done" | "going_on" | "not_possible";
  word: string;
  until: string;
}
export interface DeckCard {
  text: string;
}
export interface DeckShown {
  id: string;
  title: string;
  pages: number;
  brought: string;
}
export interface Decks {
  decks: DeckShown[];
}
export interface Done {
  ok: true;
}
export interface Duty {
  crew: string;
  task?: "facilitate" | "assist" | "on_call";
}
export interface DutyShown {
  crew: string;
  name: string;
  task: Task;
  url: string | null;
}
/**
 * The entry rule of a session.
 */
export interface Entry {
  kind?: "free" | "reservation" | "either" | "application" | "members";
  waiting_list?: boolean;
  opens_days_before?: number;
  closes_hours_before?: number;
}
export interface Feeds {
  public_url: string;
  staff_url: string | null;
}
export interface FieldError {
  at: string;
  code: string;
  message: string;
}
export interface HolidayShown {
  date: string;
  name: string;
}
/**
 * How people said it was, in numbers.
 */
export interface HowItWas {
  glad: number;
  calm: number;
  tired: number;
}
export interface InvitationMade {
  id: string;
  url: string;
  expires_at: string;
}
export interface InvitationShown {
  organisation: string;
  role: StaffRole;
  mail: string | null;
}
/**
 * Texts to paste into LINE, SNS and mail.
 */
export interface InvitationTexts {
  line: string;
  sns: string;
  mail_subject: string;
  mail: string;
}
/**
 * A ready-made programme to begin with.
 */
export interface KindShown {
  kind: string;
  title: string;
  about: string;
  example_rule: string;
  programme: ProgrammeBody;
}
/**
 * A template: what every session of this kind begins with.
 */
export interface ProgrammeBody {
  kind: string;
  /**
   * At most 60 characters, as people count them.
   */
  name: string;
  slug?: string | null;
  mode?: Mode | "notice";
  /**
   * Where one takes part.
   */
  form?: "online" | "venue" | "hybrid";
  summary?: Localised;
  how?: Localised1;
  /**
   * @maxItems 8
   */
  conditions?: string[];
  entry?: Entry1;
  capacities?: Capacities1;
  early_minutes?: number;
  minutes?: number;
  /**
   * @maxItems 40
   */
  steps?: RunStep[];
  tables?: number;
  staff_needed?: StaffNeeded;
  ask_first_time?: boolean;
  ask_themes?: boolean;
  listed?: boolean;
}
/**
 * A text in three forms; an empty one falls back on Japanese.
 */
export interface Localised {
  /**
   * At most 2000 characters, as people count them.
   */
  ja?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  ja_simple?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  en?: string;
}
/**
 * A text in three forms; an empty one falls back on Japanese.
 */
export interface Localised1 {
  /**
   * At most 2000 characters, as people count them.
   */
  ja?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  ja_simple?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  en?: string;
}
/**
 * The entry rule of a session.
 */
export interface Entry1 {
  kind?: "free" | "reservation" | "either" | "application" | "members";
  waiting_list?: boolean;
  opens_days_before?: number;
  closes_hours_before?: number;
}
/**
 * Seats by way of taking part; None is no limit of its own.
 */
export interface Capacities1 {
  online?: number | null;
  hall?: number | null;
  listeners?: number | null;
}
export interface RunStep {
  /**
   * At most 60 characters, as people count them.
   */
  title: string;
  minutes?: number;
  mode?: Mode | "";
  speak?: Speak | "";
  /**
   * At most 400 characters, as people count them.
   */
  text?: string;
  /**
   * At most 400 characters, as people count them.
   */
  notes?: string;
  brings?: Brings | null;
}
export interface StaffNeeded {
  facilitate?: number;
  assist?: number;
  on_call?: number;
}
export interface Kinds {
  kinds: KindShown[];
  faults: string[];
}
/**
 * What is ready-made and brought by a step of the run sheet, for whoever leads it.
 */
export interface LaidShown {
  step: number;
  name: string;
  gone: boolean;
  first: string;
  listening: string;
  paper: string;
}
export interface LeaveThemeOut {
  left_out: boolean;
}
export interface LinkShown {
  id: string;
  role: string;
  organisation: string | null;
  url: string;
  code: string | null;
  qr: string;
  revoked: boolean;
}
export interface LinksShown {
  links: LinkShown[];
  public_url: string | null;
}
/**
 * A text in three forms; an empty one falls back on Japanese.
 */
export interface Localised2 {
  /**
   * At most 2000 characters, as people count them.
   */
  ja?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  ja_simple?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  en?: string;
}
/**
 * Of the session of the same programme before this one.
 */
export interface LookBackBefore {
  session: string;
  start: string;
  until: string;
  sheet: LookBackBody;
}
/**
 * よかったこと・気になったこと・次回へ. About the session, not about people: names have no place in it.
 */
export interface LookBackBody {
  /**
   * At most 2000 characters, as people count them.
   */
  good?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  minded?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  next?: string;
}
export interface LookBackShown {
  session: string;
  sheet: LookBackBody;
  until: string | null;
  before: LookBackBefore | null;
  version: string;
}
export interface MailOnly {
  mail: string;
}
export interface Me {
  id: string;
  name: string;
  mail: string;
  operator: boolean;
  totp: boolean;
  organisations: OrganisationShown[];
}
export interface OrganisationShown {
  id: string;
  name: string;
  slug: string;
  role: StaffRole;
  may: Action[];
  totp_required: boolean;
  unread_notes: number;
}
/**
 * A programme from a ready-made kind and its first series, in one form.
 */
export interface NewFromKind {
  kind: string;
  /**
   * At most 60 characters, as people count them.
   */
  title: string;
  schedule: Schedule;
  entry?: Entry | null;
  venue?: string | null;
}
/**
 * When a series is held.
 */
export interface Schedule {
  timezone?: string;
  starts_on: string;
  ends_on?: string | null;
  /**
   * @maxItems 12
   */
  rules?: Rule[];
  /**
   * What happens to a date that falls on a holiday or a closed day.
   */
  holidays?: "hold" | "skip" | "next_day" | "previous_day" | "next_week" | "previous_week" | "day_after" | "day_before";
  weekends?: "hold" | "skip" | "next_day" | "previous_day";
  /**
   * @maxItems 40
   */
  closed?: string[];
  /**
   * What happens to a date that falls on a holiday or a closed day.
   */
  on_closed?:
    "hold" | "skip" | "next_day" | "previous_day" | "next_week" | "previous_week" | "day_after" | "day_before";
  /**
   * @maxItems 1000
   */
  changes?: (Skip | Cancel | Restore | Move | Add | Replace)[];
}
export interface NewInvitation {
  role: StaffRole;
  mail?: string | null;
}
export interface NewOrganisation {
  /**
   * At most 60 characters, as people count them.
   */
  name: string;
  slug?: string | null;
}
export interface NewPasses {
  number: number;
}
/**
 * No name. A mail address only for reminders, deleted at the session's end.
 */
export interface NewReservation {
  way?: "online" | "hall" | "listener";
  mail?: string | null;
  language?: "ja" | "ja-simple" | "en";
}
export interface NotHeld {
  date: string;
  weekday: string;
  rule: string;
  reason: ("skipped" | "cancelled") | ("weekend" | "holiday" | "closed" | "taken");
  why: string;
  note: string;
}
/**
 * A date of a series that the calendar leaves out: 「1月2日 年末年始で休み」.
 */
export interface NotHeldShown {
  date: string;
  series: string;
  programme: string;
  title: string;
  rule: string;
  reason: "weekend" | "holiday" | "closed" | "taken";
  why: string;
}
export interface NotesGroup {
  title: string;
}
export interface NoticeOptions {
  language?: "ja" | "ja-simple" | "en";
}
/**
 * What a town decides once.
 */
export interface OrganisationSettings {
  /**
   * At most 60 characters, as people count them.
   */
  name: string;
  slug: string;
  timezone?: string;
  /**
   * @maxItems 40
   */
  closed?: string[];
  contact?: Contact1;
  about?: Localised3;
  listed?: boolean;
  small_numbers?: number;
  sign_ins_days?: number;
  notes_days?: number;
  totp_required?: boolean;
}
/**
 * Each part may be empty.
 */
export interface Contact1 {
  telephone?: string;
  /**
   * At most 200 characters, as people count them.
   */
  hours?: string;
  mail?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  note?: string;
}
/**
 * A text in three forms; an empty one falls back on Japanese.
 */
export interface Localised3 {
  /**
   * At most 2000 characters, as people count them.
   */
  ja?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  ja_simple?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  en?: string;
}
export interface PassShown {
  id: string;
  number: number;
  revoked: boolean;
}
export interface Passes {
  passes: PassShown[];
}
export interface PassesMade {
  codes: string[];
}
export interface PasswordOnly {
  password: string;
}
export interface PendingInvitation {
  id: string;
  role: StaffRole;
  mail: string | null;
  expires_at: string;
}
export interface PreviewAsked {
  schedule: Schedule;
  /**
   * @maxItems 20
   */
  crew?: Duty[];
  series?: string | null;
  programme?: string | null;
  kind?: string | null;
  first?: string | null;
  last?: string | null;
}
export interface PreviewShown {
  reading: string;
  timezone: string;
  first: string;
  last: string;
  count: number;
  dates: DateShown[];
  not_held: NotHeld[];
  without_effect: number[];
  courses: CourseShown[];
  holidays_unknown_from: number | null;
  problems: FieldError[];
  clashes: Clash[];
}
/**
 * The body of every error under /api/office.
 */
export interface Problem {
  code: string;
  message: string;
  fields: FieldError[];
  by_mail: boolean;
}
export interface ProgrammeShown {
  id: string;
  version: number;
  archived: boolean;
  programme: ProgrammeBody;
  public_url: string;
}
export interface Programmes {
  programmes: ProgrammeShown[];
}
export interface RemoveTotp {
  password: string;
  totp?: string | null;
}
export interface ReplaceSeries {
  series: SeriesBody;
  version: number;
}
/**
 * A programme on its dates. What is None comes from the programme.
 */
export interface SeriesBody {
  programme: string;
  /**
   * At most 60 characters, as people count them.
   */
  title: string;
  schedule: Schedule;
  entry?: Entry | null;
  capacities?: Capacities | null;
  /**
   * @maxItems 20
   */
  crew?: Duty[];
  /**
   * At most 2000 characters, as people count them.
   */
  note?: string;
  listed?: boolean;
}
export interface ReservationMade {
  code: string;
  state: ReservationState;
  way: Way;
  place_in_line: number | null;
}
/**
 * To staff: no name, no code, no address.
 */
export interface ReservationRow {
  id: string;
  number: number;
  way: Way;
  state: ReservationState;
  created_at: string;
  came: boolean;
  reminder: boolean;
  version: string;
}
/**
 * To the person who holds the code.
 */
export interface ReservationShown {
  state: ReservationState;
  way: Way;
  place_in_line: number | null;
  title: string;
  start: string;
  end: string | null;
  organisation: string;
  contact: Contact2;
  venue: string | null;
  address: string;
  session_status: "planned" | "cancelled";
  over: boolean;
  url: string | null;
  cancellable: boolean;
  takes_themes: boolean;
}
/**
 * Each part may be empty.
 */
export interface Contact2 {
  telephone?: string;
  /**
   * At most 200 characters, as people count them.
   */
  hours?: string;
  mail?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  note?: string;
}
export interface Reservations {
  reservations: ReservationRow[];
  mail: boolean;
  unbounded: boolean;
}
export interface Riddle {
  /**
   * @minItems 1
   * @maxItems 4
   */
  clues: CluePair[];
  /**
   * @minItems 1
   * @maxItems 6
   */
  answers: RiddleAnswer[];
  after: string;
}
export interface RiddleAnswer {
  text: string;
}
export interface SecretOnly {
  secret: string;
}
/**
 * A theme that somebody sent before the session, without a name.
 */
export interface SentTheme {
  id: string;
  day: string;
  text: string | null;
  left_out: boolean;
  version: string;
}
export interface SentThemes {
  session: string;
  taken: boolean;
  themes: SentTheme[];
}
export interface SeriesList {
  series: SeriesShown[];
}
export interface SeriesShown {
  id: string;
  version: number;
  archived: boolean;
  programme_name: string;
  reading: string;
  series: SeriesBody;
  shared_with: string[];
  owner: boolean;
  can_undo: boolean;
  last_change: string;
}
export interface SeriesMade {
  series: SeriesBody;
}
export interface SessionCounts {
  session: string;
  title: string;
  start: string;
  tally: Tally;
  added: CountsBody;
  how: HowItWas | null;
  version: string;
}
/**
 * Numbers of people, never who. 延べ: somebody who came to two sessions counts twice.
 */
export interface Tally {
  total: number;
  online: number;
  hall: number;
  listeners: number;
  spoke: number;
  wrote: number;
  reacted: number;
  first_time: number;
  peak: number;
  kept: number;
  missed: number;
}
export interface SessionDetail {
  session: SessionShown;
  version: string;
  entry: Entry;
  capacities: Capacities;
  duties: DutyShown[];
  clashes: Clash[];
  conditions: string[];
  steps: Step[];
  laid: LaidShown[];
  themes: boolean;
}
/**
 * A session in the calendar.
 */
export interface SessionShown {
  id: string;
  series: string | null;
  programme: string | null;
  programme_name: string;
  title: string;
  start: string;
  end: string | null;
  timezone: string;
  form: Form;
  venue: string | null;
  room: string | null;
  rule: string;
  original: string;
  status: "planned" | "cancelled";
  moved: boolean;
  note: string;
  listed: boolean;
  holiday: string | null;
  state: "planned" | "open" | "ended";
  booked: number;
  waiting: number;
  staff: number;
  warnings: string[];
  owner: boolean;
}
/**
 * A step of the run sheet.
 */
export interface Step {
  title: string;
  minutes: number;
  mode: Mode | null;
  speak: Speak | null;
  text: string;
  notes: string;
  brings:
    | (
        | StartCanvas
        | StartCards
        | StartChain
        | StartChoice
        | StartHints
        | StartMeeting
        | StartNotes
        | StartPrompt
        | StartQuestions
        | StartSlides
        | StartThemes
      )
    | null;
  skipped: boolean;
  key: string;
}
/**
 * Lay a paper there.
 */
export interface StartCanvas {
  kind: "canvas";
  form: "free" | "stars";
  title: string;
  one_each: boolean;
}
/**
 * Lay out a deck.
 */
export interface StartCards {
  kind: "cards";
  /**
   * @minItems 1
   * @maxItems 60
   */
  cards: DeckCard[];
}
/**
 * Begin a chain.
 */
export interface StartChain {
  kind: "chain";
  form: ChainForm;
  title: string;
  first: string;
}
/**
 * Lay out asks, of one form.
 */
export interface StartChoice {
  kind: "choice";
  form: ChoiceForm;
  /**
   * @minItems 1
   * @maxItems 20
   */
  asks: Asked[];
  counts: "live" | "after";
}
/**
 * Lay out riddles, each in two halves.
 */
export interface StartHints {
  kind: "hints";
  title: string;
  halves: "hall" | "seats";
  /**
   * @minItems 1
   * @maxItems 8
   */
  riddles: Riddle[];
}
/**
 * Lay out an agenda; more is added to it as one goes.
 */
export interface StartMeeting {
  kind: "meeting";
  /**
   * @maxItems 12
   */
  items: Titled[];
}
export interface Titled {
  text: string;
}
/**
 * Hang up an empty board.
 */
export interface StartNotes {
  kind: "notes";
  title: string;
  /**
   * @maxItems 8
   */
  groups: NotesGroup[];
  review: boolean;
}
/**
 * お題を出す.
 */
export interface StartPrompt {
  kind: "prompt";
  text: string;
}
/**
 * Let people ask.
 */
export interface StartQuestions {
  kind: "questions";
  review: boolean;
}
/**
 * Show the first page of a deck. That there is such a deck, the room does not know: of one that is not there, nobody
 * gets a page.
 */
export interface StartSlides {
  kind: "slides";
  deck: string;
  title: string;
  pages: number;
}
/**
 * Let people propose themes.
 */
export interface StartThemes {
  kind: "themes";
  review: boolean;
}
export interface SessionList {
  sessions: SessionShown[];
  not_held: NotHeldShown[];
  holidays: HolidayShown[];
}
/**
 * What is different for this one session. None leaves it as it is in the series.
 */
export interface SessionPatch {
  entry?: Entry | null;
  capacities?: Capacities | null;
  duties?: Duty[] | null;
  note?: string | null;
  clear?: ("entry" | "capacities")[];
}
/**
 * The first administrator, by the one-time link that the first start prints.
 */
export interface SetUp {
  secret: string;
  /**
   * At most 60 characters, as people count them.
   */
  organisation: string;
  /**
   * At most 60 characters, as people count them.
   */
  name: string;
  mail: string;
  password: string;
}
export interface SettingsShown {
  /**
   * At most 60 characters, as people count them.
   */
  name: string;
  slug: string;
  timezone?: string;
  /**
   * @maxItems 40
   */
  closed?: string[];
  contact?: Contact3;
  about?: Localised4;
  listed?: boolean;
  small_numbers?: number;
  sign_ins_days?: number;
  notes_days?: number;
  totp_required?: boolean;
  version: string;
}
/**
 * Each part may be empty.
 */
export interface Contact3 {
  telephone?: string;
  /**
   * At most 200 characters, as people count them.
   */
  hours?: string;
  mail?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  note?: string;
}
/**
 * A text in three forms; an empty one falls back on Japanese.
 */
export interface Localised4 {
  /**
   * At most 2000 characters, as people count them.
   */
  ja?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  ja_simple?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  en?: string;
}
export interface ShareAccepted {
  series: string;
}
export interface ShareMade {
  secret: string;
}
export interface SignIn {
  mail: string;
  password: string;
  totp?: string | null;
}
export interface SignInShown {
  at: string;
  mail: string;
  address: string;
  outcome: string;
}
export interface SignIns {
  sign_ins: SignInShown[];
}
export interface Span {
  first: string;
  last: string;
}
export interface StaffList {
  staff: StaffMember[];
  invitations: PendingInvitation[];
}
export interface StaffMember {
  id: string;
  name: string;
  mail: string;
  role: StaffRole;
  version: string;
  totp: boolean;
  last_seen_at: string | null;
}
export interface StaffNeeded1 {
  facilitate?: number;
  assist?: number;
  on_call?: number;
}
export interface StaffNote {
  id: string;
  session: string;
  title: string;
  at: string;
  until: string;
  read: boolean;
  by: string;
  about: string;
  text: string | null;
}
export interface StaffNotes {
  notes: StaffNote[];
  more: boolean;
  days: number;
}
export interface StaffSessionShown {
  id: string;
  about: string;
  created_at: string;
  seen_at: string;
  current: boolean;
}
export interface StaffSessions {
  sessions: StaffSessionShown[];
}
/**
 * Several reservations of one session.
 */
export interface TakeBack {
  /**
   * @maxItems 2000
   */
  reservations: string[];
}
export interface TotpStarted {
  secret: string;
  uri: string;
  qr: string;
}
export interface VenueBody {
  /**
   * At most 60 characters, as people count them.
   */
  name: string;
  /**
   * At most 200 characters, as people count them.
   */
  address?: string;
  /**
   * At most 2000 characters, as people count them.
   */
  access?: string;
  /**
   * @maxItems 20
   */
  rooms?: string[];
}
export interface VenueShown {
  id: string;
  version: string;
  venue: VenueBody;
}
export interface Venues {
  venues: VenueShown[];
}
export interface VersionAsked {
  version: number;
}
