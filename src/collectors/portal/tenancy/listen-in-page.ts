import type { Page } from 'playwright-core';

export interface Heard {
  readonly messages: readonly string[];
  /** How it ended before its time: a close code, a refused connection, an HTTP status. */
  readonly closed?: string;
}
export interface ListenOrder {
  readonly kind: 'websocket' | 'event-stream';
  readonly url: string;
  readonly frames: readonly string[];
  readonly forMs: number;
}

/** Opens a channel from inside a page of the session, as the portal's own script does, says the frames and listens. */
export async function listenInPage(page: Page, order: ListenOrder): Promise<Heard> {
  return page
    .evaluate(async ({ kind, url, frames, forMs }) => {
      const messages: string[] = [];
      const keep = (text: string) => {
        if (messages.length < 200) messages.push(text.slice(0, 20_000));
      };
      if (kind === 'websocket') {
        const closed = await new Promise<string | undefined>((done) => {
          const socket = new WebSocket(url);
          const end = (why: string | undefined) => {
            socket.close();
            done(why);
          };
          socket.onopen = () => {
            frames.forEach((frame, at) => {
              setTimeout(() => {
                if (socket.readyState === WebSocket.OPEN) socket.send(frame);
              }, at * 60);
            });
          };
          socket.onmessage = (event) => {
            if (typeof event.data === 'string') keep(event.data);
          };
          socket.onclose = (event) => done(`closed with ${event.code}`);
          socket.onerror = () => undefined;
          setTimeout(() => end(undefined), forMs);
        });
        return closed === undefined ? { messages } : { messages, closed };
      }
      const stop = new AbortController();
      const late = setTimeout(() => stop.abort(), forMs);
      try {
        const response = await fetch(url, {
          credentials: 'include',
          headers: { accept: 'text/event-stream' },
          signal: stop.signal,
        });
        if (!response.ok || !response.body) return { messages, closed: `HTTP ${response.status}` };
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let size = 0; size < 400_000; ) {
          const { done, value } = await reader.read();
          if (done) break;
          size += value.length;
          keep(value);
        }
      } catch (thrown) {
        if (!stop.signal.aborted) return { messages, closed: String(thrown).slice(0, 80) };
      } finally {
        clearTimeout(late);
        stop.abort();
      }
      return { messages };
    }, order)
    .catch((thrown: unknown) => ({
      messages: [],
      closed: thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '').slice(0, 120) : 'failed',
    }));
}
