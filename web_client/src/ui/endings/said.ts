/** How it ended, in words: for everybody's page alike. */
import { words } from "../../i18n/words.svelte";
import type { Ending } from "../../state/session.svelte";
import { endingWords } from "./words";

export function saidOf({ code }: Ending): { heading: string; lead: string } {
  const { t: over } = endingWords;
  switch (code) {
    case "left":
      return { heading: over.leftHeading, lead: over.left };
    case "session_ended":
      return { heading: over.endedHeading, lead: over.ended };
    case "sent_away":
      return { heading: over.awayHeading, lead: over.away };
    case "replaced":
      return { heading: over.replacedHeading, lead: over.replaced };
    case "link_revoked":
    case "link_expired":
    case "link_early":
      return { heading: over.closedHeading, lead: words.refusal(code) };
    default:
      return { heading: over.problemHeading, lead: words.refusal(code) };
  }
}
