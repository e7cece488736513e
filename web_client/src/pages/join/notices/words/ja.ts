/** What one is told of what others did: fetched after the room. */
export const ja = {
  rested: "マイクをお休みにしました。文字で続けられます",
  woken: "マイクのお休みが終わりました。話したいときに、自分でひらけます",
  micClosed: "マイクはとじました。話すときは、もう一度ひらいてください",
  moved: (place: string) => `スタッフが席を${place}にうつしました。そのままいて大丈夫です`,
  laidOut: (place: string) => `部屋のならびがかわりました。${place === "" ? "" : `席は${place}になりました。`}そのままいて大丈夫です`,
  apart: "スタッフと話せる、相談ブースに来ました。ここの話は、ほかの人には聞こえません",
  groups: "テーブルができました。うつっても、ここにいても大丈夫です",
  letIn: "中へどうぞ。席にうつりました",
  yourTurn: "あなたの順番です。パスもできます",
  concernHandled: "知らせてくれたことを、スタッフが受けとりました",
  closing: "そろそろおしまいの時間です",
};

export type NoticeWords = typeof ja;
