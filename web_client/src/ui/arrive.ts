/**
 * To be attached to a page's heading: where one comes to another page, reading and the keyboard begin there, at its top. A page that
 * followed a long form would otherwise stand somewhere in the middle, with the focus on nothing.
 */
export function arrive(heading: HTMLElement): void {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
  // What the browser still does for the page before (its keyboard goes, what it held on to is gone) comes with the next frame.
  requestAnimationFrame(() => { scrollTo(0, 0); });
}
