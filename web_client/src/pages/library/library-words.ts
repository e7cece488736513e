/** The words of the library of activities, for the desk and the office: loaded with them alone. */
import type { LanguageCode } from "../../i18n/codes";

const ja = {
  /** How much courage it takes, from 1. */
  pressure: ["とてもやさしい", "やさしい", "ほどほど", "すこし勇気", "勇気がいる"],
  people: (least: number, most: number) => (least === most ? `${least}人` : `${least}〜${most}人`),
  minutes: (minutes: number) => `${minutes}分くらい`,
  ways: { voice: "声で", text: "文字で", taps: "おすだけで" },
  first: "はじめに言うこと",
  listening: "聞くだけの人は",
  paper: "会場で(端末なし)",
  more: "聞くだけの人・会場では",
};
export type LibraryWords = typeof ja;

const simple: LibraryWords = {
  ...ja,
  pressure: ["とても やさしい", "やさしい", "ふつう", "すこし 勇気", "勇気が いる"],
  minutes: (minutes) => `${minutes}分くらい`,
  ways: { voice: "声で", text: "文字で", taps: "おすだけで" },
  first: "はじめに 言う こと",
  listening: "聞くだけの 人は",
  paper: "会場で(スマホが ない 人)",
  more: "聞くだけの 人・会場では",
};

const en: LibraryWords = {
  pressure: ["very gentle", "gentle", "moderate", "a little courage", "takes courage"],
  people: (least, most) => (least === most ? `${least} people` : `${least} to ${most} people`),
  minutes: (minutes) => `about ${minutes} min`,
  ways: { voice: "by voice", text: "in writing", taps: "by taps alone" },
  first: "What to say first",
  listening: "Whoever only listens",
  paper: "In the hall, without a device",
  more: "For who listens, and in the hall",
};

export const libraryWords: Record<LanguageCode, LibraryWords> = { ja, "ja-simple": simple, en };
