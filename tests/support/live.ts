// SPDX-License-Identifier: EUPL-1.2
// A live connection that keeps every message and holds it against the contract.
import {WebSocket} from 'ws';
import {faults} from './contract.ts';
import type {Client} from './client.ts';
import {within} from './environment.ts';

export interface LiveEvent { type: 'event'; cursor: string; kind: string; group: string | null; thread: number | null; data: any }

export interface Refused { status: number; body: string }

export interface LiveOptions {
  since?: string;
  origin?: string | null;
  protocols?: string[];
  headers?: Record<string, string>;
  query?: string;
}

export class Live {
  readonly messages: any[] = [];
  code: number | null = null;
  private waiting: (() => void)[] = [];
  faulty: string | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString());
      this.faulty ??= faults('live_message', message) || null;
      this.messages.push(message);
      this.stir();
    });
    socket.on('close', (code) => { this.code = code; this.stir(); });
    socket.on('error', () => {});
  }

  /** Something arrived, or the connection ended. */
  stirred(): Promise<void> { return new Promise((done) => this.waiting.push(done)); }

  private stir(): void { const all = this.waiting; this.waiting = []; for (const wake of all) wake(); }

  /** Connects; a refused handshake comes back as its status. */
  static async attempt(client: Client, {since, origin, protocols = ['plaza.v1'], headers = {}, query}: LiveOptions = {}): Promise<Live | Refused> {
    const search = query ?? (since === undefined ? '' : `?since=${since}`);
    const socket = new WebSocket(`ws://${client.server.host}/api/v1/live${search}`, protocols, {
      headers: {...(client.cookie ? {cookie: client.cookie} : {}), ...headers},
      ...(origin === null ? {} : {origin: origin ?? client.server.origin}),
      perMessageDeflate: false, handshakeTimeout: within(15_000), maxPayload: 4 << 20,
    });
    const live = new Live(socket);
    return new Promise((done, fail) => {
      socket.once('open', () => done(live));
      socket.once('unexpected-response', (_, response) => {
        let body = '';
        response.on('data', (part) => { body += part; });
        response.on('end', () => { done({status: response.statusCode!, body}); socket.terminate(); });
      });
      socket.once('error', fail);
    });
  }

  /** Connects and waits for the hello. */
  static async connect(client: Client, options: LiveOptions = {}): Promise<Live> {
    const live = await Live.attempt(client, options);
    if (!(live instanceof Live)) throw new Error(`the handshake was refused: ${live.status} ${live.body}`);
    await live.until('hello', () => live.messages.length > 0);
    if (live.messages[0].type !== 'hello') throw new Error(`the first message is ${live.messages[0].type}`);
    return live;
  }

  get hello(): {cursor: string; resumed: boolean} { return this.messages[0]; }
  get events(): LiveEvent[] { return this.messages.filter((m) => m.type === 'event'); }
  /** Cursor of the last message, to resume with. */
  get cursor(): string { return this.messages.filter((m) => m.cursor).at(-1).cursor; }

  async until(what: string, ready: () => boolean, ms = 10_000): Promise<void> {
    const end = Date.now() + within(ms);
    while (!ready()) {
      if (this.code !== null) throw new Error(`closed with ${this.code} while waiting for ${what}`);
      if (Date.now() > end) throw new Error(`waited ${within(ms)} ms in vain for ${what}; have ${JSON.stringify(this.messages.slice(-5)).slice(0, 1500)}`);
      await new Promise<void>((done) => {
        const timer = setTimeout(done, Math.max(1, end - Date.now()));
        this.waiting.push(() => { clearTimeout(timer); done(); });
      });
    }
    if (this.faulty) throw new Error(`a message against the contract: ${this.faulty}`);
  }

  async event(what: string, match: (event: LiveEvent) => boolean, ms?: number): Promise<LiveEvent> {
    await this.until(what, () => this.events.some(match), ms);
    return this.events.find(match)!;
  }

  async message(what: string, match: (message: any) => boolean, ms?: number): Promise<any> {
    await this.until(what, () => this.messages.some(match), ms);
    return this.messages.find(match);
  }

  send(value: unknown): void { this.socket.send(typeof value === 'string' ? value : JSON.stringify(value)); }

  async watch(thread: number): Promise<any> {
    const before = this.messages.length;
    this.send({type: 'watch', thread});
    await this.until(`an answer to watch ${thread}`, () => this.messages.slice(before).some((m) => m.thread === thread && m.type !== 'event'));
    return this.messages.slice(before).find((m) => m.thread === thread && m.type !== 'event');
  }

  async closedWith(ms = 10_000): Promise<number> {
    const end = Date.now() + within(ms);
    while (this.code === null) {
      if (Date.now() > end) throw new Error(`the connection was not closed within ${within(ms)} ms`);
      await new Promise<void>((done) => {
        const timer = setTimeout(done, Math.max(1, end - Date.now()));
        this.waiting.push(() => { clearTimeout(timer); done(); });
      });
    }
    return this.code;
  }

  close(): void { this.socket.terminate(); }
}
