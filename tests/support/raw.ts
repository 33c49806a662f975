// SPDX-License-Identifier: EUPL-1.2
// Bytes on a socket, for what a well-behaved client cannot send.
import net from 'node:net';
import {within} from './environment.ts';

export interface RawAnswer { status: number; headers: Record<string, string>; names: string[]; body: Buffer }

export class RawSocket {
  private received = Buffer.alloc(0);
  private wake: () => void = () => {};
  ended = false;
  reset = false;

  private constructor(readonly socket: net.Socket) {
    socket.on('data', (part) => { this.received = Buffer.concat([this.received, part]); this.wake(); });
    socket.on('end', () => { this.ended = true; this.wake(); });
    socket.on('close', () => { this.ended = true; this.wake(); });
    socket.on('error', () => { this.reset = true; this.ended = true; this.wake(); });
  }

  static open(port: number): Promise<RawSocket> {
    return new Promise((done, fail) => {
      const socket = net.connect({host: '127.0.0.1', port, noDelay: true});
      socket.once('error', fail);
      socket.once('connect', () => { socket.off('error', fail); done(new RawSocket(socket)); });
    });
  }

  write(data: string | Buffer): void { if (!this.socket.destroyed) this.socket.write(data, 'latin1'); }

  private async more(what: string, end: number): Promise<void> {
    const left = end - Date.now();
    if (left <= 0) throw new Error(`nothing more came: ${what}; so far ${JSON.stringify(this.received.toString('latin1').slice(0, 300))}`);
    await new Promise<void>((done) => {
      const timer = setTimeout(done, left);
      this.wake = () => { clearTimeout(timer); done(); };
    });
  }

  /** The next answer on this connection, or null where it was closed without one. */
  async answer(ms = 15_000, verb = 'GET'): Promise<RawAnswer | null> {
    const end = Date.now() + within(ms);
    let at: number;
    while ((at = this.received.indexOf('\r\n\r\n')) < 0) {
      if (this.ended) return null;
      await this.more('an answer', end);
    }
    const [first, ...lines] = this.received.subarray(0, at).toString('latin1').split('\r\n');
    const status = Number(first.split(' ')[1]);
    const pairs = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
    const headers = Object.fromEntries(pairs);
    const empty = verb === 'HEAD' || status === 204 || status === 304 || status < 200;
    const length = empty ? 0 : Number(headers['content-length'] ?? 0);
    while (this.received.length < at + 4 + length) {
      if (this.ended) throw new Error('closed in the middle of an answer');
      await this.more('a body', end);
    }
    const body = this.received.subarray(at + 4, at + 4 + length);
    this.received = this.received.subarray(at + 4 + length);
    return {status, headers, names: pairs.map(([name]) => name), body};
  }

  /** At least this many bytes as they come. */
  async bytes(count: number, ms = 15_000): Promise<Buffer> {
    const end = Date.now() + within(ms);
    while (this.received.length < count && !this.ended) await this.more(`${count} bytes`, end);
    const taken = this.received.subarray(0, count);
    this.received = this.received.subarray(taken.length);
    return taken;
  }

  /** Waits for the other side to close. */
  async closed(ms = 15_000): Promise<void> {
    const end = Date.now() + within(ms);
    while (!this.ended) await this.more('the end of the connection', end);
  }

  destroy(): void { this.socket.destroy(); }
}

/** Sends bytes on a new connection and gives the first answer. */
export async function exchange(port: number, data: string | Buffer, ms = 15_000, verb = 'GET'): Promise<{answer: RawAnswer | null; closed: boolean}> {
  const socket = await RawSocket.open(port);
  try {
    socket.write(data);
    const answer = await socket.answer(ms, verb);
    let closed = true;
    await socket.closed(2_000).catch(() => { closed = false; });
    return {answer, closed};
  } finally {
    socket.destroy();
  }
}
