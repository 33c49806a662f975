// SPDX-License-Identifier: EUPL-1.2
// The only WebSocket, and the long poll in its place. What to do is decided in live-machine.ts; which tab of the
// browser does it, in live-tabs.ts.
import type { Api } from './client.ts';
import { step, still, type Effect, type Input, type Machine } from './live-machine.ts';
import { openTabs, type TabMessage, type Tabs } from './live-tabs.ts';
import type { LiveCommand, LiveEvent, LiveMessage } from './types.ts';

export interface LiveListener {
    onEvent?: (event: LiveEvent) => void;
    onResync?: () => void;
    /** `refused`: it may not be read, or not any more. */
    onWatching?: (thread: number, refused: boolean) => void;
}

export interface LiveHooks {
    onDenied: () => void;
    onDelayed: (delayed: boolean) => void;
    /** The server was heard. */
    onHeard?: () => void;
    /** The same, where it may have been away. */
    onReached: () => void;
    /** The tab that holds the connection does not reach it; where that is this one, its call has told. */
    onAway?: () => void;
    /** Whether an event concerns nobody here. */
    ignores?: (event: LiveEvent) => boolean;
}

/** Hidden for longer than the server keeps a silent peer: the connection may have died unnoticed. */
const sleepMs = 60_000;
/** Longer than the server lets one wait its turn when everybody comes back at once (8 s), and no longer than who cannot use sockets
 *  should be kept waiting for news. */
const helloWithinMs = 10_000;
/** The server's own pings stay in the browser: of a dead line nothing is heard, and nothing else either. */
const quietMs = 60_000;
/** The server may look for its database for half of that before it answers. */
const answerWithinMs = 20_000;

export class Live {
    #machine: Machine = still;
    #socket: WebSocket | null = null;
    #timer: ReturnType<typeof setTimeout> | undefined;
    #silence: ReturnType<typeof setTimeout> | undefined;
    #polls = 0;
    #polling: AbortController | undefined;
    #listeners = new Set<LiveListener>();
    #hiddenAt = 0;
    #from: string | null = null;
    readonly #tabs: Tabs;
    /** What is watched in this tab, and in the others while this one leads. */
    #mine: number[] = [];
    #others = new Map<string, number[]>();

