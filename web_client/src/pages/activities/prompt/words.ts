import type { LanguageCode } from "../../../i18n/codes";
import { name } from "./name";

const ja = {
  name: name.ja,
  said: (text: string) => `お題は「${text}」。`,
  label: "お題の言葉",
  set: "お題を出す",
};
type PromptWords = typeof ja;

const simple: PromptWords = {
  ...ja,
  label: "お題の ことば",
};

const en: PromptWords = {
  name: name.en,
  said: (text) => `The prompt is “${text}”.`,
  label: "Words of the prompt",
  set: "Give the prompt",
};

export const promptWords: Record<LanguageCode, PromptWords> = { ja, "ja-simple": simple, en };
