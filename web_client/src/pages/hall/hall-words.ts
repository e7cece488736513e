/** The words of the hall's screen: few and large. */
import type { LanguageCode } from "../../i18n/codes";

const ja = {
  before: (time: string) => `${time}にはじまります`,
  early: "もうすぐはじまります",
  closing: "そろそろおしまいです",
  past: "予定の時間は終わりました。残りたい人は、スタッフが閉じるまでいられます",
  closes: (time: string) => `部屋は、${time}に閉じます`,
  ended: "きょうは、ありがとうございました",
  home: "家から",
  onlookers: (count: number) => `縁側 ${count}人`,
  speaking: (names: string) => `${names}が話しています`,
  turn: (name: string) => `${name}の番です`,
  talk: "みんなの文字",
  empty: "スマートフォンから書いた文字が、ここに出ます",
  join: "スマートフォンで参加",
  code: "入室コード",
  lately: "ここに見えるのは、少し前のようすです。",
  nodding: (count: number) => `${count}人がうなずいています`,
  more: (count: number) => `ほか${count}人`,
  came: (count: number) => `${count}人が来ています`,
  nobody: "入った人から、灯りのまわりに座ります。ゆっくりお待ちください",
  next: "はじまると、家からの人の顔と文字がここに見えます",
};

export type HallWords = typeof ja;

const simple: HallWords = {
  before: (time) => `${time}に はじまります`,
  early: "もうすぐ はじまります",
  closing: "もうすぐ おわります",
  past: "予定の 時間は おわりました。いたい 人は、スタッフが しめるまで いて いいです",
  closes: (time) => `部屋は ${time}に しまります`,
  ended: "きょうは 来てくれて ありがとうございました",
  home: "家から",
  onlookers: (count) => `縁側 ${count}人`,
  speaking: (names) => `${names}が 話しています`,
  turn: (name) => `${name}の 番です`,
  talk: "みんなが 書いた 文字",
  empty: "スマートフォンで 書くと、ここに 出ます",
  join: "スマートフォンで 入れます",
  code: "入室コード",
  lately: "ここに 見えるのは、少し 前の ようすです。",
  nodding: (count) => `${count}人が うなずいています`,
  more: (count) => `ほか${count}人`,
  came: (count) => `${count}人が 来ています`,
  nobody: "入った 人から、灯りの まわりに 座ります。ゆっくり まってください",
  next: "はじまると、家から 参加する 人の 顔と 文字が ここに 見えます",
};

const en: HallWords = {
  before: (time) => `Begins at ${time}`,
  early: "Beginning soon",
  closing: "Soon ending",
  past: "The planned time is over. Whoever likes may stay until the staff close",
  closes: (time) => `The room closes at ${time}`,
  ended: "Thank you for today",
  home: "At home",
  onlookers: (count) => `Looking in: ${count}`,
  speaking: (names) => `${names} speaking`,
  turn: (name) => `${name}’s turn`,
  talk: "Everybody’s words",
  empty: "What is written on phones appears here",
  join: "Join by phone",
  code: "Code",
  lately: "What you see is a moment old.",
  nodding: (count) => `${count} nodding`,
  more: (count) => `and ${count} more`,
  came: (count) => `Here: ${count}`,
  nobody: "Whoever comes in sits down around the lamp. There is time",
  next: "Once it begins, you see here the faces and words of those at home",
};

export const hallWords: Record<LanguageCode, HallWords> = { ja, "ja-simple": simple, en };
