// SPDX-License-Identifier: EUPL-1.2
// The only WebSocket, and the long poll in its place. What to do is decided in live-machine.ts.
import type { Api } from './client.ts';
import { step, still, type Effect, type Input, type Machine } from './live-machine.ts';
import type { LiveEvent, LiveMessage } from './types.ts';

export interface LiveListener {
    onEvent?: (event: LiveEvent) => void;
    onResync?: () => void;
    onWatching?: (thread: number) => void;
}

export interface LiveHooks {
    onDenied: () => void;
    onDelayed: (delayed: boolean) => void;
}

/** Hidden for longer than the server keeps a silent peer: the connection may have died unnoticed. */
const sleepMs = 60_000;

export class Live {
    #machine: Machine = still;
    #socket: WebSocket | null = null;
    #timer: ReturnType<typeof setTimeout> | undefined;
    #listeners = new Set<LiveListener>();
    #hiddenAt = 0;

    constructor(
        private readonly api: Pick<Api, 'pollEvents'>,
        private readonly hooks: LiveHooks,
    ) {
        addEventListener('online', () => this.#step({ type: 'wake' }));
        document.addEventListener('visibilitychange', () => {
            if (document.hidden) this.#hiddenAt = Date.now();
            else if (Date.now() - this.#hiddenAt > sleepMs) this.#step({ type: 'wake' });
        });
    }

    start(cursor: string | null): void {
        this.#step({ type: 'start', cursor });
    }

    stop(): void {
        this.#step({ type: 'stop' });
    }

    listen(listener: LiveListener): () => void {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }

    watch(thread: number): () => void {
        this.#step({ type: 'watch', thread });
        return () => this.#step({ type: 'unwatch', thread });
    }

    #step(input: Input): void {
        const [machine, effects] = step(this.#machine, input, Math.random);
        this.#machine = machine;
        for (const effect of effects) this.#carryOut(effect);
    }

    #carryOut(effect: Effect): void {
        switch (effect.do) {
            case 'connect':
                return this.#connect(effect.since);
            case 'disconnect':
                return this.#disconnect();
            case 'send':
                return this.#socket?.send(JSON.stringify(effect.command));
            case 'poll':
                return void this.#poll(effect.since);
            case 'wait':
                clearTimeout(this.#timer);
                this.#timer = setTimeout(() => this.#step({ type: 'timer' }), effect.ms);
                return;
            case 'deliver':
                return this.#tell((listener) => listener.onEvent?.(effect.event));
            case 'resync':
                return this.#tell((listener) => listener.onResync?.());
            case 'watching':
                return this.#tell((listener) => listener.onWatching?.(effect.thread));
            case 'delayed':
                return this.hooks.onDelayed(effect.delayed);
            case 'denied':
                return this.hooks.onDenied();
        }
    }

    #tell(tell: (listener: LiveListener) => void): void {
        for (const listener of [...this.#listeners]) tell(listener);
    }

    #connect(since: string | null): void {
        this.#disconnect();
        const address = new URL('/api/v1/live', location.href);
        address.protocol = address.protocol.replace('http', 'ws');
        if (since) address.searchParams.set('since', since);
        let socket: WebSocket;
        try {
            socket = new WebSocket(address, 'plaza.v1');
        } catch {
            // Forbidden by a policy of the browser or of the network.
            setTimeout(() => this.#step({ type: 'closed', code: 1006 }));
            return;
        }
        this.#socket = socket;
        socket.onmessage = ({ data }) => {
            if (socket !== this.#socket) return;
            this.#step({ type: 'message', message: JSON.parse(data) as LiveMessage });
        };
        socket.onclose = ({ code }) => {
            if (socket !== this.#socket) return;
            this.#socket = null;
            this.#step({ type: 'closed', code });
        };
    }

    #disconnect(): void {
        clearTimeout(this.#timer);
        const socket = this.#socket;
        this.#socket = null;
        socket?.close();
    }

    #polls = 0;

    async #poll(since: string | null): Promise<void> {
        const mine = ++this.#polls;
        const outcome = await this.api.pollEvents(since);
        if (mine !== this.#polls) return;
        if (outcome.ok) this.#step({ type: 'polled', batch: outcome.value });
        else this.#step({ type: 'poll_failed', status: outcome.problem.status, retryAfter: outcome.problem.retryAfter });
    }
}
