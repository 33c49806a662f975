// SPDX-License-Identifier: EUPL-1.2
// A network without a server: requests are answered by the test, and sockets are opened and spoken into by it.
import { render } from '@testing-library/svelte';
import { vi } from 'vitest';
import type { Component } from 'svelte';
import type { LiveMessage } from '../../src/api/types.ts';
import { App } from '../../src/state/app.svelte.ts';
import { me } from './examples.ts';
import Harness from './Harness.svelte';

export interface Sent {
    method: string;
    path: string;
    query: URLSearchParams;
    headers: Headers;
    body: any;
}

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> } | 'unreachable' | Promise<never>;
type Handler = Answer | ((sent: Sent) => Answer);

export class Network {
    sent: Sent[] = [];
    sockets: FakeSocket[] = [];
    #handlers = new Map<string, Handler>();

    constructor() {
        vi.stubGlobal('fetch', (request: Request) => this.#answer(request));
        const { sockets } = this;
        vi.stubGlobal(
            'WebSocket',
            class extends FakeSocket {
                constructor(address: string | URL) {
                    super(String(address));
                    sockets.push(this);
                }
            },
        );
    }

    /** `on('POST /threads/7/posts', …)`: the last one given holds. */
    on(what: string, handler: Handler): this {
        this.#handlers.set(what, handler);
        return this;
    }

    calls(what: string): Sent[] {
        return this.sent.filter(({ method, path }) => `${method} ${path}` === what);
    }

    get socket(): FakeSocket {
        const last = this.sockets.at(-1);
        if (!last) throw new Error('no connection was opened');
        return last;
    }

    async #answer(request: Request): Promise<Response> {
        const address = new URL(request.url);
        const text = await request.text();
        const sent: Sent = {
            method: request.method,
            path: address.pathname.replace('/api/v1', ''),
            query: address.searchParams,
            headers: request.headers,
            body: text ? JSON.parse(text) : null,
        };
        this.sent.push(sent);
        const handler = this.#handlers.get(`${sent.method} ${sent.path}`);
        const answer = await (typeof handler === 'function' ? handler(sent) : handler);
        if (answer === 'unreachable') throw new TypeError('Failed to fetch');
        if (!answer) return problem(404, 'not_found');
        const { status = 200, body, headers = {} } = answer;
        const type = status >= 400 ? 'application/problem+json' : 'application/json';
        return new Response(body === undefined ? null : JSON.stringify(body), {
            status,
            headers: { 'Content-Type': type, ...headers },
        });
    }
}

export function refusal(status: number, type: string, more: Record<string, unknown> = {}): Answer {
    return { status, body: { type, title: type, status, instance: 'abc123', ...more } };
}

function problem(status: number, type: string): Response {
    return new Response(JSON.stringify({ type, title: type, status }), {
        status,
        headers: { 'Content-Type': 'application/problem+json' },
    });
}

export class FakeSocket {
    onmessage: ((event: { data: string }) => void) | null = null;
    onclose: ((event: { code: number }) => void) | null = null;
    static readonly CLOSING = 2;
    readyState = 1;
    sent: unknown[] = [];
    closed = false;

    constructor(readonly address: string) {}

    send(text: string): void {
        this.sent.push(JSON.parse(text));
    }

    close(): void {
        this.closed = true;
    }

    say(message: LiveMessage): void {
        this.onmessage?.({ data: JSON.stringify(message) });
    }

    drop(code = 1006): void {
        this.onclose?.({ code });
    }
}

/** The application with somebody signed in. */
export function signedIn(network: Network): App {
    network.on('GET /me', { body: me });
    const app = new App();
    app.session.me = me;
    app.session.status = 'in';
    return app;
}

export function show<Props extends Record<string, unknown>>(app: App, component: Component<any>, props: Props) {
    return render(Harness, { props: { app, component, props } });
}
