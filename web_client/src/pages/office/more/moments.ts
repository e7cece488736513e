/** Moments with their year, for logs. */
const format = new Intl.DateTimeFormat("ja", {
  timeZone: "Asia/Tokyo",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
});

/** 2026/4/19 10:05 */
export function fullMoment(moment: string): string {
  return format.format(new Date(moment));
}
