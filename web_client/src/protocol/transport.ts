/** What a connection needs of the network: one attempt to reach the server. Tests bring one of their own. */
import type {
  Ack,
  Bye,
  ClientCommand,
  Code,
  EventsMessage,
  Hello,
  SpeakingMessage,
  ViewMessage,
  WalksMessage,
} from "./wire";

export interface Receiver {
  opened(): void;
  /** The server does not want this connection, and says why. Without a code the network failed. */
  refused(code: Code | null): void;
  closed(): void;
  /** Anything at all came in, pings too. */
  heard(): void;
  view(message: ViewMessage): void;
  events(message: EventsMessage): void;
  walks(message: WalksMessage): void;
  speaking(message: SpeakingMessage): void;
  voiceRestarted(): void;
  bye(message: Bye): void;
}

export interface Link {
  /** `told` is called at most once; never if the link is lost before. */
  send(command: ClientCommand, told: (ack: Ack) => void): void;
  close(): void;
}

export type Transport = (hello: Hello, receiver: Receiver) => Link;
