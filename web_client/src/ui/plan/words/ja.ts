/** The words of walking about: they come with it. */
export const ja = {
  stroll: "歩きまわる",
  strollEnd: "歩くのをやめる",
  strollHint: "矢印キーで歩けます。席はそのままです。Escでやめます。",
};

export type WalkWords = typeof ja;
