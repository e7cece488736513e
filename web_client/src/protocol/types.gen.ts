/* Made by `npm run types` from the server's models. Do not edit. */

/**
 * With what a mark is made: a line of one of three widths, or a stamp.
 */
export type Pen =
  | "thin"
  | "middle"
  | "thick"
  | "tree"
  | "house"
  | "star"
  | "flower"
  | "cat"
  | "cloud"
  | "lamp"
  | "cup"
  | "leaf"
  | "sun"
  | "moon"
  | "boat";
export type Found = "together" | "shown";
export type Half = "home" | "hall" | "both";
export type State = "held" | "up" | "done" | "kept";
export type VoteForm = "approval" | "ranked";
export type NotesPhase = "write" | "vote" | "shown";
/**
 * Of the paper. None of them means anything but what people make of it.
 */
export type Colour = "paper" | "leaf" | "sky" | "peach";
export type Phase = "propose" | "vote" | "decided";
export type CanvasForm = "free" | "stars";
export type ChainForm = "shiritori" | "thinking" | "story" | "senryu";
export type ChoiceForm = "sides" | "corners" | "quiz" | "guess" | "scale";
export type Telling = "live" | "after";
export type Halves = "hall" | "seats";
export type Code =
  | "doors_not_open"
  | "doors_closing"
  | "session_ended"
  | "room_full"
  | "circle_full"
  | "already_entered"
  | "not_entered"
  | "sent_away"
  | "no_such_place"
  | "no_such_person"
  | "place_full"
  | "seat_taken"
  | "place_not_for_you"
  | "room_locked"
  | "waiting"
  | "place_changed"
  | "microphone_rested"
  | "no_voice_here"
  | "no_hand_here"
  | "not_your_turn"
  | "nobody_to_call"
  | "no_line_here"
  | "no_such_activity"
  | "no_such_move"
  | "nothing_left"
  | "too_many_slips"
  | "no_such_message"
  | "not_your_message"
  | "id_taken"
  | "chat_full"
  | "no_such_step"
  | "sheet_changed"
  | "listening_now"
  | "text_now"
  | "nothing_to_undo"
  | "too_many_wishes"
  | "no_such_concern"
  | "concerns_wait"
  | "not_allowed"
  | "too_fast"
  | "nickname_empty"
  | "nickname_too_long"
  | "nickname_unreadable"
  | "nickname_taken"
  | "nickname_of_staff"
  | "text_empty"
  | "text_too_long"
  | "avatar_unknown"
  | "held"
  | "not_by_remote"
  | "bad_command"
  | "too_large"
  | "overloaded"
  | "old_client"
  | "replaced"
  | "shutting_down"
  | "storage_failed"
  | "internal"
  | "bad_request"
  | "link_unknown"
  | "link_revoked"
  | "link_expired"
  | "link_early"
  | "code_unknown"
  | "too_many_tries"
  | "token_invalid"
  | "remote_over"
  | "remote_taken"
  | "remote_refused"
  | "remote_ended"
  | "remote_waits"
  | "not_found"
  | "not_a_pdf"
  | "pdf_locked"
  | "pdf_too_hard"
  | "too_many_pages"
  | "too_many_decks"
  | "slides_full"
  | "slides_wait"
  | "disk_full"
  | "voice_bad_offer"
  | "voice_full"
  | "voice_unavailable";
/**
 * Why somebody waits on the veranda until staff let them in.
 */
export type Held = "crowd" | "staff";
/**
 * How a person would like to be met today; changeable at any time.
 */
export type Card = "talk" | "text" | "watch";
/**
 * How a session, or a step of it, is held. Each has one builder of its plan in rooms/plans.
 */
export type Mode = "ibasho" | "circle" | "reflecting" | "lecture" | "tables" | "booths" | "open_hours" | "staff_room";
/**
 * How participants take part in a step. Staff always may; so may everybody in a private place, and to the staff.
 */
export type Speak = "listen" | "text" | "voice";
export type ClientCommand =
  | Enter
  | Leave
  | TakePlace
  | SetCard
  | SetMicrophone
  | RaiseHand
  | LowerHand
  | GiveTurn
  | EndTurn
  | BeginRound
  | PauseRound
  | EndRound
  | JoinLine
  | LeaveLine
  | CallFromLine
  | Say
  | RemoveMessage
  | HandleMessage
  | React
  | SetWriting
  | RaiseConcern
  | HandleConcern
  | SetDoors
  | LockRoom
  | TellWaiting
  | Greet
  | LetIn
  | MoveNewcomers
  | RestMicrophone
  | MovePerson
  | SendAway
  | LetBack
  | StartActivity
  | Play
  | EndActivity
  | SetStep
  | ChangeSheet
  | SpeakToAll
  | SetPlan
  | ChangePlaces
  | MixTables
  | NameTables
  | StayTogether
  | TellHow
  | PutOutRemote
  | Undo
  | Walk
  | OfferVoice
  | ShowLooks
  | SuggestNickname
  | ShowBalance
  | Refresh;
/**
 * `testing` is heard by nobody and shown to nobody but its owner.
 */
export type Microphone = "off" | "testing" | "open";
export type ReactionKind = "nod" | "clap" | "smile" | "heart" | "same" | "thanks";
/**
 * How it was to be here, in one's own words of three. None of them is less than another.
 */
export type How = "glad" | "calm" | "tired";
/**
 * The life of a session. `before` and `ended` are the two kinds of closed.
 */
export type Doors = "before" | "early" | "open" | "closing" | "ended";
/**
 * Where a person wants to be when the doors let them in.
 */
export type Wish = "circle" | "listener";
export type Event =
  | LookedIn
  | OnlookerLeft
  | Entered
  | Left
  | SentAway
  | LinkEnded
  | LetBackIn
  | ConnectionLost
  | ConnectionBack
  | PlaceTaken
  | CardSet
  | MicrophoneSet
  | MicrophoneRested
  | SpeakingToAllSet
  | HandRaised
  | HandLowered
  | TurnGiven
  | TurnEnded
  | RoundSet
  | LineSet
  | MessageSaid
  | MessageRemoved
  | MessageHandled
  | Reacted
  | WritingSet
  | ConcernRaised
  | ConcernHandled
  | PlanSet
  | DoorsSet
  | RoomLocked
  | UnattendedSet
  | StaySet
  | WaitingTold
  | CrowdSet
  | ActivitySet
  | ActivityChanged
  | StepSet
  | SheetSet
  | UndoSet
  | SatTogether
  | TogetherSet
  | HowTold
  | Greeted
  | RemotesSet;
/**
 * From the link, never from the person's wish.
 */
export type Role = "participant" | "assistant" | "facilitator" | "screen" | "hall_device" | "staff" | "administrator";
/**
 * Whom a message reaches.
 */
export type Scope = "room" | "place" | "booth" | "staff";
/**
 * The name of a place and how it is drawn. What a place means, its traits say (rooms/plan.py).
 */
export type PlaceKind =
  | "veranda"
  | "circle"
  | "table"
  | "stage"
  | "audience"
  | "reflecting_team"
  | "listener_seat"
  | "rest"
  | "booth"
  | "hall_seat"
  | "hall_listener_seat";
/**
 * What part somebody has in the session while at a place.
 */
export type Part = "present" | "away" | "waiting";
/**
 * Who may put somebody on a seat of a place.
 */
export type Takes = "oneself" | "staff";
export type Viewer = "onlooker" | "participant" | "screen" | "staff";

export interface Accepted {
  ok: true;
  rev: number;
  answer: string | null;
  looks: AvatarChoice[] | null;
  nickname: string | null;
  balance: Balance | null;
}
/**
 * Which picture the server draws: a style of animals or shapes, and a seed. Never a photo.
 */
