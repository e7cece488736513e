/** The words where one does not get on: what to try, whom to call, where to go. */
export const ja = {
  call: "こまったとき、話したいときは、お電話ください:",
  write: "こまったとき、話したいときは、メールをください:",
  ask: "こまったとき、話したいときは:",
  walk: "会場に行くこともできます:",
  brief: { call: "電話", write: "メール", walk: "会場" },
  calendar: "カレンダーに入れる",
  calendarHint: (name: string) => `カレンダーには「${name}」とだけ出ます。`,
  next: (date: string) => `次の会は ${date} です。`,
  full: {
    heading: "いま、いっぱいです",
    waits: "このまま待つと、あきしだい、のぞけます。べつの日にすることもできます。",
    listen: "聞くだけで参加",
  },
  far: {
    heading: (day: string) => `${day}にまた`,
    opens: (time: string) => `扉がひらくのは ${time} です。その日に、同じリンクからどうぞ。`,
  },
  closing: "きょうは、もうおしまいの時間です。またの日に、どうぞ。",
  offline: "つながらないままです。電波のよいところへうつるか、Wi-Fiを入れなおしてみてください。",
  voice: {
    heading: "文字だけでも参加できます",
    denied: "話すには、ブラウザの設定で、このページのマイクを「許可」にしてください。",
    missing: "マイクが見つかりません。イヤホンマイクなどをつなぐと話せます。",
    busy: "マイクを、ほかのアプリが使っているようです。そのアプリをとじてみてください。",
    broken: "マイクがうまく動きません。ページをひらきなおしてみてください。",
    insecure: "このページのつながり(https でないもの)では、マイクが使えません。",
    noBrowser: "このブラウザでは声が使えません。SafariやChromeでひらくと使えます。",
    noPath: "いまの回線では、声が通らないようです。Wi-Fiを切るか、べつのWi-Fiにしてみてください。",
    noServer: "いま、声がつながりません。自動でつなぎなおしています。",
  },
};

export type EndWords = typeof ja;
