/** Time as it is handed in: tests turn the hands themselves. */
export interface Clock {
  /** Milliseconds since 1970 by this device, which may be minutes off. */
  now(): number;
  /** Calls once after `ms`; answers what takes it back. */
  after(ms: number, call: () => void): () => void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, call) {
    const id = setTimeout(call, ms);
    return () => {
      clearTimeout(id);
    };
  },
};
