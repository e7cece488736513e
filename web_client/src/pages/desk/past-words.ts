/** What the desk says when the planned end is past. */
import type { LanguageCode } from "../../i18n/codes";

const ja = {
  heading: "予定の時間は終わりました",
  stays: (ended: string) => `予定は${ended}まででした。残りたい人は、このままいられます。新しい人は入りません。`,
  closes: (time: string) => `閉じるときは、「扉」の「終わる」をおします。そのままでも、${time}には閉じます。`,
  soon: (time: string) => `まもなく、${time}に部屋が閉じます。`,
};

type PastWords = typeof ja;

const simple: PastWords = {
  heading: "予定の 時間は おわりました",
  stays: (ended) => `予定は ${ended}まででした。いたい 人は、まだ いて いいです。新しい 人は 入りません。`,
  closes: (time) => `しめる ときは、「扉」の「終わる」を おします。そのままでも、${time}に しまります。`,
  soon: (time) => `もうすぐ、${time}に 部屋が しまります。`,
};

const en: PastWords = {
  heading: "The planned time is over",
  stays: (ended) => `It was planned until ${ended}. Whoever likes may stay. Nobody new comes in.`,
  closes: (time) => `To close, press “End” under “Doors”. Otherwise the room closes at ${time}.`,
  soon: (time) => `Soon, at ${time}, the room closes.`,
};

export const pastWords: Record<LanguageCode, PastWords> = { ja, "ja-simple": simple, en };
