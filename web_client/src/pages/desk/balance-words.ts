/** The desk's words of who has been heard how much. Kind also to whoever looks over a shoulder: nobody lacks anything here. */
import type { LanguageCode } from "../../i18n/codes";

const ja = {
  heading: "話した量のめやす",
  open: "めやすを見る",
  close: "とじる",
  lead: "スタッフだけが見る、5段階のめやすです。話の中身はのこらず、会が終わると消えます。",
  voice: "声",
  text: "文字",
  home: "家から",
  hall: "会場から",
  staff: "スタッフ",
  together: "みんなで",
  people: "ひとりずつ",
  /** From nothing yet to the most. */
  steps: ["まだ", "少し", "いくらか", "よく", "たくさん"],
  inTheAir: "会場の声は、ここでははかれません。順番と文字だけです。",
  turn: "順番あり",
  listening: (names: string) => `聞いています: ${names}`,
  nobody: "いまは、話す席にだれもいません。",
  since: (time: string) => `声は、${time}からのぶんです。`,
  lost: "いまは見られません。つながると出ます。",
};
type BalanceWords = typeof ja;

const simple: BalanceWords = {
  heading: "話した 量の めやす",
  open: "めやすを 見る",
  close: "とじる",
  lead: "スタッフだけが 見ます。5つに 分けた、だいたいの 量です。話した ことは のこりません。会が おわると 消えます。",
  voice: "声",
  text: "文字",
  home: "家から",
  hall: "会場から",
  staff: "スタッフ",
  together: "みんなで",
  people: "ひとりずつ",
  steps: ["まだ", "少し", "いくらか", "よく", "たくさん"],
  inTheAir: "会場の 声は ここでは わかりません。順番と 文字だけです。",
  turn: "順番が ありました",
  listening: (names) => `聞いています: ${names}`,
  nobody: "いま、話す 席に だれも いません。",
  since: (time) => `声は ${time}からの 分です。`,
  lost: "いまは 見られません。つながると 出ます。",
};

const en: BalanceWords = {
  heading: "Who has been heard",
  open: "Show it roughly",
  close: "Close",
  lead: "Five coarse steps that staff alone see. Nothing of what was said is kept, and it is gone with the session.",
  voice: "Voice",
  text: "Text",
  home: "From home",
  hall: "From the hall",
  staff: "Staff",
  together: "Together",
  people: "One by one",
  steps: ["not yet", "a little", "some", "much", "very much"],
  inTheAir: "Voices in the hall are not measured here: text and turns alone are.",
  turn: "has had a turn",
  listening: (names) => `Listening: ${names}`,
  nobody: "Nobody sits where people talk just now.",
  since: (time) => `Voices since ${time}.`,
  lost: "Not to be had just now. It comes with the connection.",
};

export const balanceWords: Record<LanguageCode, BalanceWords> = { ja, "ja-simple": simple, en };
