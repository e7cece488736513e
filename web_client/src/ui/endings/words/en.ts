import type { EndingWords } from "./ja";

export const en: EndingWords = {
  leftHeading: "Any time again",
  left: "You have left quietly. Nobody was told.",
  endedHeading: "The end",
  ended: "This session has ended. Thank you for coming.",
  awayHeading: "That is all for today",
  away: "The staff have ended your visit for now. If you would like to talk, use the contact of your invitation at any time.",
  awayForNow: "After a rest you can open the link again.",
  replacedHeading: "Opened in another tab",
  replaced: "The same room is open in another tab or on another device. You can bring it back here.",
  closedHeading: "This is where it ends",
  here: "Go on here",
  problemHeading: "It did not open",
  noNext: "The next date will be announced.",
  closeTab: "You can simply close this page.",
  nothingKept: "Your name and what you wrote do not stay on this device.",
  again: "Look in again",
  againHint: "For ten minutes you can come back from here. It goes when this page is hidden or loaded again.",
  reload: "Open again",
};
