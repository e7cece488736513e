/** What is said where a nickname is somebody's already: fetched then. */
import type { LanguageCode } from "../../i18n/codes";

const ja = {
  had: (name: string) => `「${name}」は、ほかの人がもう使っています。あいているよび名をいれておきました。このままでも、かえても大丈夫です。`,
  restore: (name: string) => `「${name}」にもどして、少しかえる`,
};

type HadWords = typeof ja;

const simple: HadWords = {
  had: (name) => `「${name}」は、ほかの 人が もう つかっています。べつの よび名を 書いておきました。このままで いいです。かえても いいです。`,
  restore: (name) => `「${name}」に もどして、すこし かえる`,
};

const en: HadWords = {
  had: (name) => `Somebody here already has “${name}”. A free nickname is filled in for you. You may leave it or change it.`,
  restore: (name) => `Back to “${name}”, to change it a little`,
};

export const hadWords: Record<LanguageCode, HadWords> = { ja, "ja-simple": simple, en };
