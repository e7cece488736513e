/** 手元リモコン, before it is one: what a desk and a telephone ask of the server, over HTTPS. */
import type { ApiError, Code, RemoteAnswered, RemoteByDesk, RemoteClaim, RemoteClaimed, RemoteOffer, RemoteToken, RemoteWait } from "./wire";

export type Told<T> = { ok: true; answer: T } | { ok: false; code: Code | "lost" };

async function post<T>(name: string, body: object): Promise<Told<T>> {
  try {
    const response = await fetch(`/api/remote${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
    });
    const told: unknown = await response.json();
    return response.ok ? { ok: true, answer: told as T } : { ok: false, code: (told as ApiError).code };
  } catch {
    return { ok: false, code: "lost" };
  }
}

export const remote = {
  offer: (body: RemoteByDesk) => post<RemoteOffer>("", body),
  look: (body: RemoteByDesk) => post<RemoteOffer>("/look", body),
  withdraw: (body: RemoteByDesk) => post<RemoteToken>("/withdraw", body),
  answer: (body: RemoteAnswered) => post<RemoteToken>("/answer", body),
  claim: (body: RemoteClaim) => post<RemoteClaimed>("/claim", body),
  wait: (body: RemoteWait) => post<RemoteToken>("/wait", body),
};
