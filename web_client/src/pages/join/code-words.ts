/** The words where one types the short code: fetched with that page alone. */
import type { LanguageCode } from "../../i18n/codes";

const ja = {
  title: "入室コード",
  lead: "案内にある6文字のコードをいれてください。",
  label: "入室コード",
  example: "例: ACD-347",
  go: "すすむ",
  link: "リンクをもらった人は、リンクをそのままひらくだけで大丈夫です。",
};

type CodeWords = typeof ja;

const simple: CodeWords = {
  title: "入る コード",
  lead: "6つの 文字の コードを 書いてください。",
  label: "入る コード",
  example: "たとえば: ACD-347",
  go: "つぎへ",
  link: "リンクが ある 人は、リンクを ひらくだけで いいです。",
};

const en: CodeWords = {
  title: "Room code",
  lead: "Please type the six characters of your invitation.",
  label: "Room code",
  example: "For example: ACD-347",
  go: "Go on",
  link: "If you were given a link, simply open the link.",
};

export const codeWords: Record<LanguageCode, CodeWords> = { ja, "ja-simple": simple, en };
