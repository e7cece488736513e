/** A sound to try one's loudspeaker by: two soft notes, made here and heard here alone. */
const NOTES = [523.25, 659.25];
const LONG_S = 0.9;
const APART_S = 0.28;
/** Softer than a voice at the same volume, so that nobody is startled. */
const LOUDEST = 0.25;

/** To be called inside a tap. `volume` from 0 to 1. False where this browser makes no sound. */
export function chime(volume: number): boolean {
  try {
    const context = new AudioContext();
    void context.resume().catch(() => undefined);
    const begin = context.currentTime + 0.05;
    NOTES.forEach((frequency, index) => {
      const at = begin + index * APART_S;
      const [note, gain] = [context.createOscillator(), context.createGain()];
      note.frequency.value = frequency;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(LOUDEST * volume, at + 0.04);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + LONG_S);
      note.connect(gain).connect(context.destination);
      note.start(at);
      note.stop(at + LONG_S);
      if (index === NOTES.length - 1) note.onended = () => void context.close();
    });
    return true;
  } catch {
    return false;
  }
}