export interface AvatarChoice {
  style: string;
  seed: string;
}
/**
 * Who has been heard how much, in coarse steps. For staff.
 */
export interface Balance {
  people: Heard[];
  home: Together;
  hall: Together;
  staff: Together;
  since: number;
}
/**
 * How much somebody has been heard, at a place where people talk.
 */
export interface Heard {
  person: string;
  voice: number | null;
  messages: number;
  turn: boolean;
}
/**
 * The same of many.
 */
export interface Together {
  voice: number | null;
  messages: number;
}
/**
 * Somebody played.
 */
export interface ActivityChanged {
  type: "activity_changed";
  zone: string;
  change:
    | CanvasChange
    | Drawn
    | ChainChange
    | ChoiceChange
    | HintsChange
    | MeetingChange
    | NotesChange
    | QuestionsChange
    | PageTurned
    | ThemesChange;
  private: boolean;
}
export interface CanvasChange {
  named: string[];
  kind: "canvas";
  marks: {
    [k: string]: Mark | null;
  };
  open: boolean | null;
  restorable: boolean | null;
  own: {
    [k: string]: boolean | null;
  };
  authors: {
    [k: string]: string;
  };
  clears: boolean;
}
/**
 * A line, or a stamp at one point. Raises ValueError where its points are not on the paper, or a stamp has several.
 *
 * This interface was referenced by `undefined`'s JSON-Schema definition
 * via the `patternProperty` "^[A-Za-z0-9_-]+$".
 */
export interface Mark {
  pen: Pen;
  ink: number;
  line: string;
}
export interface Drawn {
  named: string[];
  kind: "cards";
  index: number;
  drawn: DeckCard;
  by: string;
  left: number;
}
export interface DeckCard {
  text: string;
}
export interface ChainChange {
  named: string[];
  kind: "chain";
  links: {
    [k: string]: Link | null;
  };
  last: string | null;
  over: boolean | null;
  own: {
    [k: string]: boolean | null;
  };
  authors: {
    [k: string]: string;
  };
}
export interface Link {
  number: number;
  text: string;
}
/**
 * What is somebody's own (`mine`) is made of `taps` and `guessed` as it is cut. It says of itself only what is new: with
 * eighty taps in a second each byte goes out thousands of times.
 */
