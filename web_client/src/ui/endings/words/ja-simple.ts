import type { EndingWords } from "./ja";

export const jaSimple: EndingWords = {
  leftHeading: "また いつでも",
  left: "しずかに 出ました。だれにも 言っていません。",
  endedHeading: "おわりです",
  ended: "この 会は おわりました。来てくれて ありがとうございました。",
  awayHeading: "きょうは ここまで",
  away: "スタッフが、ここまでに しました。話したいときは、案内に ある 連絡先に 話してください。",
  awayForNow: "すこし 休んで、また リンクから ひらくことが できます。",
  replacedHeading: "別のタブでひらきました",
  replaced: "おなじ 部屋を、ほかの タブか ほかの 機械で ひらいています。ここに もどすことも できます。",
  closedHeading: "ここまでに なりました",
  here: "こちらで続ける",
  problemHeading: "ひらけませんでした",
  noNext: "つぎの 日は、あとで お知らせします。",
  closeTab: "このまま とじて いいです。",
  nothingKept: "よび名も、書いたことも、この 機械に のこりません。",
  again: "もういちど 見る",
  againHint: "10分の あいだ、ここから もどれます。この 画面を かくすか、もういちど ひらくと、きえます。",
  reload: "もういちど ひらく",
};
