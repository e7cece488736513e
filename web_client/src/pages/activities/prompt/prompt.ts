import type { Activity } from "../../../protocol/wire";

export type Prompt = Extract<Activity, { kind: "prompt" }>;
