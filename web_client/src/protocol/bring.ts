/** Brings a file to the server as the body of a request, and tells how much of it has gone; `fetch` cannot say that. */

export interface Brought {
  /** The HTTP status; 0 where nothing came back. */
  status: number;
  body: unknown;
}

export interface Bringing {
  /** Null where it was given up. */
  done: Promise<Brought | null>;
  giveUp: () => void;
}

/** `gone` is called with the share that has gone, from 0 to 1. */
export function bring(url: string, headers: Record<string, string>, file: Blob, gone: (share: number) => void): Bringing {
  const request = new XMLHttpRequest();
  const done = new Promise<Brought | null>((tell) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) gone(event.loaded / Math.max(1, event.total));
    };
    request.upload.onload = () => {
      gone(1);
    };
    request.onload = () => {
      tell({ status: request.status, body: parsed(request.responseText) });
    };
    request.onerror = () => {
      tell({ status: 0, body: null });
    };
    request.onabort = () => {
      tell(null);
    };
  });
  request.open("POST", url);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.send(file);
  return {
    done,
    giveUp: () => {
      request.abort();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
