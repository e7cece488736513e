/** The words that every page of the office shares; others stand beside their pages. Staff read Japanese: one language here. */
import type { EntryKind, Form, Task } from "../../protocol/office.gen";

const entries: Record<EntryKind, { label: string; hint: string }> = {
  free: { label: "予約なし・出入り自由", hint: "リンクかコードだけで入れます" },
  either: { label: "予約しても、しなくても", hint: "予約した人には、前の日にお知らせを送れます" },
  reservation: { label: "要予約", hint: "予約の番号をもらった人が入れます。名前は聞きません" },
  application: { label: "申し込み", hint: "申し込みを見て、こちらから決めます" },
  members: { label: "会員だけ", hint: "会員の番号をもつ人が入れます" },
};

const forms: Record<Form, string> = { online: "オンライン", venue: "会場", hybrid: "オンラインと会場" };

const tasks: Record<Task, string> = { facilitate: "進行役", assist: "係(見守りなど)", on_call: "待機" };

export const common = {
  next: "保存しました。つぎは、",
  slugKept: "変えても、前のアドレスはここへつながります。もう配ったお知らせも、カレンダーの購読も、そのままで大丈夫です。",
  title: (page: string, organisation: string) => [page, organisation].filter(Boolean).join(" - "),
  brand: "縁側",
  office: "職員の画面",
  loading: "読みこんでいます…",
  lost: "読みこめませんでした。",
  retry: "もう一度",
  toBody: "本文へ",
  menu: "メニュー",
  more: "ほかの操作",
  save: "保存する",
  quit: "やめる",
  edit: "変える",
  close: "とじる",
  none: "なし",
  people: "人",
  minutes: "分",
  add: "加える",
  remove: "はずす",
  print: "印刷する",
  entries,
  forms,
  tasks,
  nav: {
    label: "おもな画面",
    calendar: "カレンダー",
    series: "予定",
    programmes: "プログラム",
    counts: "人数の記録",
    places: "会場と人",
    notes: "管理者へのメモ",
    settings: "設定",
    account: "わたし",
  },
  unread: "(読んでいないものがあります)",
  organisation: "団体",
  signOut: "ログアウト",
  notSignedOut: "まだログアウトできていません。つながりませんでした。もう一度押してください。",
  noOrganisation: "まだどの団体の職員でもありません",
  noOrganisationText: "管理者から招待のリンクをもらってください。",
  nowhere: "このページはありません",
  nowhereText: "リンクが古いか、消されたものかもしれません。",
  toCalendar: "カレンダーへ",
  note: { label: "お知らせ", away: "とじる", undo: "元に戻す", canUndo: "元に戻せます" },
  versionOld: "ほかの人が先に変えました。最新の内容にしました",
  copy: { button: "コピー", done: "コピーしました", failed: "コピーできませんでした。文字を選んで、Ctrl+C を押してください" },
};
