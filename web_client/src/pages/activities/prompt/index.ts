/** お題: a conversation starter. */
import type { ActivityKind } from "../kinds.svelte";
import type { Prompt as Given } from "./prompt";
import Prompt from "./Prompt.svelte";
import { name } from "./name";
import { promptWords } from "./words";

export const kind: ActivityKind<Given> = {
  component: Prompt,
  name,
  said: (activity, language) => promptWords[language].said(activity.text),
};
