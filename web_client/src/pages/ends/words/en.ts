/** English of where one does not get on. */
import type { EndWords } from "./ja";

export const en: EndWords = {
  call: "If you need help or would like to talk, please call",
  write: "If you need help or would like to talk, please write to",
  ask: "If you need help or would like to talk:",
  walk: "You may also come to the hall:",
  brief: { call: "Telephone", write: "Mail", walk: "Hall" },
  calendar: "Add to calendar",
  calendarHint: (name) => `Your calendar shows only “${name}”.`,
  next: (date) => `The next session is on ${date}.`,
  full: {
    heading: "Full just now",
    waits: "Wait here and you can look in as soon as there is room, or come another day.",
    listen: "Just listen",
  },
  far: {
    heading: (day) => `See you on ${day}`,
    opens: (time) => `The doors open at ${time}. On that day, please open the same link.`,
  },
  closing: "Today is coming to an end. You are welcome another day.",
  offline: "Still no connection. Try a place with better reception, or switch Wi-Fi off and on again.",
  voice: {
    heading: "You can take part by text alone",
    denied: "To talk, allow the microphone for this page in your browser’s settings.",
    missing: "No microphone was found. Plug one in, for example a headset, to talk.",
    busy: "Another app seems to use the microphone. Try closing that app.",
    broken: "The microphone does not work. Try opening this page again.",
    insecure: "The microphone cannot be used on this connection (it needs https).",
    noBrowser: "This browser has no voice. Open this page in Safari or Chrome to use it.",
    noPath: "Voice does not get through on this network. Try without Wi-Fi, or on another Wi-Fi.",
    noServer: "Voice does not connect just now. It is being tried again.",
  },
};
