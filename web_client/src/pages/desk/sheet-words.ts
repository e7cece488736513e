/** The run sheet's words at the desk, in three languages. Loaded with the desk alone. */
import type { LanguageCode } from "../../i18n/codes";
import type { Speak } from "../../protocol/wire";

const ja = {
  heading: "段取り",
  empty: "まだステップがありません。",
  add: "ステップを加える",
  back: "前へ",
  minutes: (count: number) => `${count}分`,
  speak: { listen: "聞くだけ", text: "文字", voice: "声も" } satisfies Record<Speak, string>,
  /** 出すもの: お題「すきな季節」 */
  laid: (name: string, text: string) => `出すもの: ${name}${text && `「${text}」`}`,
  now: "いま",
  skipped: "とばします",
  /** 8分たちました(予定は20分) */
  elapsed: (count: number, planned: number) => (planned > 0 ? `${count}分たちました(予定は${planned}分)` : `${count}分たちました`),
  notes: "進行のメモ",
  told: "みんなに伝えること",
  goHere: "ここへ",
  /** Going there moves everybody. */
  brings: (mode: string) => `ここへうつると、部屋の形が「${mode}」に変わります。`,
  skip: "とばす",
  unskip: "もどす",
  more: "＋5分",
  less: "−5分",
  up: "上へ",
  down: "下へ",
  edit: "書きなおす",
  /** 「聞く時間」は、2番目にあります */
  moved: (title: string, place: number) => `「${title}」は、${place}番目にうつりました。`,
  form: {
    editing: (title: string) => `「${title}」を書きなおす`,
    adding: "ステップを加える",
    title: "題",
    minutes: "予定(分)",
    mode: "部屋の形",
    modeHint: "このステップにうつるときに、部屋の形が変わります。",
    speak: "参加のしかた",
    same: "前のまま",
    speaks: { listen: "聞くだけの時間", text: "文字の時間(マイクはとじます)", voice: "声も文字も" } satisfies Record<Speak, string>,
    text: "みんなに伝えること",
    textHint: "このステップがはじまるとき、みんなの画面に出ます。",
    notes: "進行のメモ",
    notesHint: "スタッフだけに見えます。",
    save: "保存する",
    add: "加える",
    cancel: "やめておく",
    now: "いまの段取りでは",
    gone: "このステップは、もうありません。「保存する」で、もう一度加わります。",
    none: "(なし)",
    kept: "書いたことは、そのまま残っています。もう一度「保存する」で、変えたところだけが入ります。",
  },
};

export type SheetWords = typeof ja;

const simple: SheetWords = {
  ...ja,
  elapsed: (count, planned) => (planned > 0 ? `${count}分 すぎました(予定は ${planned}分)` : `${count}分 すぎました`),
  brings: (mode) => `ここへ うつると、部屋の 形が「${mode}」に かわります。`,
  form: {
    ...ja.form,
    modeHint: "この ステップに うつるとき、部屋の 形が かわります。",
    textHint: "この ステップが はじまると、みんなの 画面に 出ます。",
    notesHint: "スタッフだけが 見ます。",
    gone: "この ステップは、もう ありません。「保存する」を おすと、もういちど 入ります。",
    kept: "書いた ことは のこっています。もういちど「保存する」を おすと、かえた ところだけが 入ります。",
  },
};

const en: SheetWords = {
  heading: "Run sheet",
  empty: "There are no steps yet.",
  add: "Add a step",
  back: "Back",
  minutes: (count) => `${count} min`,
  speak: { listen: "listening", text: "text", voice: "voice too" },
  laid: (name, text) => `Lays: ${name}${text && ` “${text}”`}`,
  now: "now",
  skipped: "left out",
  elapsed: (count, planned) => (planned > 0 ? `${count} min gone (of ${planned} planned)` : `${count} min gone`),
  notes: "Notes for staff",
  told: "What all are told",
  goHere: "Go here",
  brings: (mode) => `Going here changes the room's shape: ${mode}.`,
  skip: "Leave out",
  unskip: "Take in again",
  more: "+5 min",
  less: "−5 min",
  up: "Up",
  down: "Down",
  edit: "Edit",
  moved: (title, place) => `“${title}” is now number ${place}.`,
  form: {
    editing: (title) => `Edit “${title}”`,
    adding: "Add a step",
    title: "Title",
    minutes: "Planned (min)",
    mode: "Shape of the room",
    modeHint: "The room changes when this step begins.",
    speak: "How one takes part",
    same: "as before",
    speaks: { listen: "a time to listen", text: "a time to write (microphones close)", voice: "by voice and text" },
    text: "What all are told",
    textHint: "Everybody sees it when the step begins.",
    notes: "Notes for staff",
    notesHint: "Only the staff see them.",
    save: "Save",
    add: "Add",
    cancel: "Not now",
    now: "On the sheet now",
    gone: "This step is no longer there. “Save” adds it again.",
    none: "(none)",
    kept: "What you wrote is still here. “Save” once more changes only what you wrote.",
  },
};

export const sheetWords: Record<LanguageCode, SheetWords> = { ja, "ja-simple": simple, en };