    constructor(
        private readonly api: Pick<Api, 'pollEvents'>,
        private readonly hooks: LiveHooks,
    ) {
        this.#tabs = openTabs({
            onLead: (leading) => this.#lead(leading),
            onMessage: (message, from) => this.#hear(message, from),
        });
        addEventListener('online', () => this.#step({ type: 'wake' }));
        addEventListener('pagehide', () => this.#tabs.tell({ type: 'watches', threads: [] }));
        document.addEventListener('visibilitychange', () => {
            if (document.hidden) this.#hiddenAt = Date.now();
            else if (Date.now() - this.#hiddenAt > sleepMs) this.#step({ type: 'wake' });
        });
    }

    start(cursor: string | null, person: number): void {
        this.#from = cursor;
        this.#tabs.join(person);
        // Already leading, it waits since the session ended.
        if (this.#machine.phase === 'waiting') this.#step({ type: 'start', cursor });
    }

    stop(): void {
        this.#tabs.leave();
    }

    listen(listener: LiveListener): () => void {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }

    watch(thread: number): () => void {
        this.#mine.push(thread);
        this.#watches();
        return () => {
            this.#mine.splice(this.#mine.indexOf(thread), 1);
            this.#watches();
        };
    }

    #lead(leading: boolean): void {
        if (leading) {
            this.#others.clear();
            this.#step({ type: 'start', cursor: this.#from });
            this.#watches();
            this.#tabs.tell({ type: 'leading' });
        } else {
            this.#step({ type: 'stop' });
            this.#tabs.tell({ type: 'watches', threads: this.#mine });
        }
    }

    #watches(): void {
        this.#tabs.tell({ type: 'watches', threads: this.#mine });
        const wanted = new Set([...this.#mine, ...[...this.#others.values()].flat()]);
        for (const thread of [...this.#machine.watched, ...this.#machine.refused]) if (!wanted.has(thread)) this.#step({ type: 'unwatch', thread });
        for (const thread of wanted) this.#step({ type: 'watch', thread });
    }

    #hear(message: TabMessage, from: string): void {
        // What a tab asks of the others does not come from the server.
        if (message.type !== 'leading' && message.type !== 'watches' && message.type !== 'away') this.hooks.onHeard?.();
        switch (message.type) {
            case 'event':
                return this.#step({ type: 'relayed', event: message.event });
            case 'resync':
                return this.#each((listener) => listener.onResync?.());
            case 'watching':
                return this.#each((listener) => listener.onWatching?.(message.thread, message.refused ?? false));
            case 'delayed':
                return this.hooks.onDelayed(message.delayed);
            case 'reached':
                return this.hooks.onReached();
            case 'away':
                return this.hooks.onAway?.();
            case 'denied':
                return this.hooks.onDenied();
            case 'leading':
                return this.#tabs.tell({ type: 'watches', threads: this.#mine });
            case 'watches': {
                if (this.#machine.phase === 'idle') return;
                const known = this.#machine.watched;
                this.#others.set(from, message.threads);
                this.#watches();
                // Watched already for another tab: this one has its own gap to close.
                for (const thread of message.threads) if (known.includes(thread)) this.#tabs.tell({ type: 'watching', thread });
            }
        }
    }

    #step(input: Input): void {
        const [machine, effects] = step(this.#machine, input, Math.random);
        this.#machine = machine;
        for (const effect of effects) this.#carryOut(effect, input.type === 'relayed');
    }

    #carryOut(effect: Effect, relayed: boolean): void {
        switch (effect.do) {
            case 'connect':
                return this.#connect(effect.since);
            case 'disconnect':
                return this.#disconnect();
            case 'send':
                return this.#send(effect.command);
            case 'probe':
                // Any thread will do, one that does not exist as well: it is refused.
                this.#send({ type: 'watch', thread: 1 });
                return this.#expect(answerWithinMs);
            case 'poll':
                return void this.#poll(effect);
            case 'wait':
                clearTimeout(this.#timer);
                this.#timer = setTimeout(() => this.#step({ type: 'timer' }), effect.ms);
                return;
            case 'deliver':
                if (!relayed) this.#tabs.tell({ type: 'event', event: effect.event });
                if (this.hooks.ignores?.(effect.event)) return;
                return this.#each((listener) => listener.onEvent?.(effect.event));
            case 'resync':
                this.#tabs.tell({ type: 'resync' });
                return this.#each((listener) => listener.onResync?.());
            case 'watching':
                this.#tabs.tell({ type: 'watching', thread: effect.thread, refused: effect.refused });
                return this.#each((listener) => listener.onWatching?.(effect.thread, effect.refused));
            case 'delayed':
                this.#tabs.tell({ type: 'delayed', delayed: effect.delayed });
                return this.hooks.onDelayed(effect.delayed);
            case 'denied':
                this.#tabs.tell({ type: 'denied' });
                return this.hooks.onDenied();
        }
    }

    #each(tell: (listener: LiveListener) => void): void {
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
        this.#expect(helloWithinMs);
        socket.onmessage = ({ data }) => {
            if (socket !== this.#socket) return;
            this.#expect(quietMs);
            this.hooks.onHeard?.();
            const message = JSON.parse(data) as LiveMessage;
            this.#step({ type: 'message', message });
            if (message.type === 'hello') this.#reached();
        };
        socket.onclose = ({ code }) => {
            if (socket !== this.#socket) return;
            this.#socket = null;
            clearTimeout(this.#silence);
            this.#step({ type: 'closed', code });
        };
    }

    #send(command: LiveCommand): void {
        // One that is closing takes nothing more; what is watched is told to the next one.
        if (this.#socket && !(this.#socket.readyState >= WebSocket.CLOSING)) this.#socket.send(JSON.stringify(command));
    }

    #expect(withinMs: number): void {
        clearTimeout(this.#silence);
        this.#silence = setTimeout(() => this.#step({ type: 'silent' }), withinMs);
    }

    #reached(): void {
        this.#tabs.tell({ type: 'reached' });
        this.hooks.onReached();
    }

    #disconnect(): void {
        clearTimeout(this.#timer);
        clearTimeout(this.#silence);
        this.#polls++;
        this.#polling?.abort();
        const socket = this.#socket;
        this.#socket = null;
        socket?.close();
    }

    async #poll({ since, atOnce, watch }: Extract<Effect, { do: 'poll' }>): Promise<void> {
        // One that is replaced must not go on holding one of the few connections that a browser opens to a host.
        this.#polling?.abort();
        this.#polling = new AbortController();
        const mine = ++this.#polls;
        const outcome = await this.api.pollEvents(since, atOnce, watch, this.#polling.signal);
        if (mine !== this.#polls) return;
        if (outcome.ok) {
            this.#step({ type: 'polled', batch: outcome.value });
            this.#reached();
            return;
        }
        if (outcome.problem.code === 'unreachable') this.#tabs.tell({ type: 'away' });
        this.#step({ type: 'poll_failed', status: outcome.problem.status, retryAfter: outcome.problem.retryAfter });
    }
}
