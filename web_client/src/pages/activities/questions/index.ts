/** 質問: asked in writing, without a name; others would like to know, too. */
import type { ActivityKind } from "../kinds.svelte";
import type { Questions as Asked } from "./questions";
import Questions from "./Questions.svelte";
import { name } from "./name";
import { questionsWords } from "./words";

export const kind: ActivityKind<Asked> = {
  component: Questions,
  name,
  said: ({ now, slips }, language) => {
    const w = questionsWords[language];
    const text = slips[now]?.text;
    return text === undefined ? w.saidCount(Object.values(slips).filter(({ state }) => state === "up").length) : w.saidNow(text);
  },
};
