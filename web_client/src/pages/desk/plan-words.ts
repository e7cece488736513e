/** The desk's words of plans of the room and of taking back. */
import type { LanguageCode } from "../../i18n/codes";
import type { Mode } from "../../protocol/wire";

const ja = {
  plan: {
    heading: "部屋の形",
    lead: "みんなの席も、いっしょにうつります。マイクはとじます。",
    modes: {
      ibasho: "居場所(自由に)",
      circle: "ひとつの輪",
      tables: "テーブルに分かれる",
      reflecting: "話す輪と、聞く輪",
      lecture: "ステージと客席",
      booths: "相談ブース",
      open_hours: "出入り自由",
      staff_room: "職員だけ",
    } satisfies Record<Mode, string>,
    exchange: "話す輪と聞く輪が入れかわる",
    mix: "席がえをする",
    mixNote: "まだ話していない人どうしが会うように、テーブルの人をうつします。",
    mixFew: "テーブルの人が少ないので、席がえはまだできません。",
  },
  undo: {
    moved: (name: string) => `${name}をうつしました`,
    several: "みんなをうつしました",
    plan: "部屋の形を変えました",
    exchanged: "入れかわりました",
    rotated: "席がえをしました",
    brought: "次へ進み、まん中に出しました",
    laid: "まん中に出しました",
    ended: "まん中を片づけました",
    back: "もとにもどす",
  },
};

type PlanWords = typeof ja;

const simple: PlanWords = {
  plan: {
    ...ja.plan,
    lead: "みんなの 席も うつります。マイクは とじます。",
    mixNote: "まだ 話していない 人と 会うように、テーブルの 人が うつります。",
    mixFew: "テーブルの 人が すくないです。席がえは まだ できません。",
  },
  undo: ja.undo,
};

const en: PlanWords = {
  plan: {
    heading: "Shape of the room",
    lead: "Everybody's seat moves with it. Microphones close.",
    modes: {
      ibasho: "Ibasho (as one likes)",
      circle: "One circle",
      tables: "Tables",
      reflecting: "Talking and listening circle",
      lecture: "Stage and audience",
      booths: "Booths",
      open_hours: "Open hours",
      staff_room: "Staff only",
    },
    exchange: "Let the two circles change places",
    mix: "Change tables",
    mixNote: "Moves those at tables so that people meet whom they have not met.",
    mixFew: "Too few people sit at tables to mix them yet.",
  },
  undo: {
    moved: (name) => `Moved: ${name}`,
    several: "Moved several people",
    plan: "Changed the room's shape",
    exchanged: "They changed places",
    rotated: "Tables were changed",
    brought: "Went on, and laid something in the middle",
    laid: "Laid something in the middle",
    ended: "Cleared the middle",
    back: "Take it back",
  },
};

export const planWords: Record<LanguageCode, PlanWords> = { ja, "ja-simple": simple, en };
