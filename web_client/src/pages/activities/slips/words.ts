import type { LanguageCode } from "../../../i18n/codes";

/** What questions and themes say alike. */
const ja = {
  nameless: "だれが書いたかは、だれにも見えません。スタッフにも見えません。",
  reviewed: "スタッフが見てから、みんなに出ます。",
  own: "あなたが書きました",
  ownHeld: "あなたが書きました。スタッフが見てから、みんなに出ます。",
  ownKept: "あなたが書きました。今回は出さずに、スタッフがあずかっています。",
  takeBack: "とりけす",
  takeBackOf: (text: string) => `とりけす: ${text}`,
  more: (count: number) => `ほかに${count}こ`,
  sent: "出しました",
  review: "みんなに出すまえに、スタッフが見る",
  held: (count: number) => `まだ出していないもの ${count}`,
  kept: (count: number) => `出さなかったもの ${count}`,
  putUp: "出す",
  putUpOf: (text: string) => `出す: ${text}`,
  leaveOut: "出さない",
  leaveOutOf: (text: string) => `出さない: ${text}`,
};
type SlipWords = typeof ja;

const simple: SlipWords = {
  ...ja,
  nameless: "だれが 書いたかは、だれにも 見えません。スタッフにも 見えません。",
  reviewed: "スタッフが 見てから、みんなに 出ます。",
  own: "あなたが 書きました",
  ownHeld: "あなたが 書きました。スタッフが 見てから、みんなに 出ます。",
  ownKept: "あなたが 書きました。今日は 出しません。スタッフが 読みました。",
  takeBack: "やめる",
  takeBackOf: (text) => `やめる: ${text}`,
  more: (count) => `あと ${count}こ`,
  review: "みんなに 出す まえに、スタッフが 見る",
};

const en: SlipWords = {
  nameless: "Nobody sees who wrote it. The staff do not, either.",
  reviewed: "Staff read it before everybody does.",
  own: "You wrote this",
  ownHeld: "You wrote this. Staff read it before everybody does.",
  ownKept: "You wrote this. The staff keep it and do not show it today.",
  takeBack: "Take back",
  takeBackOf: (text) => `Take back: ${text}`,
  more: (count) => `${count} more`,
  sent: "Sent",
  review: "Staff read each before everybody does",
  held: (count) => `Not shown yet: ${count}`,
  kept: (count) => `Left out: ${count}`,
  putUp: "Show",
  putUpOf: (text) => `Show: ${text}`,
  leaveOut: "Leave out",
  leaveOutOf: (text) => `Leave out: ${text}`,
};

export const slipWords: Record<LanguageCode, SlipWords> = { ja, "ja-simple": simple, en };
