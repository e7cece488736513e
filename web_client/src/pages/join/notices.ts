/** Notices as sentences. */
import { words } from "../../i18n/words.svelte";
import type { Notice } from "../../state/notices";
import { placeOf } from "../../state/places";
import type { App } from "../../ui/app.svelte";
import { placeName } from "../../ui/plan/names";

/** Of these only the newest is true. */
const ABOUT: Partial<Record<Notice["kind"], string>> = {
  moved: "place",
  apart: "place",
  laid_out: "place",
  let_in: "place",
  rested: "microphone",
  woken: "microphone",
};

function sentence(app: App, notice: Notice): string {
  const t = words.t;
  const { view } = app.session.room;
  const called = (id: string) => {
    const place = view === null ? undefined : placeOf(view, id);
    return view === null || place === undefined ? "" : placeName(t, view.plan, place);
  };
  switch (notice.kind) {
    case "rested":
      return t.notices.rested;
    case "woken":
      return t.notices.woken;
    case "mic_closed":
      return t.notices.micClosed;
    case "moved":
      return t.notices.moved(called(notice.place));
    case "laid_out":
      return t.notices.laidOut(called(notice.place));
    case "apart":
      return t.notices.apart;
    case "let_in":
      return t.notices.letIn;
    case "your_turn":
      return t.notices.yourTurn;
    case "concern_handled":
      return t.notices.concernHandled;
    case "staff_reply":
      return t.notices.staffReply(notice.text);
    case "closing":
      return t.notices.closing;
  }
}

export function tellNotice(app: App, notice: Notice): void {
  // One's turn stands on the page already: it is only said.
  if (notice.kind === "your_turn") app.notes.announcer.now(sentence(app, notice));
  else app.notes.show(sentence(app, notice), undefined, undefined, ABOUT[notice.kind]);
}
