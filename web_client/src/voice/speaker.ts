/**
 * The one audio element. It is made inside the tap on 入る, gets its stream later, and is never removed: phones let only
 * that element play which a finger has started. Sound begins low and rises softly.
 *
 * Whether it plays is looked at and never believed: a telephone call, an alarm or a headset's button stops it from outside.
 * It is not started again at once, since whoever pressed a button meant it: the person is told, and one tap plays on.
 */
const FIRST_SHARE = 0.3;
const RISE_MS = 4000;
const STEP_MS = 200;

export class Speaker {
  readonly #element: HTMLAudioElement;
  readonly #blocked: (blocked: boolean) => void;
  #volume = 0.8;
  #share = FIRST_SHARE;
  #rising: ReturnType<typeof setInterval> | null = null;
  /** Numbers what was tried: a try that a later one has overtaken says nothing. */
  #tries = 0;

  constructor(blocked: (blocked: boolean) => void) {
    this.#blocked = blocked;
    this.#element = document.createElement("audio");
    this.#element.setAttribute("playsinline", "");
    this.#element.autoplay = true;
    this.#element.hidden = true;
    for (const event of ["pause", "playing"]) this.#element.addEventListener(event, () => { this.look(); });
    document.body.append(this.#element);
    this.#element.srcObject = new MediaStream();
    void this.#element.play().catch(() => undefined);
    this.#apply();
  }

  set volume(volume: number) {
    this.#volume = volume;
    this.#apply();
  }

  set muted(muted: boolean) {
    this.#element.muted = muted;
  }

  hear(track: MediaStreamTrack): void {
    this.#element.srcObject = new MediaStream([track]);
    void this.play();
    this.#rise();
  }

  /** Inside a tap this always works. */
  async play(): Promise<void> {
    const tried = ++this.#tries;
    await this.#element.play().catch(() => undefined);
    if (tried === this.#tries) this.look();
  }

  /** Say how it is just now. */
  look(): void {
    this.#blocked(this.#element.paused);
  }

  #rise(): void {
    if (this.#rising !== null) return;
    this.#rising = setInterval(() => {
      this.#share = Math.min(1, this.#share + ((1 - FIRST_SHARE) * STEP_MS) / RISE_MS);
      this.#apply();
      if (this.#share >= 1 && this.#rising !== null) clearInterval(this.#rising);
    }, STEP_MS);
  }

  #apply(): void {
    this.#element.volume = this.#volume * this.#share;
  }
}
