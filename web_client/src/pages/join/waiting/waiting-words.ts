/** The words of the time before it begins. They come with what is shown then. */
import type { LanguageCode } from "../../../i18n/codes";

const ja = {
  staff: (names: string) => `スタッフの${names}が、ここにいます`,
  nobody: "スタッフが来ると、ここに出ます。",
  count: (count: number) => `スタッフ ${count}人が、もう来ています。`,
  fold: "たたむ",
  unfold: "ひらく",
  parts: { soon: "これから", promises: "約束", tries: "おためし" },
  soon: {
    opens: "扉がひらきます",
    ends: "おしまい",
    about: (time: string) => `${time}ごろ`,
    free: "途中から来ても、見ているだけでも、途中で帰っても だいじょうぶです。",
  },
  promises: { language: "約束を読むことば" },
  tries: {
    lead: "ここでためすことは、だれにも見えず、きこえません。",
    stamp: "スタンプをおしてみる",
    stamped: (name: string) => `「${name}」は、あなたにだけ見えています`,
    sound: "音をきいてみる",
    sounded: "小さな音が2つ鳴りました。きこえなくても、文字で参加できます。",
    silent: "このブラウザでは、音をためせません。文字で参加できます。",
    microphone: "マイクをためす",
    asking: "ブラウザが、マイクを使ってよいか聞きます。",
    unheard: "まだ誰にも聞こえていません",
    meter: "あなたの声の大きさ",
    unmeasured: "声の大きさははかれませんが、マイクは使えます。",
    stop: "マイクをとじる",
  },
  begun: "はじまりました",
};

type WaitingWords = typeof ja;

const simple: WaitingWords = {
  staff: (names) => `スタッフの ${names}が、ここに います`,
  nobody: "スタッフが 来ると、ここに 出ます。",
  count: (count) => `スタッフ ${count}人が、もう 来ています。`,
  fold: "たたむ",
  unfold: "ひらく",
  parts: { soon: "これから", promises: "約束", tries: "おためし" },
  soon: {
    opens: "はいれます",
    ends: "おわり",
    about: (time) => `${time}ごろ`,
    free: "途中から 来ても、見ているだけでも、途中で 帰っても、だいじょうぶです。",
  },
  promises: { language: "約束を 読む ことば" },
  tries: {
    lead: "ここで ためすことは、だれにも 見えません。だれにも 聞こえません。",
    stamp: "スタンプを おしてみる",
    stamped: (name) => `「${name}」は、あなただけに 見えています`,
    sound: "音を 聞いてみる",
    sounded: "小さい 音が 2つ 鳴りました。聞こえなくても、文字で 参加できます。",
    silent: "このブラウザでは、音を ためせません。文字で 参加できます。",
    microphone: "マイクを ためす",
    asking: "ブラウザが、マイクを 使っていいか 聞きます。",
    unheard: "まだ だれにも 聞こえていません",
    meter: "あなたの 声の 大きさ",
    unmeasured: "声の 大きさは わかりません。マイクは 使えます。",
    stop: "マイクを とじる",
  },
  begun: "はじまりました",
};

const en: WaitingWords = {
  staff: (names) => `Staff who are here: ${names}`,
  nobody: "When staff come, you see them here.",
  count: (count) => (count === 1 ? "One of the staff is here already." : `${count} of the staff are here already.`),
  fold: "Fold",
  unfold: "Unfold",
  parts: { soon: "What comes", promises: "Promises", tries: "Try out" },
  soon: {
    opens: "Doors open",
    ends: "The end",
    about: (time) => `about ${time}`,
    free: "You may come late, only look on, or leave early. All of it is fine.",
  },
  promises: { language: "Language of the promises" },
  tries: {
    lead: "Nobody sees or hears what you try here.",
    stamp: "Try a reaction",
    stamped: (name) => `Only you see “${name}”`,
    sound: "Try the sound",
    sounded: "Two soft notes were played. If you heard none, you can take part in text.",
    silent: "This browser cannot play a test sound. You can take part in text.",
    microphone: "Try the microphone",
    asking: "Your browser asks whether the microphone may be used.",
    unheard: "Nobody hears you yet",
    meter: "How loud you are",
    unmeasured: "How loud you are cannot be measured; the microphone works all the same.",
    stop: "Close the microphone",
  },
  begun: "It has begun",
};

export const waitingWords: Record<LanguageCode, WaitingWords> = { ja, "ja-simple": simple, en };
