import type { LanguageCode } from "../../../i18n/codes";

const ja = {
  name: "お題",
  said: (text: string) => `お題は「${text}」。`,
  label: "お題の言葉",
  set: "お題を出す",
  ideas: "たとえば",
  examples: [
    "最近の小さなよかったこと",
    "いまの心の天気を、絵文字ひとつで",
    "朝と夜、どっち派?",
    "雨の日の過ごしかた",
    "作るのがすきな食べもの",
  ],
};
type PromptWords = typeof ja;

const simple: PromptWords = {
  ...ja,
  label: "お題の ことば",
  examples: [
    "さいきん、すこし うれしかったこと",
    "いまの 気持ちを、絵文字 ひとつで",
    "朝と 夜、どちらが すきですか",
    "雨の日に すること",
    "作るのが すきな 食べもの",
  ],
};

const en: PromptWords = {
  name: "Prompt",
  said: (text) => `The prompt is “${text}”.`,
  label: "Words of the prompt",
  set: "Give the prompt",
  ideas: "For example",
  examples: [
    "A small good thing lately",
    "Today's weather inside, as one emoji",
    "Morning or night?",
    "What to do on a rainy day",
    "Food that you like to make",
  ],
};

export const promptWords: Record<LanguageCode, PromptWords> = { ja, "ja-simple": simple, en };
