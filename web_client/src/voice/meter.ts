/** How loud a microphone is, from 0 to 1 as an ear would order it; null while that cannot be known. */
export class Meter {
  readonly #context: AudioContext;
  readonly #source: MediaStreamAudioSourceNode;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  /** Null where a browser measures nothing: one talks all the same. */
  static of(stream: MediaStream): Meter | null {
    try {
      return new Meter(stream);
    } catch {
      return null;
    }
  }

  private constructor(stream: MediaStream) {
    this.#context = new AudioContext();
    this.#wake();
    this.#source = this.#context.createMediaStreamSource(stream);
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 1024;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source.connect(this.#analyser);
  }

  level(): number | null {
    // A telephone call stops it, and some phones never start it by themselves: then it gives zeros for a loud voice.
    if (this.#context.state !== "running") {
      this.#wake();
      return null;
    }
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    const decibels = 10 * Math.log10(power + 1e-9);
    // −60 dB is a quiet room, −12 dB a raised voice near the microphone.
    return Math.min(1, Math.max(0, (decibels + 60) / 48));
  }

  close(): void {
    this.#source.disconnect();
    void this.#context.close();
  }

  #wake(): void {
    void this.#context.resume().catch(() => undefined);
  }
}
