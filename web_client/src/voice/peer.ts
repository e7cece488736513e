/** One WebRTC connection: one audio section, made without a track, so that talking never needs a new offer. */
const GATHERING_MS = 500;

export interface PeerEvents {
  track(track: MediaStreamTrack): void;
  connected(): void;
  /** This peer is of no use any more: make another. */
  broken(): void;
}

/** Asks the browser to send nothing through silence. The answer's word counts for what is sent. */
export function withDtx(sdp: string): string {
  const opus = /a=rtpmap:(\d+) opus\/48000/i.exec(sdp)?.[1];
  if (opus === undefined || sdp.includes("usedtx=1")) return sdp;
  const line = new RegExp(`a=fmtp:${opus} [^\\r\\n]*`);
  if (line.test(sdp)) return sdp.replace(line, (found) => `${found};usedtx=1`);
  return sdp.replace(new RegExp(`(a=rtpmap:${opus} [^\\r\\n]*\\r\\n)`), `$1a=fmtp:${opus} usedtx=1\r\n`);
}

export class Peer {
  readonly #connection: RTCPeerConnection;
  readonly #sender: RTCRtpSender;
  readonly #events: PeerEvents;
  #closed = false;
  #brokenTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(events: PeerEvents) {
    this.#events = events;
    this.#connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.#sender = this.#connection.addTransceiver("audio", { direction: "sendrecv" }).sender;
    this.#connection.addEventListener("track", (event) => {
      if (!this.#closed) events.track(event.track);
    });
    this.#connection.addEventListener("iceconnectionstatechange", () => {
      this.#watchIce();
    });
    // The keys may fail to be agreed on a line that is found.
    this.#connection.addEventListener("connectionstatechange", () => {
      if (!this.#closed && this.#connection.connectionState === "failed") events.broken();
    });
  }

  /** The offer, once the addresses of this device are known or have had their time. */
  async offer(): Promise<string> {
    await this.#connection.setLocalDescription(await this.#connection.createOffer());
    if (this.#connection.iceGatheringState !== "complete") {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, GATHERING_MS);
        this.#connection.addEventListener("icegatheringstatechange", () => {
          if (this.#connection.iceGatheringState !== "complete") return;
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.#connection.localDescription?.sdp ?? "";
  }

  async answered(sdp: string): Promise<void> {
    if (this.#closed) return;
    await this.#connection.setRemoteDescription({ type: "answer", sdp: withDtx(sdp) });
  }

  /** What is sent from now on; null is nothing. */
  async send(track: MediaStreamTrack | null): Promise<void> {
    if (!this.#closed) await this.#sender.replaceTrack(track);
  }

  /** Packets that came in until now. */
  async received(): Promise<number> {
    let packets = 0;
    const stats = await this.#connection.getStats();
    stats.forEach((report: { type: string; packetsReceived?: number }) => {
      if (report.type === "inbound-rtp") packets += report.packetsReceived ?? 0;
    });
    return packets;
  }

  close(): void {
    this.#closed = true;
    if (this.#brokenTimer !== null) clearTimeout(this.#brokenTimer);
    this.#connection.close();
  }

  #watchIce(): void {
    if (this.#closed) return;
    const state = this.#connection.iceConnectionState;
    if (this.#brokenTimer !== null) clearTimeout(this.#brokenTimer);
    this.#brokenTimer = null;
    if (state === "connected" || state === "completed") this.#events.connected();
    else if (state === "failed") this.#events.broken();
    else if (state === "disconnected") this.#brokenTimer = setTimeout(() => { this.#events.broken(); }, 3000);
  }
}
