/**
 * Nobody scrolls a wall, and half a line is read by nobody. So what does not fit is left out whole: of the parts that have the
 * attribute `data-NAME` those with the lowest numbers first, until all that is left is seen. With `again` what then still has room comes back: of parts that do not
 * follow one upon another.
 */
import type { Attachment } from "svelte/attachments";

export function whole(name: string, again = false): Attachment<HTMLElement> {
  return (column) => {
    const fit = () => {
      const parts = [...column.querySelectorAll<HTMLElement>(`[data-${name}]`)];
      parts.sort((a, b) => Number(a.dataset[name]) - Number(b.dataset[name]));
      const fits = () => column.scrollHeight <= column.clientHeight + 1;
      for (const part of parts) part.style.display = "";
      const gone: HTMLElement[] = [];
      for (const part of parts) {
        if (fits()) break;
        part.style.display = "none";
        gone.unshift(part);
      }
      for (const part of again ? gone : []) {
        part.style.display = "";
        if (!fits()) part.style.display = "none";
      }
      // What it did itself is no news.
      told.takeRecords();
    };
    const told = new MutationObserver(fit);
    told.observe(column, { subtree: true, childList: true, characterData: true, attributeFilter: ["style"] });
    const sized = new ResizeObserver(fit);
    sized.observe(column);
    void document.fonts.ready.then(fit);
    fit();
    return () => {
      told.disconnect();
      sized.disconnect();
    };
  };
}
