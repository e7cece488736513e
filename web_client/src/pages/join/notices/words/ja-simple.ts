import type { NoticeWords } from "./ja";

export const jaSimple: NoticeWords = {
  rested: "マイクを お休みに しました。文字を 書くことが できます",
  woken: "マイクの お休みが おわりました。話したいときに 話せます",
  micClosed: "マイクは とじました。話したい ときは、もう一度 ひらいて ください",
  moved: (place) => `スタッフが あなたの 席を ${place}に しました。そのままで いいです`,
  laidOut: (place) => `部屋の 形が かわりました。${place === "" ? "" : `あなたの 席は ${place}です。`}そのままで いいです`,
  apart: "相談ブースに 来ました。ここの 話は、ほかの 人に 聞こえません",
  groups: "テーブルが できました。テーブルに 行っても、ここに いても いいです",
  letIn: "中へ どうぞ。席に うつりました",
  yourTurn: "あなたの 順番です。パスも できます",
  concernHandled: "知らせたことを、スタッフが 読みました",
  closing: "もうすぐ おわります",
};
