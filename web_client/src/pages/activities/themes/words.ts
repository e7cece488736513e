import type { LanguageCode } from "../../../i18n/codes";
import { name } from "./name";

const ja = {
  name: name.ja,
  said: {
    propose: (count: number) => (count === 0 ? "話したいテーマを書けます。" : `話したいテーマが${count}こ出ています。`),
    vote: () => "話したいテーマを、3つまでえらべます。",
    decided: (texts: string) => `テーブルのテーマは、${texts}です。`,
  },
  propose: "話したいことを、書いてみてください。書かなくても大丈夫です。",
  vote: (left: number) => (left === 0 ? "3つえらびました。あとで変えられます。" : `話したいものを、あと${left}つえらべます。えらばなくても大丈夫です。`),
  decided: "このテーマで、テーブルができました",
  others: (count: number) => `ほかのテーマ ${count}`,
  none: "まだテーマはありません",
  want: "話したい",
  count: (count: number) => `${count}人が話したい`,
  label: "話したいこと(ひとことで)",
  send: "テーマを出す",
  wall: { propose: "話したいテーマを書けます", vote: "話したいテーマをえらべます", decided: "テーブルのテーマ" },
  begin: "テーマを出してもらう",
  add: "テーマをくわえる",
  letVote: "えらんでもらう",
  letPropose: "また出してもらう",
  again: "えらびなおす",
  chooseNote: (count: number) => `多くえらばれたものから${count}つに印がついています。変えられます。`,
  make: "テーブルにする",
  made: (texts: string) => `テーブル: ${texts}`,
  sent: (count: number) => `前もって届いたテーマ ${count}`,
  sentNote: "まだ、みんなには見えません。名前はありません。",
  bringAll: "ぜんぶ出す",
  sentLost: "前もって届いたテーマを読めませんでした。",
  sentAgain: "もう一度読む",
};
type ThemesWords = typeof ja;

const simple: ThemesWords = {
  ...ja,
  said: {
    propose: (count) => (count === 0 ? "話したい テーマを 書けます。" : `話したい テーマが ${count}こ あります。`),
    vote: () => "話したい テーマを 3つまで えらべます。",
    decided: (texts) => `テーブルの テーマは、${texts}です。`,
  },
  propose: "話したい ことを 書いて ください。書かなくても いいです。",
  vote: (left) => (left === 0 ? "3つ えらびました。あとで かえられます。" : `話したい ものを、あと ${left}つ えらべます。えらばなくても いいです。`),
  decided: "この テーマで テーブルが できました",
  others: (count) => `ほかの テーマ ${count}`,
  none: "まだ テーマは ありません",
  count: (count) => `${count}人が 話したい`,
  label: "話したい こと(みじかく)",
  wall: { propose: "話したい テーマを 書けます", vote: "話したい テーマを えらべます", decided: "テーブルの テーマ" },
};

const en: ThemesWords = {
  name: name.en,
  said: {
    propose: (count) => (count === 0 ? "You can propose a theme." : count === 1 ? "There is one theme." : `There are ${count} themes.`),
    vote: () => "You can choose up to three themes.",
    decided: (texts) => `The tables talk about: ${texts}.`,
  },
  propose: "Write what you would like to talk about. You need not.",
  vote: (left) => (left === 0 ? "You have chosen three. You can change that." : `You can choose ${left} more. You need not.`),
  decided: "There are tables for these themes",
  others: (count) => `Other themes: ${count}`,
  none: "No themes yet",
  want: "I'd talk about this",
  count: (count) => (count === 1 ? "1 person would" : `${count} people would`),
  label: "What to talk about, in a few words",
  send: "Propose",
  wall: { propose: "Propose what to talk about", vote: "Choose what to talk about", decided: "Themes of the tables" },
  begin: "Let people propose",
  add: "Add a theme",
  letVote: "Let people choose",
  letPropose: "Take more themes",
  again: "Choose again",
  chooseNote: (count) => `The ${count} that most people chose are ticked. You can change that.`,
  make: "Make tables",
  made: (texts) => `Tables: ${texts}`,
  sent: (count) => `Sent beforehand: ${count}`,
  sentNote: "Nobody else sees these yet. They came without names.",
  bringAll: "Show all of them",
  sentLost: "What was sent beforehand could not be read.",
  sentAgain: "Try again",
};

export const themesWords: Record<LanguageCode, ThemesWords> = { ja, "ja-simple": simple, en };
