// SPDX-License-Identifier: EUPL-1.2
// An HTTP client that holds every answer against the contract.
import http from 'node:http';
import {randomUUID} from 'node:crypto';
import {judge} from './contract.ts';
import type {Server} from './server.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** As they came, for comparing bytes. */
  rawHeaders: string[];
  text: string;
  bytes: Buffer;
  json: any;
  ms: number;
}

export interface Asked {
  body?: unknown;
  /** Sent as it is instead of `body`. */
  bytes?: Buffer | string;
  headers?: Record<string, string | undefined>;
}

const unsafe = new Set(['POST', 'PUT', 'DELETE']);

export class Client {
  private readonly agent = new http.Agent({keepAlive: true, maxSockets: 64});
  /** Whether answers are held against the contract; off only where a test breaks the rules of HTTP itself. */
  judged = true;

  constructor(public server: Server, public token: string | null = null) {
    if (token) server.secrets.add(token);
  }

  get cookie(): string | undefined { return this.token ? `__Host-plaza=${this.token}` : undefined; }

  async send(verb: string, path: string, {body, bytes, headers = {}}: Asked = {}): Promise<Answer> {
    const payload = bytes ?? (body === undefined ? undefined : JSON.stringify(body));
    const all: Record<string, string | undefined> = {
      host: this.server.host, cookie: this.cookie, accept: 'application/json',
      ...(unsafe.has(verb) ? {'x-plaza': '1'} : {}),
      ...(payload === undefined ? {} : {'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload))}),
      ...(payload === undefined && unsafe.has(verb) ? {'content-length': '0'} : {}),
      ...headers,
    };
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<string, string>;
    const begun = performance.now();
    const answer = await new Promise<Answer>((done, fail) => {
      const request = http.request({
        host: '127.0.0.1', port: this.server.port, method: verb, path, headers: given, agent: this.agent,
      }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', fail);
        response.on('end', () => {
          const bytes = Buffer.concat(parts);
          const text = bytes.toString('utf8');
          let json: any;
          if (/json/.test(String(response.headers['content-type'])) && text) {
            try { json = JSON.parse(text); } catch { json = undefined; }
          }
          done({
            status: response.statusCode!, text, bytes, json, ms: performance.now() - begun, rawHeaders: response.rawHeaders,
            headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
          });
        });
      });
      request.on('error', fail);
      request.end(payload);
    });
    if (this.judged) {
      const wrong = judge({verb, path: path.split('?')[0], status: answer.status, headers: answer.headers, text: answer.text});
      if (wrong.length) {
        // What the server says of its own failure tells more than its answer; it may come a moment later.
        if (answer.status === 500) await new Promise((done) => setTimeout(done, 100));
        const told = answer.status === 500 ? `\n  log: …${this.server.log.slice(-1000)}` : '';
        throw new Error(`${verb} ${path} answered ${answer.status} against the contract:\n  ${wrong.join('\n  ')}\n  ${answer.text.slice(0, 1000)}${told}`);
      }
    }
    return answer;
  }

  get(path: string, asked: Asked = {}): Promise<Answer> { return this.send('GET', `/api/v1${path}`, asked); }
  post(path: string, body?: unknown, asked: Asked = {}): Promise<Answer> { return this.send('POST', `/api/v1${path}`, {body, ...asked}); }
  put(path: string, body?: unknown, asked: Asked = {}): Promise<Answer> { return this.send('PUT', `/api/v1${path}`, {body, ...asked}); }
  del(path: string, asked: Asked = {}): Promise<Answer> { return this.send('DELETE', `/api/v1${path}`, asked); }

  /** The body of an answer that must have this status. */
  async want(status: number, answer: Promise<Answer>): Promise<any> {
    const got = await answer;
    if (got.status !== status) throw new Error(`${got.status} instead of ${status}: ${got.text.slice(0, 1000)}`);
    return got.json;
  }

  /** All items of a list, page by page. */
  async all(path: string, limit = 20): Promise<any[]> {
    const items: any[] = [];
    let before: string | null = null;
    do {
      const page: any = await this.want(200, this.get(
        `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${before ? `&before=${before}` : ''}`));
      if (page.next && page.items.length !== limit) throw new Error('a page that is not the last is not full');
      items.push(...page.items);
      before = page.next;
      if (items.length > 5_000) throw new Error('a list without end');
    } while (before);
    return items;
  }

  async signIn(email: string, password: string): Promise<Answer> {
    this.server.secrets.add(password);
    const answer = await this.post('/session', {email, password});
    const cookie = /^__Host-plaza=([^;]+)/.exec(answer.headers['set-cookie'] ?? '')?.[1];
    if (answer.status === 200 && cookie) {
      this.token = cookie;
      this.server.secrets.add(cookie);
    }
    return answer;
  }

  close(): void { this.agent.destroy(); }
}

export const key = () => ({'idempotency-key': randomUUID()});
