/** お題: a conversation starter. */
import type { ActivityKind } from "../kinds.svelte";
import type { Prompt as Given } from "./prompt";
import Prompt from "./Prompt.svelte";
import { promptWords } from "./words";

export const kind: ActivityKind<Given> = {
  component: Prompt,
  name: { ja: promptWords.ja.name, "ja-simple": promptWords["ja-simple"].name, en: promptWords.en.name },
  said: (activity, language) => promptWords[language].said(activity.text),
};
