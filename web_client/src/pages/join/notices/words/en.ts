import type { NoticeWords } from "./ja";

export const en: NoticeWords = {
  rested: "Your microphone was put to rest. You can go on in text",
  woken: "Your microphone may be used again, when you like",
  micClosed: "Your microphone is closed. Open it again when you want to speak",
  moved: (place) => `The staff moved your seat: ${place}. You can simply stay`,
  laidOut: (place) => `The room is laid out anew. ${place === "" ? "" : `Your seat: ${place}. `}You can simply stay`,
  apart: "You are in a booth with the staff. Nobody else hears what is said here",
  groups: "There are tables now. You may go to one, or stay here",
  letIn: "Come in. You have a seat",
  yourTurn: "It is your turn. You may pass",
  concernHandled: "The staff have taken up what you told",
  closing: "The session is coming to its end",
};
