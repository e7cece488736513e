/** The desk's words of greeting who comes. */
import type { LanguageCode } from "../../i18n/codes";

const ja = {
  heading: "あいさつ",
  /** The longest wait in whole minutes; of less than one nothing is said. */
  line: (count: number, minutes: number) => `まだ声をかけていない人 ${count}人${minutes > 0 ? `(いちばん長い人 ${minutes}分)` : ""}`,
  /** Once the doors are open, of how many who are here for the first time. */
  open: (first: number) => (first > 0 ? `はじめての人が${first}人います。よければ、ひとこと。` : "おりをみて、ひとことどうぞ。"),
  all: "いる人みんなに、声をかけました。",
  nobody: "来た人が、ここに順にならびます。",
  first: "はじめて",
  minutes: (count: number) => `${count}分`,
  done: "声をかけました",
  to: (name: string) => `${name}にあいさつする`,
  lead: "おすと、その人にだけ文字でとどきます。",
  sentences: [
    "来てくださって、ありがとうございます。ここは見ているだけでも大丈夫です。",
    "ようこそ。わからないことは、いつでも「スタッフに話す」から聞いてください。",
    "ゆっくりしていってくださいね。",
  ],
  edit: "言葉を直す",
  edited: "これでよい",
  sentence: (number: number) => `あいさつ ${number}`,
  own: "ほかの言葉を書く",
  voice: "声であいさつした",
  already: "ほかのスタッフが、もう声をかけました。",
};

type GreetingWords = typeof ja;

const simple: GreetingWords = {
  ...ja,
  line: (count, minutes) => `まだ 声を かけていない 人 ${count}人${minutes > 0 ? `(いちばん 長い 人 ${minutes}分)` : ""}`,
  open: (first) => (first > 0 ? `はじめての 人が ${first}人 います。よければ、ひとこと どうぞ。` : "よければ、ひとこと どうぞ。"),
  all: "みんなに 声を かけました。",
  nobody: "来た 人が、ここに 順に ならびます。",
  done: "声を かけました",
  to: (name) => `${name}に あいさつする`,
  lead: "おすと、その 人だけに 文字で とどきます。",
  sentences: [
    "来てくれて ありがとうございます。ここは 見ているだけでも だいじょうぶです。",
    "ようこそ。わからないことは、いつでも「スタッフに 話す」で 聞いてください。",
    "ゆっくり していって ください。",
  ],
  edit: "ことばを 直す",
  edited: "これで いい",
  own: "ほかの ことばを 書く",
  voice: "声で あいさつした",
  already: "ほかの スタッフが、もう 声を かけました。",
};

const en: GreetingWords = {
  heading: "Greetings",
  line: (count, minutes) => `Not greeted yet: ${count}${minutes > 0 ? ` (the longest for ${minutes} min)` : ""}`,
  open: (first) => (first > 0 ? `Here for the first time: ${first}. A word to them, when it fits.` : "A word, whenever it fits."),
  all: "Everybody here has been greeted.",
  nobody: "Whoever comes stands here, one after the other.",
  first: "first time",
  minutes: (count) => `${count} min`,
  done: "greeted",
  to: (name) => `Greet ${name}`,
  lead: "A tap sends it in text, to this person alone.",
  sentences: [
    "Thank you for coming. It is fine to only look on here.",
    "Welcome. Whatever you want to know, ask the staff at any time.",
    "Hello. Make yourself at home.",
  ],
  edit: "Change the words",
  edited: "That will do",
  sentence: (number) => `Greeting ${number}`,
  own: "Write something else",
  voice: "Greeted by voice",
  already: "Another of the staff has greeted them.",
};

export const greetingWords: Record<LanguageCode, GreetingWords> = { ja, "ja-simple": simple, en };
