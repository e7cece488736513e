"""Opus through PyAV's libopus: mono, 48 kHz, 20 ms. A frame is 960 int16 samples."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

RATE = 48_000
SAMPLES = 960
Pcm = NDArray[np.int16]


class Encoder:
    """One Opus encoder: some 120 µs a frame (docs/voice.md). It leaves no frame out, also not of silence.

    `bitrate` in bit/s.
    """

    def __init__(self, bitrate: int) -> None:
        context = av.CodecContext.create("libopus", "w")
        if not isinstance(context, av.AudioCodecContext):
            raise TypeError("libopus is not an audio encoder here")
        context.sample_rate = RATE
        context.layout = "mono"
        context.format = av.AudioFormat("s16")
        context.bit_rate = bitrate
        context.time_base = Fraction(1, RATE)
        context.options = {"application": "voip", "frame_duration": "20", "compression_level": "5", "vbr": "on"}
        self._context = context
        self._at = 0

    def encode(self, samples: Pcm) -> bytes:
        """The Opus packet of SAMPLES samples; empty in the rare case that the codec keeps it for the next one."""
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE
        frame.pts = self._at
        frame.time_base = Fraction(1, RATE)
        self._at += SAMPLES
        return b"".join(bytes(packet) for packet in self._context.encode(frame))


class Decoder:
    """One Opus decoder: some 30 µs a packet (docs/voice.md)."""

    def __init__(self) -> None:
        context = av.CodecContext.create("libopus", "r")
        if not isinstance(context, av.AudioCodecContext):
            raise TypeError("libopus is not an audio decoder here")
        context.sample_rate = RATE
        context.layout = "mono"
        context.format = av.AudioFormat("s16")
        self._context = context

    def decode(self, payload: bytes) -> Pcm | None:
        """The samples of a packet (20 ms or another whole frame), None if it is no Opus."""
        try:
            frames = self._context.decode(av.Packet(payload))
        except (av.FFmpegError, ValueError):
            return None
        parts = [frame.to_ndarray().reshape(-1) for frame in frames]
        if not parts:
            return None
        pcm = np.concatenate(parts)
        return np.asarray(pcm if pcm.dtype == np.int16 else np.clip(pcm, -1, 1) * 32767, dtype=np.int16)
