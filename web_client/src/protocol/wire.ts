/**
 * The names of the wire as the client uses them. The types themselves are made from the server's models.
 */
import { STAFF_ROLES, type Accepted, type AvatarChoice, type Balance, type ClientCommand, type Code, type Refused, type Role, type View } from "./types.gen";

export type {
  Accepted,
  ApiError,
  Area,
  AvatarChoice,
  Balance,
  Bye,
  Card,
  ClientCommand,
  Code,
  Contact,
  Concern,
  DecidedBefore,
  Doors,
  EventsMessage,
  Hello,
  How,
  Idea,
  Ideas,
  JoinAnswer,
  SentThemes,
  JoinRequest,
  Viewer,
  Message,
  Microphone,
  Mode,
  Place,
  PlaceKind,
  Plan,
  Point,
  Reaction,
  ReactionKind,
  ReadyActivity,
  Refused,
  RemoteAnswered,
  RemoteByDesk,
  RemoteClaim,
  RemoteClaimed,
  RemoteOffer,
  RemoteToken,
  RemoteWait,
  Role,
  Scope,
  SentAway,
  Arrival,
  Came,
  Departed,
  Shown,
  Signs,
  SpeakingMessage,
  Speak,
  Step,
  Stroll,
  Thread,
  Times,
  View,
  ViewMessage,
  WalksMessage,
  Wish,
} from "./types.gen";
export type { Event as RoomEvent } from "./types.gen";
export { MAIN_ZONE } from "./types.gen";

/** Raised together with the server's; an old page is told `old_client` and loads itself anew. */
export const PROTOCOL = 7;

/** What lies in a zone, told apart by `kind`. */
export type Activity = View["activities"][string];

/** Whether somebody is here as staff; the server decides by the same list. */
export const isStaff = (role: Role): boolean => (STAFF_ROLES as readonly Role[]).includes(role);

export type CommandType = ClientCommand["type"];
export type CommandOf<T extends CommandType> = Extract<ClientCommand, { type: T }>;
/** What the server says to a command. What only the desk asks for may be left out. */
export type Ack = (Omit<Accepted, "balance"> & Partial<Accepted>) | Refused;
/** What a caller gets: the server's word, or `lost` where a command was not kept and the connection went away. */
export type Answer = { ok: true; answer: string | null; looks: readonly AvatarChoice[] | null; nickname: string | null; balance?: Balance | null | undefined } | { ok: false; code: Code | "lost" };
