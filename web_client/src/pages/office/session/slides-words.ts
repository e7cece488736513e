/** What is said of a session's slides. */
export const slidesWords = {
  heading: "資料(スライド)",
  text: "PDFを入れておくと、当日、進行役が1枚ずつ見せられます。PDFそのものはのこりません。ページは、会が終わると消えます。",
  none: "まだありません。",
  pages: (pages: number) => `${String(pages)}枚`,
  remove: "消す",
  removeOf: (title: string) => `「${title}」を消す`,
  bring: "PDFを入れる",
  bounds: "20MB、150ページまで。1つの会に6つまで。",
  going: (percent: number) => `送っています… ${String(percent)}%`,
  drawing: "1枚ずつ絵にしています。少しかかります…",
  brought: (title: string, pages: number) => `「${title}」(${String(pages)}枚)が入りました。`,
  removed: (title: string) => `「${title}」を消しました。`,
  tooLarge: "20MBまでです。画像を小さくして保存しなおしてください。",
  lost: "届きませんでした。もう一度ためしてください。",
};
