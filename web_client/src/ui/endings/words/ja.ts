/** How a page ends, in words: fetched with its end. */
export const ja = {
  leftHeading: "またいつでも",
  left: "しずかに出ました。だれにも知らせていません。",
  endedHeading: "おしまいです",
  ended: "この会は終わりました。来てくれて、ありがとうございました。",
  awayHeading: "きょうは、ここまで",
  away: "スタッフが、いったんここまでにしました。話したいことがあれば、案内にある連絡先に、いつでもどうぞ。",
  awayForNow: "少し休んで、またリンクからひらくことができます。",
  replacedHeading: "別のタブでひらきました",
  replaced: "同じ部屋を、別のタブか、ほかの端末でひらいています。こちらにもどすこともできます。",
  closedHeading: "ここまでになりました",
  here: "こちらで続ける",
  problemHeading: "ひらけませんでした",
  noNext: "次の日どりは、案内でお知らせします。",
  closeTab: "このままとじて大丈夫です。",
  nothingKept: "よび名も、書いたことも、この端末に残りません。",
  again: "もう一度のぞく",
  againHint: "10分のあいだは、ここからもどれます。この画面をかくすか、ひらきなおすと、消えます。",
  reload: "ひらきなおす",
};

export type EndingWords = typeof ja;
