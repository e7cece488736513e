/** 利用者ミーティング: an agenda, a suggestion box, votes, and what was decided. */
import { ja } from "../../../i18n/ja";
import type { ActivityKind } from "../kinds.svelte";
import { decided, winners, type Meeting as Held } from "./meeting";
import Meeting from "./Meeting.svelte";
import { name } from "./name";
import { meetingWords } from "./words";

export const kind: ActivityKind<Held> = {
  component: Meeting,
  name,
  said: (meeting, language) => {
    const { said, none } = meetingWords[language];
    const comma = language === "en" ? ", " : ja.comma;
    if (meeting.kept > 0) return said.kept;
    if (meeting.shown) return said.decided(decided(meeting).map(({ text }) => text).join(comma));
    const title = meeting.items[meeting.now]?.title;
    if (title === undefined) return none;
    if (meeting.voting !== "") return said.vote(title);
    const result = meeting.results[meeting.now];
    if (result === undefined) return said.item(title);
    const first = winners(meeting, result);
    if (first.length === 0) return said.nobody(title);
    return (first.length === 1 ? said.result : said.tie)(title, first.join(comma));
  },
};
