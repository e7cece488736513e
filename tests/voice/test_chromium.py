"""Real Chromium against the engine, without the client: the answer is one that a browser takes, and the sound arrives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from aiohttp import web
from playwright.async_api import Page

from server.voice.config import VoiceConfig
from tests.bots.server import free_port
from tests.e2e.browser import browser, likeness, listen, read_wav, record, speech
from tests.patience import PATIENCE
from tests.voice.helpers import Listener, everybody
from tests.voice.inprocess import InProcessEngine

CALL = """
async ([person, speaks]) => {
  const peer = new RTCPeerConnection();
  const transceiver = peer.addTransceiver('audio', { direction: 'sendrecv' });
  const audio = document.createElement('audio');
  document.body.append(audio);
  peer.ontrack = (event) => { audio.srcObject = new MediaStream([event.track]); audio.play(); };
  await peer.setLocalDescription();
  await new Promise((done) => setTimeout(done, 300));
  const response = await fetch('/offer/' + person, { method: 'POST', body: peer.localDescription.sdp });
  await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
  if (speaks) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: {
      echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    await transceiver.sender.replaceTrack(stream.getTracks()[0]);
  }
  window.peer = peer;
  for (let i = 0; i < 100 && peer.connectionState !== 'connected'; i++)
    await new Promise((done) => setTimeout(done, 50));
  return peer.connectionState;
}
"""


@asynccontextmanager
async def page_server(engine: InProcessEngine) -> AsyncIterator[str]:
    async def offer(request: web.Request) -> web.Response:
        return web.Response(text=await engine.offer("r", request.match_info["person"], await request.text()))

    async def index(_: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>x</title><body>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", index)
    app.router.add_post("/offer/{person}", offer)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        await runner.cleanup()


async def test_what_one_browser_says_another_plays(tmp_path: Path) -> None:
    said = speech(tmp_path / "said.wav", "こんにちは。きょうは、いいてんきですね。まどを、あけています。")
    engine = InProcessEngine(VoiceConfig(host="127.0.0.1", port=0))
    await engine.start(Listener())
    async with AsyncExitStack() as stack:
        stack.push_async_callback(engine.stop)
        address = await stack.enter_async_context(page_server(engine))
        pages: dict[str, Page] = {}
        for person in ("a", "b"):
            launched = await stack.enter_async_context(browser(said))
            pages[person] = await launched.new_page()
            await pages[person].goto(address)
            assert await pages[person].evaluate(CALL, [person, person == "a"]) == "connected"
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        await listen(pages["b"])
        async with asyncio.timeout(PATIENCE):
            while likeness(await record(pages["b"], 4), read_wav(said)) < 0.8:
                pass
