/** The participant's words. This catalogue is the type of the others. Fixed labels stand as the glossary has them. */
import type { Card, PlaceKind, ReactionKind } from "../protocol/wire";

const places: Record<PlaceKind, string> = {
  veranda: "縁側",
  circle: "輪",
  table: "テーブル",
  stage: "ステージ",
  audience: "客席",
  reflecting_team: "聞く輪",
  listener_seat: "リスナー席",
  rest: "休憩",
  booth: "相談ブース",
  hall_seat: "会場",
  hall_listener_seat: "会場のリスナー席",
};

const cards: Record<Card, string> = { talk: "話しかけてOK", text: "文字なら", watch: "見守っていて" };

const reactions: Record<ReactionKind, string> = {
  nod: "うなずく",
  clap: "拍手",
  smile: "にっこり",
  heart: "あたたかい",
  same: "わたしも",
  thanks: "ありがとう",
};

export const ja = {
  locale: "ja-JP",
  zoneOf: (zone: string) => ` [${zone}の時刻]`,
  yours: (time: string) => `(あなたの時間では ${time})`,
  lost: "つながりませんでした。電波のようすを見て、もう一度ためしてください。",
  places,
  /** テーブル 2 */
  placeNumber: (name: string, number: number) => `${name} ${number}`,
  /** 輪 6人 */
  placeCount: (name: string, count: number) => `${name}・${count}人`,
  /** 相談ブース・使用中: who is there and how many is theirs alone. */
  placeUse: (name: string, used: boolean) => `${name}・${used ? "使用中" : "空き"}`,
  cards,
  reactions,
  /** さくらさん */
  person: (name: string) => `${name}さん`,
  me: "あなた",
  facilitator: "進行役",
  comma: "、",
  common: {
    opening: "ひらいています…",
    notes: "お知らせ",
    close: "とじる",
    back: "もどる",
    cancel: "やめておく",
    ok: "わかりました",
    send: "送る",
    retry: "もう一度ためす",
  },
  room: {
    skip: "下の操作へ",
    planHeading: "部屋",
    readTalk: "ひらく",
    microphoneOff: "マイクは出ていません",
    lookAround: "部屋のようす",
    talkHeading: "文字",
    step: "いま",
    nextStep: "つぎ",
    bar: "操作",
    howNow: "今のようすを聞く",
    hand: "手を挙げる",
    handDown: "手をおろす",
    handUp: "手を挙げています",
    pass: "パス",
    endTurn: "話しおわる",
    yourTurn: "あなたの順番です。話しても、書いても、パスしても大丈夫です。",
    turnOf: (name: string) => `${name}の順番です`,
    react: "スタンプ",
    restBack: "輪にもどる",
    staff: "スタッフに話す",
    leave: "しずかに出る",
    hide: "かくす",
    hideHint: "いま見ているものを、すぐに消します(Escを2回)",
    waitingHeading: "縁側で待っています",
    menu: "ほかに",
  },
  plan: {
    label: "部屋の席。矢印キーでうごけます",
    others: (count: number) => `ほか${count}人`,
    elsewhere: "ほかの場所",
    here: "ここにいます",
    speaking: "話しています",
    handUp: "手を挙げています",
    turn: "順番です",
    writing: "書いています",
    microphone: "マイクが出ています",
    card: (card: string) => `カード: ${card}`,
    silhouette: "だれか",
  },
  now: {
    speaking: (names: string) => `話しているのは、${names}。`,
  },
  chat: {
    empty: "あなたが来てからの文字が、ここに出ます。",
    unsent: "つながったら送ります",
    left: (left: number) => `あと${left}文字`,
    tooLong: (most: number, over: number) => `${most}文字までです。${over}文字おおいです`,
    manyLines: (most: number, lines: number) => `${most}行までです。いま${lines}行あります`,
  },
  voice: {
    talk: "話す",
    stop: "話すのをやめる",
    isOpen: "声が出ています。みんなに聞こえています。",
    isOpenPrivate: "声が出ています。このブースの人にだけ聞こえています。",
    isOpenTable: "声が出ています。このテーブルの人に聞こえています。",
    play: "音を出す",
    mute: "音なしにする",
    blocked: "音は止まっています",
    stayMuted: "音なし",
  },

  notices: {
    staffReply: (text: string) => `スタッフから: ${text}`,
    placed: (place: string) => `${place}にうつりました`,
  },
  connection: {
    lost: "つながりを直しています。",
    works: "読み書きはできます。つながったら送ります。",
    retry: "いますぐためす",
    back: "つながりました",
  },

};

export type Catalogue = typeof ja;
