/** The words of those who work here: staff, their invitations and sign-ins. */
import type { StaffRole } from "../../../protocol/office.gen";

const roles: Record<StaffRole, string> = {
  administrator: "管理者",
  scheduler: "予定の担当",
  facilitator: "進行役",
  reader: "見るだけ",
};

const roleHints: Record<StaffRole, string> = {
  administrator: "すべてできます。職員を招き、設定を変えます",
  scheduler: "会をつくり、予定と当番を決めます",
  facilitator: "会をひらき、予約と人数の記録を見ます",
  reader: "カレンダーと人数の記録を見るだけです",
};

const outcomes: Record<string, string> = {
  signed_in: "ログインしました",
  wrong_password: "パスワードが違いました",
  wrong_totp: "6けたの数字が違いました",
  slowed: "続けて違ったので、待ってもらいました",
};

export const peopleWords = {
  roles,
  roleHints,
  outcomes,
  staff: {
    heading: "職員",
    you: "あなた",
    totp: "二段階の確認あり",
    noTotp: "二段階の確認なし",
    without: (names: string) => `二段階の確認がまだの人: ${names}`,
    required: "この団体では、二段階の確認が要ります。まだの人は、使いはじめるまで、ほかの画面に入れません。",
    notRequired: "全員に求めるには、「団体」の設定で選びます。",
    seen: (when: string) => `最後に使った: ${when}`,
    never: "まだ使っていません",
    role: "役割を変える",
    roleOf: (name: string) => `${name}さんの役割を変える`,
    roleAsk: (name: string) => `${name}さんの役割`,
    roleSelf: "自分の役割を変えると、この画面が使えなくなることがあります。",
    roleDone: (name: string, role: string) => `${name}さんの役割を「${role}」にしました`,
    totpOff: "二段階の確認をはずす",
    totpOffOf: (name: string) => `${name}さんの二段階の確認をはずす`,
    totpOffAsk: (name: string) => `${name}さんの二段階の確認をはずしますか`,
    totpOffText: "電話をなくした人のためのものです。本人か確かめてからにしてください。はずすと、その人はすべてのところでログアウトになり、次はパスワードだけで入れます。",
    totpOffDone: (name: string) => `${name}さんの二段階の確認をはずしました`,
    totpElsewhere: "ほかの団体の職員でもある人の確認は、ここからははずせません。",
    remove: "団体からはずす",
    removeOf: (name: string) => `${name}さんを団体からはずす`,
    removeAsk: (name: string) => `${name}さんを団体からはずしますか`,
    removeText: "この団体の画面に入れなくなります。その人がつくった予定や記録は残ります。",
    removeSelf: "あなた自身をはずします。もどるには、ほかの管理者の招待が要ります。",
    removeDone: (name: string) => `${name}さんを団体からはずしました`,
  },
  invite: {
    heading: "職員を招く",
    lead: "リンクをつくって、相手に渡します。一度だけ、7日のあいだ使えます。",
    role: "役割",
    mail: "相手のメールアドレス",
    mailHint: "なくてもかまいません。だれへの招待かの覚えです。メールは送りません",
    make: "招待のリンクをつくる",
    made: "招待のリンクができました",
    once: "このリンクは、とじるともう見られません。いまコピーして、相手に渡してください。",
    until: (when: string) => `${when}まで使えます`,
    link: "招待のリンク",
    done: "渡した(とじる)",
    pending: "まだ使われていない招待",
    noPending: "ありません。",
    noMail: "宛先の覚えなし",
    revoke: "取りやめる",
    revokeOf: (what: string) => `招待(${what})を取りやめる`,
    revoked: "招待を取りやめました。そのリンクはもう使えません",
  },
  signIns: {
    heading: "ログインの記録",
    lead: "この団体の職員のログインです。新しいものから500件まで出ます。",
    at: "日時",
    mail: "メールアドレス",
    address: "どこから(IPアドレス)",
    outcome: "結果",
    only: "うまくいかなかったものだけ",
    none: "ありません。",
    more: (rest: number) => `もっと見る(あと${rest}件)`,
    region: "ログインの記録の表",
  },
};
