import type { LanguageCode } from "../../../i18n/codes";
import { name } from "./name";

const ja = {
  name: name.ja,
  said: (text: string) => `カードは「${text}」。`,
  faceDown: (left: number) => `カードが${left}まい、ふせてあります。`,
  left: (left: number) => (left === 0 ? "カードは、これでおわりです" : `のこり${left}まい`),
  by: (name: string) => `${name}がひきました`,
  draw: "ひく",
  label: "カードの言葉(1行に1まい)",
  tooMany: (count: number) => `カードは60まいまでです。いま${count}まいあります。`,
  tooLong: (number: number, over: number) => `${number}まい目が長すぎます。1まいは120文字までです(${over}文字おおいです)。`,
  tooMuch: (over: number) => `ぜんぶで5000文字までです。${over}文字おおいです。`,
  lay: "カードをならべる",
};
type CardsWords = typeof ja;

const simple: CardsWords = {
  ...ja,
  faceDown: (left) => `カードが ${left}まい あります。うらむきです。`,
  left: (left) => (left === 0 ? "カードは これで おわりです" : `あと ${left}まい`),
  by: (name) => `${name}が ひきました`,
  label: "カードの ことば(1つの 行に 1まい)",
};

const en: CardsWords = {
  name: name.en,
  said: (text) => `The card is “${text}”.`,
  faceDown: (left) => (left === 1 ? "One card lies face down." : `${left} cards lie face down.`),
  left: (left) => (left === 0 ? "That was the last card" : `${left} left`),
  by: (name) => `${name} drew it`,
  draw: "Draw",
  label: "Words of the cards, one a line",
  tooMany: (count) => `A deck has at most 60 cards; these are ${count}.`,
  tooLong: (number, over) => `Card ${number} is too long: at most 120 characters each (${over} too many).`,
  tooMuch: (over) => `All cards together have at most 5,000 characters: ${over} too many.`,
  lay: "Lay the cards out",
};

export const cardsWords: Record<LanguageCode, CardsWords> = { ja, "ja-simple": simple, en };
