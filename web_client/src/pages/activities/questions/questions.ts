import type { Activity, ClientCommand } from "../../../protocol/wire";

export type Questions = Extract<Activity, { kind: "questions" }>;
type Move = Extract<Extract<ClientCommand, { type: "play" }>["move"], { kind: "questions" }>;
export type Act = Move["act"];
