/** The desk's words of the library: what it suggests, and why. */
import type { LanguageCode } from "../../i18n/codes";
import type { Moment, Why } from "./suggest";

type Now = Pick<Moment, "people" | "left">;

const ja = {
  open: "ライブラリから選ぶ",
  loading: "読みこんでいます",
  lost: "いまは読みこめません。",
  retry: "もう一度ためす",
  suggested: "いまなら",
  all: "ぜんぶ",
  none: "いまの人数と時間に合うものは、ありません。したの一覧から選べます。",
  empty: "ライブラリには、まだ何もありません。",
  lay: "まん中に出す",
  layAt: "テーブルに出す",
  laid: (title: string) => `「${title}」を出しました。`,
  before: "きょう出したもの",
  why: ({ people, left }: Now, { when, quiet, again }: Why): string => {
    const now = left === null ? `いま${people}人。` : `いま${people}人・のこり${left}分。`;
    const calm = quiet ? "まだ声を使っていないので、おすだけでできるものを" : "はじめなので、やさしいものを";
    const reasons: Record<Why["when"], string> = {
      beginning: calm,
      onward: quiet ? calm : "いまと同じくらいの気軽さで",
      rising: "すこし慣れてきたので、もう一歩だけ",
      resting: "ひと息つけるように、さっきよりやさしいものを",
      ending: "おわりが近いので、しずかにもどれるものを",
    };
    return `${now}${again ? "きょうもう出しましたが、" : ""}${reasons[when]}。`;
  },
};
export type DeskLibraryWords = typeof ja;

const simple: DeskLibraryWords = {
  ...ja,
  open: "リストから えらぶ",
  loading: "よみこんで います",
  lost: "いまは よみこめません。",
  retry: "もう一度 ためす",
  none: "いまの 人数と 時間に あう ものは ありません。下の リストから えらべます。",
  empty: "まだ 何も ありません。",
  lay: "まん中に 出す",
  layAt: "テーブルに 出す",
  laid: (title) => `「${title}」を 出しました。`,
  before: "きょう 出した もの",
  why: ({ people, left }, { when, quiet, again }) => {
    const now = left === null ? `いま ${people}人です。` : `いま ${people}人です。あと ${left}分です。`;
    const calm = quiet ? "まだ 声を 使って いません。おすだけで できます" : "はじめなので やさしい ものです";
    const reasons: Record<Why["when"], string> = {
      beginning: calm,
      onward: quiet ? calm : "いまと 同じくらいです",
      rising: "すこし なれて きました。もう すこしだけ 進みます",
      resting: "すこし 休みます。さっきより やさしい ものです",
      ending: "もうすぐ おわります。しずかな ものです",
    };
    return `${now}${again ? "きょう もう 出しました。" : ""}${reasons[when]}。`;
  },
};

const en: DeskLibraryWords = {
  open: "Choose from the library",
  loading: "Loading",
  lost: "They cannot be loaded now.",
  retry: "Try again",
  suggested: "Good now",
  all: "All of them",
  none: "None fits the people and the time there are now. All of them are below.",
  empty: "There is nothing in the library yet.",
  lay: "Lay in the middle",
  layAt: "Lay on the table",
  laid: (title) => `“${title}” lies there now.`,
  before: "Laid today",
  why: ({ people, left }, { when, quiet, again }) => {
    const now = `${people === 1 ? "One person" : `${people} people`} now${left === null ? "" : `, ${left} min left`}. `;
    const calm = quiet ? "Nobody has used their voice yet: taps are enough for it" : "Something gentle to begin with";
    const reasons: Record<Why["when"], string> = {
      beginning: calm,
      onward: quiet ? calm : "As easy as what was just done",
      rising: "People have warmed up: one small step more",
      resting: "Gentler than the last, to take a breath",
      ending: "The end is near: something quiet to come back with",
    };
    return `${now}${again ? "Laid once today already. " : ""}${reasons[when]}.`;
  },
};

export const deskLibraryWords: Record<LanguageCode, DeskLibraryWords> = { ja, "ja-simple": simple, en };