export interface ChoiceChange {
  named: string[];
  kind: "choice";
  at: number | null;
  ask: Asked | null;
  shown: boolean | null;
  counts: {
    [k: string]: number | null;
  };
  guesses: {
    [k: string]: number | null;
  };
  points: {
    [k: string]: AllTogether | null;
  };
  mine: {
    [k: string]: number | null;
  };
  hall: {
    [k: string]: number | null;
  };
  said: {
    [k: string]: number | null;
  };
  answered: number | null;
  taps: {
    [k: string]: number | null;
  };
  guessed: {
    [k: string]: number | null;
  };
  before: {
    [k: string]: number | null;
  };
  kept: {
    [k: string]: KeptAsk | null;
  };
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
export interface AskOption {
  text: string;
}
/**
 * What all together had of an ask of a quiz.
 */
export interface AllTogether {
  right: number;
  all: number;
}
/**
 * An ask that staff went on from, so that they can go back to it. Shown to nobody.
 */
export interface KeptAsk {
  shown: boolean;
  counts: {
    [k: string]: number;
  };
  guesses: {
    [k: string]: number;
  };
  hall: {
    [k: string]: number;
  };
  said: {
    [k: string]: number;
  };
  taps: {
    [k: string]: number;
  };
  guessed: {
    [k: string]: number;
  };
  before: {
    [k: string]: number;
  };
}
/**
 * What says anything of clues says all of the present ones; what is not for whoever is told is cut to nothing there.
 */
export interface HintsChange {
  named: string[];
  kind: "hints";
  at: number | null;
  home: string[] | null;
  hall: string[] | null;
  opened: {
    [k: string]: number | null;
  };
  tries: {
    [k: string]: TriedWord | null;
  };
  found: {
    [k: string]: Found | null;
  };
  answer: string | null;
  after: string | null;
  half: Half | null;
  dealt: boolean | null;
  deals: boolean;
  hands: {
    [k: string]: Half | null;
  };
}
export interface TriedWord {
  number: number;
  text: string;
}
export interface MeetingChange {
  named: string[];
  slips: {
    [k: string]: Slip | null;
  };
  counts: {
    [k: string]: number | null;
  };
  mine: {
    [k: string]: boolean | null;
  };
  own: {
    [k: string]: boolean | null;
  };
  taker: string;
  authors: {
    [k: string]: string;
  };
  hides: string[];
  kind: "meeting";
  items: {
    [k: string]: Item | null;
  };
  options: {
    [k: string]: Option | null;
  };
  now: string | null;
  voting: string | null;
  form: VoteForm | null;
  picked: string[] | null;
  voted: number | null;
  hall: {
    [k: string]: number[] | null;
  };
  results: {
    [k: string]: Result | null;
  };
  lines: {
    [k: string]: Line | null;
  };
  shown: boolean | null;
  kept: number | null;
  later: {
    [k: string]: boolean | null;
  };
  about: {
    [k: string]: string | null;
  };
  ballots: {
    [k: string]: string[] | null;
  };
  to_all: boolean;
  taken_down: boolean;
}
export interface Slip {
  number: number;
  text: string;
  state: State;
}
export interface Item {
  number: number;
  title: string;
}
export interface Option {
  item: string;
  number: number;
  text: string;
}
/**
 * What a vote that has ended came to.
 */
export interface Result {
  form: VoteForm;
  counts: {
    [k: string]: number;
  };
  first: string[];
}
export interface Line {
  number: number;
  text: string;
}
export interface NotesChange {
  named: string[];
  slips: {
    [k: string]: Slip | null;
  };
  counts: {
    [k: string]: number | null;
  };
  mine: {
    [k: string]: boolean | null;
  };
  own: {
    [k: string]: boolean | null;
  };
  taker: string;
  authors: {
    [k: string]: string;
  };
  hides: string[];
  kind: "notes";
  phase: NotesPhase | null;
  groups: {
    [k: string]: string | null;
  };
  placed: {
    [k: string]: string | null;
  };
  colours: {
    [k: string]: Colour | null;
  };
  looked_at: string | null;
  votes: {
    [k: string]: number | null;
  };
  voted: {
    [k: string]: boolean | null;
  };
  quiet: boolean | null;
  hushed: {
    [k: string]: boolean | null;
  };
  hushes: {
    [k: string]: string | null;
  };
  about: string;
  sent: {
    [k: string]: string | null;
  };
}
export interface QuestionsChange {
  named: string[];
  slips: {
    [k: string]: Slip | null;
  };
  counts: {
    [k: string]: number | null;
  };
  mine: {
    [k: string]: boolean | null;
  };
  own: {
    [k: string]: boolean | null;
  };
  taker: string;
  authors: {
    [k: string]: string;
  };
  hides: string[];
  kind: "questions";
  open: boolean | null;
  queue: string[] | null;
  now: string | null;
}
export interface PageTurned {
  named: string[];
  kind: "slides";
  page: number;
}
export interface ThemesChange {
  named: string[];
  slips: {
    [k: string]: Slip | null;
  };
  counts: {
    [k: string]: number | null;
  };
  mine: {
    [k: string]: boolean | null;
  };
  own: {
    [k: string]: boolean | null;
  };
  taker: string;
  authors: {
    [k: string]: string;
  };
  hides: string[];
  kind: "themes";
  phase: Phase | null;
  chosen: string[] | null;
}
export interface ActivitySet {
  type: "activity_set";
  zone: string;
  activity: (Canvas | Cards | Chain | Choice | Hints | Meeting | Notes | Prompt | Questions | Slides | Themes) | null;
  private: boolean;
  outside: boolean;
}
export interface Canvas {
  kind: "canvas";
  form: CanvasForm;
  title: string;
  one_each: boolean;
  open: boolean;
  marks: {
    [k: string]: Mark;
  };
  restorable: boolean;
  own: {
    [k: string]: boolean;
  };
  authors: {
    [k: string]: string;
  };
  cleared: {
    [k: string]: Mark;
  };
}
export interface Cards {
  kind: "cards";
  deck: DeckCard[];
  left: number;
  drawn: DeckCard | null;
  by: string | null;
}
export interface Chain {
  kind: "chain";
  form: ChainForm;
  title: string;
  links: {
    [k: string]: Link;
  };
  last: string;
  over: boolean;
  own: {
    [k: string]: boolean;
  };
  authors: {
    [k: string]: string;
  };
}
export interface Choice {
  kind: "choice";
  form: ChoiceForm;
  tells: Telling;
  asks: Asked[];
  of: number;
  at: number;
  ask: Asked;
  shown: boolean;
  counts: {
    [k: string]: number;
  };
  guesses: {
    [k: string]: number;
  };
  points: {
    [k: string]: AllTogether;
  };
  mine: {
    [k: string]: number;
  };
  hall: {
    [k: string]: number;
  };
  said: {
    [k: string]: number;
  };
  answered: number;
  taps: {
    [k: string]: number;
  };
  guessed: {
    [k: string]: number;
  };
  before: {
    [k: string]: number;
  };
  kept: {
    [k: string]: KeptAsk;
  };
}
export interface Hints {
  kind: "hints";
  title: string;
  halves: Halves;
  riddles: Riddle[];
  of: number;
  at: number;
  home: string[];
  hall: string[];
  opened: {
    [k: string]: number;
  };
  tries: {
    [k: string]: TriedWord;
  };
  found: {
    [k: string]: Found;
  };
  answer: string;
  after: string;
  half: "home" | "hall" | "both";
  dealt: boolean;
  hands: {
    [k: string]: Half;
  };
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
  after?: string;
}
/**
 * Two halves of a clue.
 */
export interface CluePair {
  home: string;
  hall: string;
}
export interface RiddleAnswer {
  text: string;
}
export interface Meeting {
  review: boolean;
  slips: {
    [k: string]: Slip;
  };
  counts: {
    [k: string]: number;
  };
  mine: {
    [k: string]: boolean;
  };
  own: {
    [k: string]: boolean;
  };
  authors: {
    [k: string]: string;
  };
  takers: {
    [k: string]: string[];
  };
  kind: "meeting";
  items: {
    [k: string]: Item;
  };
  options: {
    [k: string]: Option;
  };
  now: string;
  voting: string;
  form: "approval" | "ranked";
  picked: string[];
  voted: number;
  hall: {
    [k: string]: number[];
  };
  results: {
    [k: string]: Result;
  };
  lines: {
    [k: string]: Line;
  };
  shown: boolean;
  kept: number;
  later: {
    [k: string]: boolean;
  };
  about: {
    [k: string]: string;
  };
  ballots: {
    [k: string]: string[];
  };
}
export interface Notes {
  review: boolean;
  slips: {
    [k: string]: Slip;
  };
  counts: {
    [k: string]: number;
  };
  mine: {
    [k: string]: boolean;
  };
  own: {
    [k: string]: boolean;
  };
  authors: {
    [k: string]: string;
  };
  takers: {
    [k: string]: string[];
  };
  kind: "notes";
  title: string;
  phase: "write" | "vote" | "shown";
  groups: {
    [k: string]: string;
  };
  placed: {
    [k: string]: string;
  };
  colours: {
    [k: string]: Colour;
  };
  looked_at: string;
  votes: {
    [k: string]: number;
  };
  voted: {
    [k: string]: boolean;
  };
  quiet: boolean;
  hushed: {
    [k: string]: boolean;
  };
  hushes: {
    [k: string]: string;
  };
  voters: {
    [k: string]: string[];
  };
  sent: {
    [k: string]: string;
  };
  newest: number;
}
export interface Prompt {
  kind: "prompt";
  text: string;
}
export interface Questions {
  review: boolean;
  slips: {
    [k: string]: Slip;
  };
  counts: {
    [k: string]: number;
  };
  mine: {
    [k: string]: boolean;
  };
  own: {
    [k: string]: boolean;
  };
  authors: {
    [k: string]: string;
  };
  takers: {
    [k: string]: string[];
  };
  kind: "questions";
  open: boolean;
  queue: string[];
  now: string;
}
/**
 * Empty for who looks in or waits.
 */
export interface Slides {
  kind: "slides";
  deck: string;
  title: string;
  page: number;
  pages: number;
}
export interface Themes {
  review: boolean;
  slips: {
    [k: string]: Slip;
  };
  counts: {
    [k: string]: number;
  };
  mine: {
    [k: string]: boolean;
  };
  own: {
    [k: string]: boolean;
  };
  authors: {
    [k: string]: string;
  };
  takers: {
    [k: string]: string[];
  };
  kind: "themes";
  phase: "propose" | "vote" | "decided";
  chosen: string[];
}
/**
 * つなぐ: one's own words, or by staff those that somebody said aloud.
 */
export interface Add {
  do: "add";
  id: string;
  text: string;
  after: string;
}
/**
 * Staff say which question is being answered from now on; the one before it is answered then.
 */
export interface Answer {
  do: "answer";
  id: string;
  seen: string;
}
/**
 * Every HTTP error's body.
 */
export interface ApiError {
  code: Code;
  retry_after: number | null;
  contact: Contact | null;
}
/**
 * Whom to call and where to go: the organisation by whose link one came, and the hall. Each part may be empty.
 */
export interface Contact {
  telephone: string;
  dial: string;
  hours: string;
  mail: string;
  note: string;
  place: string;
  address: string;
}
/**
 * A rectangle: left upper corner, width, height.
 */
export interface Area {
  x: number;
  y: number;
  w: number;
  h: number;
}
/**
 * A participant who has come in, as the staff know them beside what everybody sees.
 */
export interface Arrival {
  person: string;
  at: number;
  first_time: boolean;
  greeted: boolean;
}
export interface Ask {
  do: "ask";
  id: string;
  text: string;
}
/**
 * Where somebody was, and where the act put them.
 */
export interface Before {
  person: string;
  place: string;
  seat: number | null;
  held: Held | null;
  put: string;
}
/**
 * ひとりずつ: the turn goes over these people in this order. Who may not be called is left out of it.
 */
export interface BeginRound {
  type: "begin_round";
  /**
   * @minItems 1
   * @maxItems 400
   */
  order: string[];
}
/**
 * Staff bring in how many in the hall, and of those who spoke, chose each answer: in place of what was before.
 */
export interface BringCounts {
  do: "bring";
  at: number;
  /**
   * @minItems 2
   * @maxItems 11
   */
  counts: number[];
}
/**
 * Staff bring in guesses that were said: in place of those before.
 */
export interface BringGuesses {
  do: "bring_guesses";
  at: number;
  /**
   * @maxItems 100
   */
  numbers: number[];
}
/**
 * Raised hands in the hall for one option, as a whole: one number, or one for each place.
 */
export interface BringHands {
  do: "bring_hands";
  option: string;
  /**
   * @minItems 1
   * @maxItems 3
   */
  hands: number[];
}
/**
 * Staff lay themes on the board that were sent beforehand.
 */
export interface BringIn {
  do: "bring_in";
  /**
   * @minItems 1
   * @maxItems 20
   */
  themes: SentTheme[];
}
/**
 * A theme that somebody sent beforehand, without a name.
 */
export interface SentTheme {
  id: string;
  text: string;
}
/**
 * Staff write down what was said aloud or in the hall: nobody's own, and up at once.
 */
export interface BringNote {
  do: "bring";
  id: string;
  text: string;
  /**
   * Of the paper. None of them means anything but what people make of it.
   */
  colour?: "paper" | "leaf" | "sky" | "peach";
  group?: string;
}
/**
 * `bye`: the server ends this connection. After `shutting_down` and `overloaded` the client comes back by itself, all
 * others are final; after `link_revoked`, `link_expired` and `link_early` only another link leads back.
 */
export interface Bye {
  code:
    | ("link_revoked" | "link_expired" | "link_early" | "session_ended")
    | ("replaced" | "sent_away" | "session_ended" | "left" | "shutting_down" | "overloaded" | "remote_ended");
  for_good: boolean;
}
/**
 * 呼ぶ: tell somebody in the line that it is their turn. Staff lead them.
 */
export interface CallFromLine {
  type: "call_from_line";
  person: string;
}
/**
 * A view's `arrivals` as they are sent: of each participant, in the order of its people, without saying again who they
 * are. Ids and moments of four hundred would be a quarter of all that the desk is brought.
 */
export interface Came {
  after: number[];
  marks: string;
}
export interface CanvasMove {
  kind: "canvas";
  act: DrawMarks | TakeBackMark | LeaveOutMark | SetOpen | ClearPaper | LayBack;
}
/**
 * One or several marks that somebody has finished.
 */
export interface DrawMarks {
  do: "draw";
  marks: {
    [k: string]: Mark;
  };
  hall?: boolean;
}
/**
 * Take back a mark of one's own.
 */
export interface TakeBackMark {
  do: "take_back";
  id: string;
}
/**
 * Staff take out a mark.
 */
export interface LeaveOutMark {
  do: "leave_out";
  id: string;
}
/**
 * Staff say that it is only looked at now, or drawn on again.
 */
export interface SetOpen {
  do: "set_open";
  open: boolean;
}
/**
 * Staff lay an empty paper there.
 */
export interface ClearPaper {
  do: "clear";
  last: string;
}
/**
 * Staff lay back the paper that was cleared; what has been drawn since stays on it.
 */
export interface LayBack {
  do: "lay_back";
}
export interface CardSet {
  within: string;
  type: "card_set";
  person: string;
  card: Card;
}
export interface ChainMove {
  kind: "chain";
  act: Add | Rooms_Activities_Chain__TakeBack | Rooms_Activities_Chain__LeaveOut | SetOver;
}
/**
 * Take back one's own link, as long as nobody has gone on from it.
 */
export interface Rooms_Activities_Chain__TakeBack {
  do: "take_back";
  id: string;
}
/**
 * Staff take out a link, wherever it stands.
 */
export interface Rooms_Activities_Chain__LeaveOut {
  do: "leave_out";
  id: string;
}
/**
 * ここまで: staff say that it is only read now, or goes on after all.
 */
export interface SetOver {
  do: "set_over";
  over: boolean;
}
/**
 * 入れかわる: the two groups of the plan change places, all at once.
 */
export interface ChangePlaces {
  type: "change_places";
  seen?: number | null;
}
/**
 * Another run sheet: steps added, left out, moved or made longer. The step that is on stays on.
 */
export interface ChangeSheet {
  type: "change_sheet";
  /**
   * @minItems 1
   * @maxItems 40
   */
  steps: Step[];
  seen: number;
}
/**
 * A step of the run sheet.
 */
export interface Step {
  title: string;
  minutes?: number;
  mode?: Mode | null;
  speak?: Speak | null;
  text?: string;
  notes?: string;
  brings?:
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
  skipped?: boolean;
  key?: string;
}
/**
 * Lay a paper there.
 */
export interface StartCanvas {
  kind: "canvas";
  form?: "free" | "stars";
  title?: string;
  one_each?: boolean;
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
  title?: string;
  first?: string;
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
  counts?: "live" | "after";
}
/**
 * Lay out riddles, each in two halves.
 */
export interface StartHints {
  kind: "hints";
  title?: string;
  halves?: "hall" | "seats";
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
  items?: Titled[];
}
export interface Titled {
  text: string;
}
/**
 * Hang up an empty board.
 */
export interface StartNotes {
  kind: "notes";
  title?: string;
  /**
   * @maxItems 8
   */
  groups?: NotesGroup[];
  review?: boolean;
}
export interface NotesGroup {
  title: string;
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
  review?: boolean;
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
  review?: boolean;
}
export interface ChoiceMove {
  kind: "choice";
  act: TapOption | GuessCount | StepTo | ShowCounts | BringCounts | BringGuesses;
}
/**
 * One chooses this answer and no other; None takes back what one chose.
 */
export interface TapOption {
  do: "tap";
  at: number;
  option: number | null;
}
/**
 * One guesses how many; None takes it back.
 */
export interface GuessCount {
  do: "guess";
  at: number;
  number: number | null;
}
/**
 * Staff go on to another ask, or back.
 */
export interface StepTo {
  do: "step";
  seen: number;
  to: number;
}
/**
 * Staff show how many chose what by now, and with it what was meant.
 */
export interface ShowCounts {
  do: "show";
  at: number;
}
/**
 * Staff say of which themes there will be tables.
 */
export interface Choose {
  do: "choose";
  /**
   * @minItems 1
   * @maxItems 20
   */
  ids: string[];
}
/**
 * 入る / 聞くだけで参加: from looking in to being there. In `early` doors or a locked room one waits on the veranda.
 */
export interface Enter {
  type: "enter";
  nickname: string;
  avatar?: AvatarChoice | null;
  /**
   * How a person would like to be met today; changeable at any time.
   */
  card?: "talk" | "text" | "watch";
  /**
   * Where a person wants to be when the doors let them in.
   */
  wish?: "circle" | "listener";
  hall?: string | null;
  first_time?: boolean;
}
/**
 * しずかに出る.
 */
export interface Leave {
  type: "leave";
}
/**
 * Take a place, at a seat of one's choice or the first free one. 休憩する is taking the rest place.
 */
export interface TakePlace {
  type: "take_place";
  place: string;
  seat?: number | null;
}
export interface SetCard {
  type: "set_card";
  card: Card;
}
/**
 * Only its owner opens a microphone. `testing` shows a meter to its owner and is heard by nobody.
 */
export interface SetMicrophone {
  type: "set_microphone";
  microphone: Microphone;
}
/**
 * 手を挙げる.
 */
export interface RaiseHand {
  type: "raise_hand";
}
/**
 * Take one's hand down; staff may take down another's after having heard them.
 */
export interface LowerHand {
  type: "lower_hand";
  person?: string | null;
}
/**
 * Staff offers the turn to somebody whose hand is up. The machine itself never picks anybody.
 */
export interface GiveTurn {
  type: "give_turn";
  person: string;
  seen?: string | null;
}
/**
 * パス, or having finished: the same event, so that nobody can tell which.
 */
export interface EndTurn {
  type: "end_turn";
  person?: string | null;
}
/**
 * 自由に話す, and going on with the round.
 */
export interface PauseRound {
  type: "pause_round";
  paused: boolean;
}
export interface EndRound {
  type: "end_round";
}
/**
 * 相談を待つ: wait for being led to a booth.
 */
export interface JoinLine {
  type: "join_line";
}
/**
 * 待つのをやめる; staff may take somebody out of the line.
 */
export interface LeaveLine {
  type: "leave_line";
  person?: string | null;
}
/**
 * A message. `place` scope in a booth stays in the booth. `to` addresses a reply of the staff to one person.
 */
export interface Say {
  type: "say";
  id: string;
  text: string;
  /**
   * Whom a message reaches.
   */
  scope?: "room" | "place" | "booth" | "staff";
  to_hall?: boolean;
  to?: string | null;
  zone?: string | null;
}
export interface RemoveMessage {
  type: "remove_message";
  id: string;
}
/**
 * 読みました: a message to the staff has been read, and its author's before it. An answer says so, too.
 */
export interface HandleMessage {
  type: "handle_message";
  id: string;
}
export interface React {
  type: "react";
  reaction: ReactionKind;
}
/**
 * 書いています.
 */
export interface SetWriting {
  type: "set_writing";
  writing: boolean;
}
/**
 * 心配を知らせる: to the staff only. `about` somebody, or the room as a whole.
 */
export interface RaiseConcern {
  type: "raise_concern";
  id: string;
  text?: string;
  about?: string | null;
}
export interface HandleConcern {
  type: "handle_concern";
  id: string;
}
/**
 * 扉をひらく and its companions. `ended` is 終わる: the session closes and its words become unreadable.
 */
export interface SetDoors {
  type: "set_doors";
  doors: "early" | "open" | "closing" | "ended";
}
export interface LockRoom {
  type: "lock_room";
  locked: boolean;
}
/**
 * One sentence to all who look in or wait on the veranda, until the doors open; empty takes it back.
 */
export interface TellWaiting {
  type: "tell_waiting";
  text: string;
}
/**
 * あいさつした: somebody has been spoken to, by voice or as one does in a hall. Who was written to counts by that.
 */
export interface Greet {
  type: "greet";
  person: string;
}
/**
 * 入ってもらう: everybody who waits in a crowd comes in, and from now on nobody waits for coming in one.
 */
export interface LetIn {
  type: "let_in";
}
/**
 * この5分に来た人を縁側へ: whoever came by a public link within these minutes waits until staff let them in.
 */
export interface MoveNewcomers {
  type: "move_newcomers";
  minutes?: number;
}
/**
 * マイクを休ませる, or wake it again (which opens nothing: only its owner does).
 */
export interface RestMicrophone {
  type: "rest_microphone";
  person: string;
  rested?: boolean;
}
/**
 * リスナー席へ, or letting somebody in from the veranda.
 */
export interface MovePerson {
  type: "move_person";
  person: string;
  place: string;
}
/**
 * 部屋を出てもらう: now, or for good. Whoever left lately can still be sent away for good.
 */
export interface SendAway {
  type: "send_away";
  person: string;
  for_good?: boolean;
}
/**
 * Undo a sending away for good.
 */
export interface LetBack {
  type: "let_back";
  person: string;
}
/**
 * Begin an activity (お題を出す is one) in place of what lay there. Without a place it lies in the middle.
 */
export interface StartActivity {
  type: "start_activity";
  activity:
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
    | StartThemes;
  place?: string | null;
}
/**
 * Do something in the activity of the place where one is, or without a place in that of the whole room.
 */
export interface Play {
  type: "play";
  move:
    | CanvasMove
    | Draw
    | ChainMove
    | ChoiceMove
    | HintsMove
    | MeetingMove
    | NotesMove
    | QuestionsMove
    | TurnPage
    | ThemesMove;
  place?: string | null;
}
export interface Draw {
  kind: "cards";
  left: number;
}
export interface HintsMove {
  kind: "hints";
  act: TryWord | TakeHalf | OpenClue | StepRiddle | RevealAnswer | DropTry | DealAnew;
}
/**
 * ためす: one's own word, or by staff one that was said aloud or in the hall.
 */
export interface TryWord {
  do: "try";
  id: string;
  at: number;
  text: string;
}
/**
 * One's page asks for a half, where they are dealt; once.
 */
export interface TakeHalf {
  do: "take";
}
/**
 * Staff open the next two halves.
 */
export interface OpenClue {
  do: "open";
  at: number;
  clue: number;
}
/**
 * Staff go on to another riddle, or back.
 */
export interface StepRiddle {
  do: "step";
  seen: number;
  to: number;
}
/**
 * 答えを見る: staff show it, and both halves.
 */
export interface RevealAnswer {
  do: "reveal";
  at: number;
}
/**
 * Staff take out a word that was tried.
 */
export interface DropTry {
  do: "drop";
  id: string;
}
/**
 * Staff have the halves dealt anew to those who are here: when some have gone.
 */
export interface DealAnew {
  do: "deal";
}
export interface MeetingMove {
  kind: "meeting";
  act:
    | Suggest
    | ProposeOption
    | Tap
    | Rooms_Activities_Slips__TakeBack
    | PutUp
    | Rooms_Activities_Slips__LeaveOut
    | PutItem
    | DropItem
    | PutOption
    | DropOption
    | SetNow
    | OpenVote
    | CloseVote
    | BringHands
    | PutLine
    | DropLine
    | ShowLines
    | Keep;
}
/**
 * Put something into the box, without a name: staff read it before others do.
 */
export interface Suggest {
  do: "suggest";
  id: string;
  text: string;
  later?: boolean;
}
/**
 * Propose an option, without a name: staff let it in.
 */
export interface ProposeOption {
  do: "propose";
  id: string;
  item: string;
  text: string;
}
/**
 * One's whole ballot, so that twice is once; empty takes it back.
 */
export interface Tap {
  do: "tap";
  item: string;
  /**
   * @maxItems 8
   */
  options: string[];
}
/**
 * Take back what oneself has written.
 */
export interface Rooms_Activities_Slips__TakeBack {
  do: "take_back";
  id: string;
}
/**
 * Staff show it to all: one that waits, or one that was left out.
 */
export interface PutUp {
  do: "put_up";
  id: string;
}
/**
 * Staff leave it out.
 */
export interface Rooms_Activities_Slips__LeaveOut {
  do: "leave_out";
  id: string;
}
/**
 * Staff put an item on the agenda, or put it in other words.
 */
export interface PutItem {
  do: "put_item";
  id: string;
  title: string;
  slip?: string;
}
export interface DropItem {
  do: "drop_item";
  id: string;
}
export interface PutOption {
  do: "put_option";
  id: string;
  item: string;
  text: string;
}
export interface DropOption {
  do: "drop_option";
  id: string;
}
/**
 * Staff say which item is on.
 */
export interface SetNow {
  do: "set_now";
  item: string;
}
/**
 * A vote about the item that is on; of an item that was voted about, anew.
 */
export interface OpenVote {
  do: "open_vote";
  item: string;
  form: VoteForm;
}
/**
 * The vote is over, and all see the counts.
 */
export interface CloseVote {
  do: "close_vote";
  item: string;
}
/**
 * Staff write down what was decided, or put a line in other words.
 */
export interface PutLine {
  do: "put_line";
  id: string;
  text: string;
}
export interface DropLine {
  do: "drop_line";
  id: string;
}
/**
 * Staff show all what was decided, or take it down again.
 */
export interface ShowLines {
  do: "show_lines";
  on: boolean;
}
/**
 * のこす: what all were shown goes to the office, with the suggestions that it may read.
 */
export interface Keep {
  do: "keep";
  /**
   * @minItems 1
   * @maxItems 20
   */
  lines: string[];
}
export interface NotesMove {
  kind: "notes";
  act: WriteNote | BringNote | OnNote | TapNote | HushAuthor | PlaceNote | NameGroup | LookAt | SetNotesPhase;
}
/**
 * Put up a note of one's own.
 */
export interface WriteNote {
  do: "write";
  id: string;
  text: string;
  /**
   * Of the paper. None of them means anything but what people make of it.
   */
  colour?: "paper" | "leaf" | "sky" | "peach";
  group?: string;
}
/**
 * Take back one's own; staff show one that waits or was taken down, or take one down.
 */
export interface OnNote {
  do: "take_back" | "put_up" | "leave_out";
  id: string;
}
/**
 * 拍手, or one of one's three choices; or not any more.
 */
export interface TapNote {
  do: "clap" | "choose";
  id: string;
  on: boolean;
}
/**
 * Staff let whoever wrote a note write no more on this board, or write again.
 */
export interface HushAuthor {
  do: "hush";
  id: string;
  on: boolean;
}
/**
 * Staff hang a note into a group, or out of all.
 */
export interface PlaceNote {
  do: "place";
  id: string;
  group: string;
}
/**
 * Staff make a group, call it something else, or do without it: it has no title then, and its notes hang in none.
 */
export interface NameGroup {
  do: "name_group";
  group: string;
  title: string;
  seen: string;
}
/**
 * Staff say which group the wall shows.
 */
export interface LookAt {
  do: "look_at";
  group: string;
}
/**
 * Staff say what is done now. Choosing begins anew from writing, and goes on from what was shown.
 */
export interface SetNotesPhase {
  do: "set_phase";
  phase: NotesPhase;
}
export interface QuestionsMove {
  kind: "questions";
  act:
    | Ask
    | Rooms_Activities_Slips__TakeBack
    | Want
    | PutUp
    | Rooms_Activities_Slips__LeaveOut
    | Order
    | Answer
    | Done
    | TakeQuestions;
}
/**
 * わたしも: one would like it, too; or not any more.
 */
export interface Want {
  do: "want";
  id: string;
  on: boolean;
}
/**
 * Staff put a question on this place of the queue, the first being 0; None takes it out.
 */
export interface Order {
  do: "order";
  id: string;
  to: number | null;
}
/**
 * Staff say that a question is answered.
 */
export interface Done {
  do: "done";
  id: string;
}
/**
 * Staff take new questions, or no more.
 */
export interface TakeQuestions {
  do: "take_questions";
  on: boolean;
}
/**
 * Staff show a page. It is said by its number, so that of two who turn at once each page is turned once.
 */
export interface TurnPage {
  kind: "slides";
  page: number;
}
export interface ThemesMove {
  kind: "themes";
  act:
    | Propose
    | Rooms_Activities_Slips__TakeBack
    | Want
    | BringIn
    | PutUp
    | Rooms_Activities_Slips__LeaveOut
    | SetPhase
    | Choose;
}
export interface Propose {
  do: "propose";
  id: string;
  text: string;
}
/**
 * Staff say what is done now. Proposing or voting again takes back what was chosen.
 */
export interface SetPhase {
  do: "set_phase";
  phase: "propose" | "vote";
}
/**
 * Take the activity away.
 */
export interface EndActivity {
  type: "end_activity";
  place?: string | null;
}
/**
 * 次へ: which step of the run sheet is on.
 */
export interface SetStep {
  type: "set_step";
  step: number;
  key?: string;
}
/**
 * 全員に話す: one's open microphone reaches the tables too.
 */
export interface SpeakToAll {
  type: "speak_to_all";
  on: boolean;
}
/**
 * Lay the room out for another way of holding it, in mid-session; everybody stays in the part that they have.
 */
export interface SetPlan {
  type: "set_plan";
  mode: Mode;
}
/**
 * 席がえ: those at tables change tables, so that people meet whom they have not sat with.
 */
export interface MixTables {
  type: "mix_tables";
  seen?: number | null;
}
/**
 * テーブルにする: what each table talks about, in the order of the tables; those that are left over have no theme. Where
 * the room has no tables, it is laid out with them.
 */
export interface NameTables {
  type: "name_tables";
  /**
   * @maxItems 20
   */
  themes: TableTheme[];
}
export interface TableTheme {
  text: string;
}
/**
 * いっしょに: at the next change of tables, stay beside this person, if they wish it, too. Nobody else is told.
 */
export interface StayTogether {
  type: "stay_together";
  person: string;
  on?: boolean;
}
/**
 * きょうはどうでしたか: at the end, if one likes. Without a word it is taken back.
 */
export interface TellHow {
  type: "tell_how";
  how?: How | null;
}
/**
 * はずす: one of one's own 手元リモコン does nothing any more.
 */
export interface PutOutRemote {
  type: "put_out_remote";
  remote: string;
}
/**
 * もとにもどす: take back the last act that moved people or changed the plan or the middle.
 */
export interface Undo {
  type: "undo";
  rev: number;
}
/**
 * Stroll on the plan. Animates only: hearing, seat and scope stay as they are. Soft: never journaled.
 */
export interface Walk {
  type: "walk";
  /**
   * @minItems 1
   * @maxItems 16
   */
  path: Point[];
}
export interface Point {
  x: number;
  y: number;
}
/**
 * A browser's WebRTC offer; the acknowledgement carries the answer. For the connection, not for the room.
 */
export interface OfferVoice {
  type: "offer_voice";
  sdp: string;
}
/**
 * ほかの顔: ask for looks that nobody in the room wears; the acknowledgement carries them. Changes nothing.
 */
export interface ShowLooks {
  type: "show_looks";
  page?: number;
}
/**
 * Ask for a nickname that nobody in the room has just now; the acknowledgement carries it. Changes nothing.
 */
export interface SuggestNickname {
  type: "suggest_nickname";
}
/**
 * 話した量: ask who has been heard how much, in coarse steps; the acknowledgement carries it. Changes nothing.
 */
export interface ShowBalance {
  type: "show_balance";
}
/**
 * Ask for a fresh view (after a gap, or after sleep).
 */
export interface Refresh {
  type: "refresh";
}
export interface Concern {
  id: string;
  person: string;
  nickname: string;
  about: string | null;
  about_nickname: string;
  text: string;
  at: number;
  handled: boolean;
}
/**
 * Told to those who were told the concern.
 */
export interface ConcernHandled {
  type: "concern_handled";
  id: string;
  person: string;
  about: string | null;
  marks: string[];
}
export interface ConcernRaised {
  type: "concern_raised";
  concern: Concern;
  marks: string[];
  of_staff: boolean;
  origin: string;
}
/**
 * Sent to nobody. What is not empty is another than before: the device, the link, the network.
 */
export interface ConnectionBack {
  type: "connection_back";
  person: string;
  device: string;
  link: string;
  network: string;
  personal: boolean;
}
/**
 * Sent to nobody: for two minutes nobody sees an absence.
 */
export interface ConnectionLost {
  type: "connection_lost";
  person: string;
  at: number;
}
/**
 * Whether many who come at once wait. Sent to nobody.
 */
export interface CrowdSet {
  type: "crowd_set";
  lifted: boolean;
}
/**
 * 前回どうなったか: what the meeting before decided, for the staff of this one.
 */
export interface DecidedBefore {
  lines: WhatBecameOf[];
}
/**
 * A line of what the meeting before decided, and what became of it.
 */
export interface WhatBecameOf {
  text: string;
  became: "" | "done" | "going_on" | "not_possible";
  word: string;
}
/**
 * Somebody who left, as the staff still know them.
 */
export interface Departed {
  person: string;
  nickname: string;
  at: number;
}
export interface DoorsSet {
  type: "doors_set";
  doors: Doors;
  at: number;
}
export interface Entered {
  type: "entered";
  shown: Shown;
  wish: Wish;
  counted: boolean;
  origin: string;
  first_time: boolean;
  at: number;
}
/**
 * A person as seen by others. To onlookers only place and seat are real, the rest is empty.
 */
export interface Shown {
  id: string;
  /**
   * From the link, never from the person's wish.
   */
  role: "participant" | "assistant" | "facilitator" | "screen" | "hall_device" | "staff" | "administrator";
  nickname: string;
  avatar: AvatarChoice | null;
  card: Card | null;
  place: string;
  seat: number | null;
  hall: string | null;
  /**
   * `testing` is heard by nobody and shown to nobody but its owner.
   */
  microphone: "off" | "testing" | "open";
  hand: number | null;
  writing: boolean;
  reaction: Reaction | null;
  to_all: boolean;
  rested: boolean;
  held: Held | null;
}
/**
 * The last reaction of a person; screens show it for a few seconds after `at`.
 */
export interface Reaction {
  kind: ReactionKind;
  at: number;
}
/**
 * Somebody looks in from the veranda, without a name. Others learn only that the number of onlookers grew.
 */
export interface LookedIn {
  type: "looked_in";
  person: string;
  role: Role;
  device: string;
  counted: boolean;
  origin: string;
  link: string;
  network: string;
  personal: boolean;
}
export interface OnlookerLeft {
  type: "onlooker_left";
  person: string;
  counted: boolean;
}
/**
 * A person is no longer here. Why, nobody is told: left, lost and sent away look the same.
 */
export interface Left {
  type: "left";
  person: string;
  at: number;
}
/**
 * To this person, and the staff's record.
 */
export interface SentAway {
  type: "sent_away";
  person: string;
  nickname: string;
  for_good: boolean;
  others: string[];
}
/**
 * The link by which a person or an onlooker came lets nobody in any more: they go. To this person, as the word with
 * which their connection ends.
 */
export interface LinkEnded {
  type: "link_ended";
  person: string;
  code: "link_revoked" | "link_expired" | "link_early" | "session_ended";
}
export interface LetBackIn {
  type: "let_back_in";
  person: string;
}
export interface PlaceTaken {
  type: "place_taken";
  person: string;
  place: string;
  seat: number | null;
  by_staff: boolean;
  held: Held | null;
  within: string;
  signs: Signs | null;
}
/**
 * All that somebody shows as they come out of a private place.
 */
export interface Signs {
  card: Card | null;
  microphone: Microphone;
  hand: number | null;
  writing: boolean;
  reaction: Reaction | null;
  to_all: boolean;
  turn: boolean;
}
export interface MicrophoneSet {
  within: string;
  type: "microphone_set";
  person: string;
  microphone: Microphone;
  tested: boolean;
}
export interface MicrophoneRested {
  type: "microphone_rested";
  person: string;
  rested: boolean;
}
export interface SpeakingToAllSet {
  within: string;
  type: "speaking_to_all_set";
  person: string;
  on: boolean;
}
export interface HandRaised {
  within: string;
  type: "hand_raised";
  person: string;
  at: number;
}
export interface HandLowered {
  within: string;
  type: "hand_lowered";
  person: string;
}
export interface TurnGiven {
  within: string;
  type: "turn_given";
  person: string;
}
export interface TurnEnded {
  within: string;
  type: "turn_ended";
}
/**
 * A round began, went on, was paused, or is over.
 */
export interface RoundSet {
  type: "round_set";
  round: Round | null;
}
/**
 * A round that is on. Who has the turn is not in it.
 */
export interface Round {
  /**
   * @maxItems 400
   */
  order: string[];
  paused: boolean;
}
/**
 * Who waits for a booth. Staff are told all of it, who waits their own number.
 */
export interface LineSet {
  type: "line_set";
  line: string[];
  called: string[];
  number: number;
  gone: string[];
  same: string[];
}
export interface MessageSaid {
  type: "message_said";
  message: Message;
}
export interface Message {
  id: string;
  person: string;
  nickname: string;
  avatar: AvatarChoice | null;
  role: Role;
  text: string;
  scope: Scope;
  zone: string;
  to_hall: boolean;
  to: string | null;
  at: number;
  removed: boolean;
}
export interface MessageRemoved {
  type: "message_removed";
  id: string;
}
/**
 * The staff have read somebody's thread up to a message; told to the staff and to that person.
 */
export interface MessageHandled {
  type: "message_handled";
  id: string;
  person: string;
}
export interface Reacted {
  within: string;
  type: "reacted";
  person: string;
  reaction: Reaction;
}
export interface WritingSet {
  within: string;
  type: "writing_set";
  person: string;
  writing: boolean;
}
/**
 * The room is laid out anew. Whose place or seat is no longer there is in `seated`; everybody else stays.
 */
export interface PlanSet {
  type: "plan_set";
  plan: Plan;
  seated: Seated[];
}
export interface Plan {
  /**
   * How a session, or a step of it, is held. Each has one builder of its plan in rooms/plans.
   */
  mode: "ibasho" | "circle" | "reflecting" | "lecture" | "tables" | "booths" | "open_hours" | "staff_room";
  /**
   * @minItems 1
   * @maxItems 60
   */
  places: Place[];
  exchange: unknown[] | null;
}
export interface Place {
  id: string;
  kind: PlaceKind;
  number: number;
  area: Area;
  /**
   * @maxItems 400
   */
  seats: Point[];
  zone: string;
  /**
   * What part somebody has in the session while at a place.
   */
  part: "present" | "away" | "waiting";
  /**
   * @maxItems 60
   */
  hears: string[];
  voice: boolean;
  hands: boolean;
  private: boolean;
  hall: string | null;
  /**
   * Who may put somebody on a seat of a place.
   */
  takes: "oneself" | "staff";
  theme: string;
}
/**
 * Where somebody finds themselves after the plan has changed.
 */
export interface Seated {
  person: string;
  place: string;
  seat: number | null;
  signs: Signs | null;
}
export interface RoomLocked {
  type: "room_locked";
  locked: boolean;
}
/**
 * Nobody of the staff has been connected for a while, so that newcomers wait; or somebody is back.
 */
export interface UnattendedSet {
  type: "unattended_set";
  unattended: boolean;
}
/**
 * The planned end is past and the room goes on with its staff; and later, when it closes.
 */
export interface StaySet {
  type: "stay_set";
  stay: Stay;
}
/**
 * The planned end is past, and whoever likes is still here.
 */
export interface Stay {
  latest: number;
  closes_at: number;
  soon: boolean;
}
/**
 * What staff tell all who look in or wait on the veranda; empty: nothing any more.
 */
export interface WaitingTold {
  type: "waiting_told";
  text: string;
}
export interface StepSet {
  type: "step_set";
  step: number;
  at: number;
}
/**
 * The run sheet was changed. Others than staff are told neither the notes nor what is left out.
 */
export interface SheetSet {
  type: "sheet_set";
  steps: Step[];
  step: number;
}
/**
 * What can be taken back now. Told to the staff alone, who learn what it was.
 */
export interface UndoSet {
  type: "undo_set";
  undo: Undoable | null;
}
/**
 * What can be taken back. Views say only what it was; how, the room alone knows.
 */
export interface Undoable {
  rev: number;
  what: "moved" | "plan" | "exchanged" | "rotated" | "brought" | "laid" | "ended";
  person: string;
  before: Before[];
  plan: Plan | null;
  step: number | null;
  step_at: number;
  brought: (Canvas | Cards | Chain | Choice | Hints | Meeting | Notes | Prompt | Questions | Slides | Themes) | null;
  lay: (Canvas | Cards | Chain | Choice | Hints | Meeting | Notes | Prompt | Questions | Slides | Themes) | null;
}
/**
 * Who sat together until the tables were mixed. Told to nobody.
 */
export interface SatTogether {
  type: "sat_together";
  groups: string[][];
}
/**
 * Somebody would like to stay beside another. Told to nobody but themselves.
 */
export interface TogetherSet {
  type: "together_set";
  person: string;
  other: string;
  on: boolean;
}
/**
 * How somebody says it was, or that they say nothing of it any more. Told to nobody but themselves.
 */
export interface HowTold {
  type: "how_told";
  person: string;
  how: How | null;
}
/**
 * Told to the staff alone.
 */
export interface Greeted {
  type: "greeted";
  person: string;
}
/**
 * Which telephones belong to somebody of the staff now, the oldest first. Told to nobody but themselves.
 */
export interface RemotesSet {
  type: "remotes_set";
  person: string;
  remotes: string[];
}
/**
 * `events`: what changed. Apply if `to` is higher than one's revision; a viewer's revisions have gaps.
 */
export interface EventsMessage {
  from: number;
  to: number;
  events: (
    | LookedIn
    | OnlookerLeft
    | Entered
    | Left
    | SentAway
    | LinkEnded
    | LetBackIn
    | ConnectionLost
    | ConnectionBack
    | PlaceTaken
    | CardSet
    | MicrophoneSet
    | MicrophoneRested
    | SpeakingToAllSet
    | HandRaised
    | HandLowered
    | TurnGiven
    | TurnEnded
    | RoundSet
    | LineSet
    | MessageSaid
    | MessageRemoved
    | MessageHandled
    | Reacted
    | WritingSet
    | ConcernRaised
    | ConcernHandled
    | PlanSet
    | DoorsSet
    | RoomLocked
    | UnattendedSet
    | StaySet
    | WaitingTold
    | CrowdSet
    | ActivitySet
    | ActivityChanged
    | StepSet
    | SheetSet
    | UndoSet
    | SatTogether
    | TogetherSet
    | HowTold
    | Greeted
    | RemotesSet
  )[];
}
/**
 * Auth of a connection.
 */
export interface Hello {
  token: string;
  protocol?: number;
  rev?: number | null;
}
/**
 * A text that staff may give to all, in each language.
 */
export interface Idea {
  ja: string;
  ja_simple: string;
  en: string;
}
/**
 * Prompts about one theme, or one deck of cards.
 */
export interface IdeaSet {
  id: string;
  title: Idea;
  ideas: Idea[];
}
/**
 * GET /api/ideas: what the desk offers a tap away.
 */
export interface Ideas {
  prompts: IdeaSet[];
  cards: IdeaSet[];
  activities: ReadyActivity[];
}
/**
 * An activity of the library.
 */
export interface ReadyActivity {
  id: string;
  title: Idea;
  about: Idea;
  first: string;
  least: number;
  most: number;
  minutes: number;
  pressure: number;
  ways: ("voice" | "text" | "taps")[];
  listening: string;
  paper: string;
  start:
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
    | StartThemes;
}
/**
 * What a page needs before it connects.
 */
export interface JoinAnswer {
  token: string;
  person: string;
  role: Role;
  session: string;
  title: string;
  page_title: string;
  open_at: number;
  early_at: number;
  end_at: number;
  until_at: number;
  ended: boolean;
  ask_first_time: boolean;
  next_date: number | null;
  calendar: string | null;
  next_calendar: string | null;
  zone: string;
  join_url: string | null;
  join_code: string | null;
  join_qr: string | null;
  contact: Contact | null;
  notes_kept: boolean;
  remote: string;
}
/**
 * POST /api/join. Exactly one of the link's secret (what stands after #) and the short code.
 */
export interface JoinRequest {
  secret?: string | null;
  code?: string | null;
  device: string;
  another?: number;
  token?: string | null;
}
export interface Refused {
  ok: false;
  code: Code;
  retry_after: number | null;
}
/**
 * POST /api/remote/answer: はい or いいえ at the desk.
 */
export interface RemoteAnswered {
  token: string;
  number: string;
  yes: boolean;
}
/**
 * POST /api/remote offers a 手元リモコン; /api/remote/look asks how it stands; /api/remote/withdraw ends it.
 */
export interface RemoteByDesk {
  token: string;
}
/**
 * POST /api/remote/claim: a telephone has read the QR code.
 */
export interface RemoteClaim {
  offer: string;
  device: string;
}
export interface RemoteClaimed {
  claim: string;
  number: string;
}
/**
 * What a desk shows to a telephone. `url` and `qr` are told once, as it is made.
 */
export interface RemoteOffer {
  url: string;
  qr: string | null;
  until: number;
  number: string;
}
export interface RemoteToken {
  token: string | null;
}
/**
 * POST /api/remote/wait: whether the desk has answered.
 */
export interface RemoteWait {
  claim: string;
}
/**
 * Themes that people sent before the session, without a name, for its staff to lay on the board (`bring_in`).
 */
export interface SentThemes {
  themes: SentTheme[];
}
/**
 * `speaking`: who is speaking now, of those whom this viewer may hear. May be lost.
 */
export interface SpeakingMessage {
  people: string[];
}
/**
 * Somebody walks along `path` from `at` on, with `speed` thousandths of the plan per second, and stays at its end.
 */
export interface Stroll {
  person: string;
  path: Point[];
  at: number;
  speed: number;
}
/**
 * What one person and the staff said to each other.
 */
export interface Thread {
  person: string;
  /**
   * @minItems 1
   */
  messages: Message[];
  handled: string | null;
}
export interface Times {
  early_at: number;
  open_at: number;
  closing_at: number;
  end_at: number;
}
/**
 * All that one viewer may see of a room at one revision.
 */
export interface View {
  session: string;
  title: string;
  me: string;
  kind: Viewer;
  zone: string;
  role: Role;
  entered: boolean;
  doors: Doors;
  locked: boolean;
  unattended: boolean;
  stay: Stay | null;
  told_waiting: string;
  times: Times;
  plan: Plan;
  steps: Step[];
  step: number;
  sheet_rev: number;
  step_at: number;
  activities: {
    [k: string]: Canvas | Cards | Chain | Choice | Hints | Meeting | Notes | Prompt | Questions | Slides | Themes;
  };
  people: {
    [k: string]: Shown;
  };
  onlookers: number;
  turn: string | null;
  round: Round | null;
  line: string[];
  called: string[];
  number: number;
  chat: Message[];
  threads: Thread[];
  concerns: Concern[];
  sent_away: SentAway[];
  departed: Departed[];
  undo: Undoable | null;
  how: How | null;
  arrivals: Arrival[];
  together: string[];
  remotes: string[];
}
/**
 * `view`: a full view at a revision, with the soft state of the moment.
 */
export interface ViewMessage {
  rev: number;
  now: number;
  view: View;
  walks: Stroll[];
  speaking: string[];
  came: Came | null;
}
/**
 * `voice`: every voice peer was lost on the server's side; whoever has sound offers again.
 */
export interface VoiceMessage {
  restarted: true;
}
/**
 * `walks`: walks that began since the last such message, at most five messages a second. May be lost.
 */
export interface WalksMessage {
  walks: Stroll[];
}
export const MAIN_ZONE = "main" as const;
export const STAFF_ROLES = ["administrator","assistant","facilitator","staff"] as const;
