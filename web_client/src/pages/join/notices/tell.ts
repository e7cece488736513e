/** Notices as sentences. */
import { words } from "../../../i18n/words.svelte";
import type { Notice } from "../../../state/notices";
import { placeOf, waits } from "../../../state/places";
import type { App } from "../../../ui/app.svelte";
import { placeName } from "../../../ui/plan/names";
import { noticeWords } from "./words";

/** Of these only the newest is true. */
const ABOUT: Partial<Record<Notice["kind"], string>> = {
  moved: "place",
  apart: "place",
  laid_out: "place",
  groups: "place",
  let_in: "place",
  rested: "microphone",
  woken: "microphone",
};

function sentence(app: App, notice: Notice): string {
  const { t } = words;
  const { t: n } = noticeWords;
  const { view } = app.session.room;
  const called = (id: string) => {
    const place = view === null ? undefined : placeOf(view, id);
    return view === null || place === undefined ? "" : placeName(t, view.plan, place);
  };
  switch (notice.kind) {
    case "rested":
      return n.rested;
    case "woken":
      return n.woken;
    case "mic_closed":
      return n.micClosed;
    case "moved":
      return n.moved(called(notice.place));
    case "laid_out":
      return n.laidOut(called(notice.place));
    case "apart":
      return n.apart;
    case "groups":
      return n.groups;
    case "let_in":
      return n.letIn;
    case "your_turn":
      return n.yourTurn;
    case "concern_handled":
      return n.concernHandled;
    case "staff_reply":
      return t.notices.staffReply(notice.text);
    case "closing":
      return n.closing;
  }
}

export async function tellNotice(app: App, notice: Notice): Promise<void> {
  await words.there;
  const text = sentence(app, notice);
  const about = ABOUT[notice.kind];
  const place = app.session.room.myPlace;
  // What stands on the page already is only said: one's turn, and inside that it comes to its end (room/Moment.svelte).
  const stands = notice.kind === "your_turn" || (notice.kind === "closing" && place !== null && !waits(place));
  if (stands) app.notes.announcer.now(text);
  else app.notes.show(about === undefined ? text : { text, about });
}
