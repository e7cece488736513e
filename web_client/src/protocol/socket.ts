/**
 * The one file that sees Socket.IO. Every attempt is a socket of its own: when to try again is decided in connection.ts,
 * which knows what the person sees and presses.
 */
import { io } from "socket.io-client";
import type { Transport } from "./transport";
import type { Code } from "./wire";

export const socketTransport: Transport = (hello, receiver) => {
  const socket = io({
    transports: ["websocket"],
    auth: hello as unknown as Record<string, unknown>,
    reconnection: false,
    forceNew: true,
    timeout: 10_000,
  });
  socket.io.engine.on("packet", () => {
    receiver.heard();
  });
  socket.on("connect", () => {
    receiver.opened();
  });
  socket.on("connect_error", (error) => {
    const data = (error as Error & { data?: { code?: Code } }).data;
    receiver.refused(data?.code ?? null);
  });
  socket.on("disconnect", () => {
    receiver.closed();
  });
  socket.on("view", receiver.view);
  socket.on("events", receiver.events);
  socket.on("walks", receiver.walks);
  socket.on("speaking", receiver.speaking);
  socket.on("voice", () => {
    receiver.voiceRestarted();
  });
  socket.on("bye", receiver.bye);
  return {
    send(command, told) {
      socket.emit("command", command, told);
    },
    close() {
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
};
