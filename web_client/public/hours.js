/**
 * Public pages are whole without a script. Where the reader's own clock shows something else than that of the place, this one
 * says it beside the hours; `data-yours` has the words, in the page's language. Read by parts: how a browser puts them
 * together differs.
 */
(() => {
  const words = document.currentScript.dataset.yours;
  const english = document.documentElement.lang === "en";
  const two = (number) => String(number).padStart(2, "0");

  /** A moment in a zone; without one, in the reader's. */
  function read(moment, timeZone) {
    const format = new Intl.DateTimeFormat(english ? "en-US" : "ja-JP", {
      timeZone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23",
      year: "numeric", month: "numeric", day: "numeric", weekday: "short", hour: "numeric", minute: "numeric",
    });
    const found = {};
    for (const { type, value } of format.formatToParts(moment)) found[type] = type === "weekday" ? value : Number(value);
    const { year, month, day, weekday, hour, minute } = found;
    return {
      key: `${year}-${two(month)}-${two(day)}`,
      day: english ? `${weekday} ${year}-${two(month)}-${two(day)}` : `${month}月${day}日(${weekday})`,
      clock: english ? `${two(hour)}:${two(minute)}` : `${hour}時${minute === 0 ? "" : `${minute}分`}`,
    };
  }

  function said(time) {
    const { zone, end } = time.dataset;
    const moments = [time.dateTime, end].filter(Boolean).map((text) => new Date(text));
    const [held, mine] = [zone, undefined].map((each) => moments.map((moment) => read(moment, each)));
    if (held.every(({ key, clock }, index) => key === mine[index].key && clock === mine[index].clock)) return "";
    const [from, until] = mine;
    const day = from.key === held[0].key ? "" : `${from.day} `;
    const next = until === undefined || until.key === from.key ? "" : english ? `${until.day} ` : "翌";
    return words.replace("{hours}", `${day}${from.clock}${english ? "–" : "〜"}${until === undefined ? "" : next + until.clock}`);
  }

  for (const time of document.querySelectorAll("time[data-zone]")) {
    try {
      const text = said(time);
      if (text === "") continue;
      const beside = document.createElement("span");
      beside.className = "yours";
      beside.textContent = text;
      time.after(beside);
    } catch {
      // A browser that does not know the zone: the page says its hours without.
    }
  }
})();
