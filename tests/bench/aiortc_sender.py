"""The baseline of voice: aiortc as it comes, an encoder for each listener. Reads an offer a line (JSON) from standard input,
answers it on standard output, and sends a tone to everybody until it is ended.
"""

from __future__ import annotations

import asyncio
import fractions
import json
import sys
import time

import av
import numpy as np
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription

from server.voice.codec import SAMPLES


class Tone(MediaStreamTrack):
    """A sine wave in real time."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._start = time.monotonic()
        self._frame = 0
        t = np.arange(SAMPLES) / 48_000
        self._samples = (np.sin(2 * np.pi * 400 * t) * 8000).astype(np.int16).reshape(1, -1)

    async def recv(self) -> av.AudioFrame:
        await asyncio.sleep(max(0.0, self._start + self._frame * 0.02 - time.monotonic()))
        frame = av.AudioFrame.from_ndarray(self._samples, format="s16", layout="mono")
        frame.sample_rate = 48_000
        frame.pts = self._frame * SAMPLES
        frame.time_base = fractions.Fraction(1, 48_000)
        self._frame += 1
        return frame


async def main() -> None:
    peers = []
    while line := await asyncio.to_thread(sys.stdin.readline):
        peer = RTCPeerConnection()
        peers.append(peer)
        await peer.setRemoteDescription(RTCSessionDescription(sdp=json.loads(line), type="offer"))
        peer.addTrack(Tone())
        await peer.setLocalDescription(await peer.createAnswer())
        print(json.dumps(peer.localDescription.sdp), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
