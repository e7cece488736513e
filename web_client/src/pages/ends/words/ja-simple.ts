/** やさしい日本語 of where one does not get on. */
import type { EndWords } from "./ja";

export const jaSimple: EndWords = {
  call: "こまった とき、話したい ときは、電話してください:",
  write: "こまった とき、話したい ときは、メールを ください:",
  ask: "こまった とき、話したい ときは:",
  walk: "会場に 行っても いいです:",
  brief: { call: "電話", write: "メール", walk: "会場" },
  calendar: "カレンダーに 入れる",
  calendarHint: (name) => `カレンダーには「${name}」とだけ 出ます。`,
  next: (date) => `つぎの 会は ${date} です。`,
  full: {
    heading: "いま、いっぱいです",
    waits: "このまま まつと、あいたら 見られます。べつの 日に しても いいです。",
    listen: "聞くだけで参加",
  },
  far: {
    heading: (day) => `${day}に また`,
    opens: (time) => `${time}に ひらきます。その日に、おなじ リンクを ひらいてください。`,
  },
  closing: "きょうは、もう おわりの 時間です。また べつの 日に 来てください。",
  offline: "ずっと つながりません。電波の いい ところへ 行くか、Wi-Fiを もういちど 入れてください。",
  voice: {
    heading: "文字だけでも 参加できます",
    denied: "話したい ときは、ブラウザの 設定で、この ページの マイクを「許可」に してください。",
    missing: "マイクが ありません。マイクの ついた イヤホンを つなぐと 話せます。",
    busy: "マイクを、ほかの アプリが つかっています。その アプリを とじてください。",
    broken: "マイクが うまく うごきません。ページを もういちど ひらいてください。",
    insecure: "この ページでは マイクが つかえません(https では ありません)。",
    noBrowser: "この ブラウザでは 声が つかえません。SafariかChromeで ひらくと つかえます。",
    noPath: "いまの インターネットでは 声が とどきません。Wi-Fiを 切るか、べつの Wi-Fiに してください。",
    noServer: "いま、声が つながりません。もういちど つないでいます。",
  },
};
