/** The words of themes that were sent for a session. */
export const themeWords = {
  heading: (count: number) => `話したいテーマ ${count}`,
  lead: "公開ページと予約の画面から、名前なしで届いたものです。だれが送ったかは残っていません。会が終わると消えます。",
  taken: "会がはじまるまで受けつけています。",
  desk: "会のなかでは、進行役の画面の「話したいテーマ」に出ます。参加者には、進行役が出すまで見えません。",
  none: "まだ届いていません。",
  unreadable: "読めません(別の鍵で封をされています)",
  out: "出さない",
  outOf: (text: string) => `出さない: ${text}`,
  back: "出すほうにもどす",
  backOf: (text: string) => `出すほうにもどす: ${text}`,
  leftOut: "出しません",
};
