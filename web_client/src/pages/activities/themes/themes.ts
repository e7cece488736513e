import type { Activity, ClientCommand } from "../../../protocol/wire";

export type Themes = Extract<Activity, { kind: "themes" }>;
type Move = Extract<Extract<ClientCommand, { type: "play" }>["move"], { kind: "themes" }>;
export type Act = Move["act"];

/** So many one may tap. */
export const VOTES = 3;
/** So many are offered as tables where the room has none yet. */
export const TABLES = 3;
/** So many stand on the hall's screen. */
export const ON_WALL = 4;
