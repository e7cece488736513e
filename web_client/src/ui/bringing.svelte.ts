/** A PDF on its way to the server: how far it is, why it was refused, and how one gives it up. The same at the desk and in the office. */
import { bring, type Bringing as Way } from "../protocol/bring";

/** Bytes of a PDF: the server refuses more, and this saves the minutes until it does. */
export const MOST = 20 * 1024 * 1024;

export type Refused = { code: string; message?: string };

export class BringingPdf<T> {
  /** Whole percent that have gone; 100 while it is being drawn. Null where nothing is on its way. */
  percent = $state<number | null>(null);
  refused = $state.raw<Refused | null>(null);
  #way: Way | null = null;

  /** What became of it; null where it was refused or given up. */
  async take(file: File, url: string, headers: Record<string, string>): Promise<T | null> {
    this.refused = null;
    if (file.size > MOST) {
      this.refused = { code: "too_large" };
      return null;
    }
    this.percent = 0;
    const query = `?name=${encodeURIComponent(file.name.slice(0, 200))}`;
    this.#way = bring(`${url}${query}`, { ...headers, "Content-Type": "application/pdf" }, file, (share) => {
      this.percent = Math.floor(100 * share);
    });
    const came = await this.#way.done;
    this.percent = null;
    this.#way = null;
    if (came === null) return null;
    if (came.status === 200) return came.body as T;
    const said = came.body as Partial<Refused> | null;
    this.refused = said?.code === undefined ? { code: came.status === 413 ? "too_large" : "lost" } : { code: said.code, ...(said.message === undefined ? {} : { message: said.message }) };
    return null;
  }

  giveUp(): void {
    this.#way?.giveUp();
  }
}
