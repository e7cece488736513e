/** The words of the page of staff notes. */
export const noteWords = {
  heading: "管理者へのメモ",
  lead: (days: number) =>
    `部屋にいるだれにも読ませられなかった心配を、ここに預かっています。読めるのは、この団体の管理者だけです。知らせてから${days}日で自動で消えます。`,
  backup: "控え(バックアップ)には入りません。残したいことは、消える前に写してください。",
  none: "いま預かっているメモはありません。",
  new: "まだ読まれていません",
  about: (name: string) => `${name} さんについて`,
  aboutNobody: "だれについてとは書かれていません",
  by: (name: string) => `知らせた人: ${name} さん`,
  until: (when: string) => `${when}に消えます`,
  sealed: "開けません。別の鍵で封をされたメモです。",
  read: "読みました",
  readOf: (when: string) => `${when}のメモを読みました`,
  wasRead: "読んだことにしました",
  remove: "消す",
  removeOf: (when: string) => `${when}のメモを消す`,
  removeAsk: "このメモを消しますか",
  removeText: "もとには戻せません。ほかの管理者も、もう読めません。",
  removed: "メモを消しました",
  more: "これより古いメモは、いくつか消すと出てきます。",
  care: "書いた人は、知られることをこわがっているかもしれません。名前のあがった人にそのまま見せずに、まずほかの管理者と話してください。",
};
