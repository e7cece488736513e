/** The words of forms, whatever they are about. */
export const formWords = {
  must: "必須",
  missing: "入れてください",
  check: "入れたものを確かめてください。",
  languages: { ja: "日本語", ja_simple: "やさしい日本語", en: "English" },
  place: "ところ",
  venue: "会場の名前",
  seats: { legend: "席の数", online: "オンライン", hall: "会場", listeners: "リスナー席" },
  entry: {
    legend: "入りかた",
    opens: "受付をはじめる",
    days: "日前から",
    closes: "受付をしめきる",
    hours: "時間前まで",
    waiting: "満席のときは順番待ちにする",
    waitingHint: "空いたら、待っている人へ順に席がまわります",
  },
  list: {
    editOf: (name: string) => `${name}を変える`,
    removeOf: (name: string) => `${name}をはずす`,
    saved: (name: string) => `${name}を保存しました`,
    removed: (name: string) => `${name}をはずしました`,
  },
  draft: {
    changed: "保存していない変更があります。",
    kept: (what: string) => `${what}に、保存していない変更が残っています。もどると、つづきから直せます`,
    back: "前に入れたものが残っていたので、つづきから出しています。まだ保存していません。",
    discard: "捨てて、いまの内容にする",
    discarded: "変更を捨てました",
  },
  chips: {
    add: "ほかに加える",
    remove: (what: string) => `${what}をはずす`,
    added: (what: string) => `${what}を加えました`,
    removed: (what: string) => `${what}をはずしました`,
    full: (most: number) => `${most}個までです`,
  },
};
