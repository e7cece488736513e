// The baseline that others would take: a Socket.IO relay on Node, WebSocket only and without compression. What one sends, all
// get, and the sender an acknowledgement. No gate, no journal, no rooms: that is the point of comparing with it.
//
//     node tests/bench/relay.mjs PORT

import { createRequire } from "node:module";

const { Server } = createRequire(new URL("../../web_client/package.json", import.meta.url))("socket.io");
const io = new Server({ transports: ["websocket"], perMessageDeflate: false, httpCompression: false, serveClient: false });

io.on("connection", (socket) => {
  socket.on("command", (message, answer) => {
    io.emit("events", message);
    answer({ ok: true });
  });
});
io.listen(Number(process.argv[2]));
