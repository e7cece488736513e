/** The socket, fetched when it is first needed: the first screen asks nothing and connects nothing, so it loads nothing for it. */
import type { Link, Transport } from "./transport";

/** `failed` is told each time it could not be fetched; whoever connects asks for it again. */
export const laterTransport = (failed: () => unknown): Transport => (hello, receiver): Link => {
  let link: Link | null = null;
  let closed = false;
  import("./socket").then(
    ({ socketTransport }) => {
      if (!closed) link = socketTransport(hello, receiver);
    },
    () => {
      failed();
      receiver.refused(null);
    },
  );
  return {
    // Nothing is sent before something has come in, so the link is there by then.
    send(command, told) {
      link?.send(command, told);
    },
    close() {
      closed = true;
      link?.close();
    },
  };
};
