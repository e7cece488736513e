/** The words of venues, and of those who can be on the rota. */
export const placeWords = {
  heading: "会場と人",
  venues: {
    heading: "会場",
    lead: "住所と行きかたは、お知らせと公開ページに出ます。公開している会では、参加する人にも住所を伝えます。",
    none: "まだ会場がありません。オンラインだけなら、なくてもかまいません。",
    add: "会場を加える",
    name: "会場の名前",
    address: "住所",
    access: "行きかた",
    accessHint: "駅からの道、エレベーター、入口など",
    rooms: "部屋",
    roomsHint: "会議室など、使う部屋があれば",
    roomsWords: (rooms: readonly string[]) => `部屋: ${rooms.join("、")}`,
    removeAsk: (name: string) => `会場「${name}」をはずしますか`,
    removeText: "選ぶところに出なくなります。もう決まった予定の会場の名前は残りますが、住所と行きかたはお知らせに出なくなります。",
  },
  crew: {
    heading: "当番になる人",
    lead: "職員どうしで分かる名前だけ。アカウントはいりません。当番の人には、その会だけのリンクが渡ります。",
    none: "まだだれもいません。",
    add: "人を加える",
    name: "名前",
    same: "同じ名前の人がもういます。分かるように、少し変えるとよいかもしれません。",
    removeAsk: (name: string) => `${name}さんをはずしますか`,
    removeText: "当番を選ぶところに出なくなります。もう決まった当番は、それぞれの会で変えてください。",
  },
};
