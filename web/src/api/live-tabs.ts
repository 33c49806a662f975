// SPDX-License-Identifier: EUPL-1.2
// One connection for all the tabs of a browser: one tab leads and holds it, the others are told what it hears. Else a
// person with many tabs would use up the connections a browser opens to one host, and hang on the long poll.
//
// The lead is a lock of the browser's, so that it passes on when its tab closes or dies. A tab that is looked at takes
// it from one in the background, whose timers the browser slows down.
import type { LiveEvent } from './types.ts';

export type TabMessage =
    | { type: 'event'; event: LiveEvent }
    | { type: 'resync' }
    | { type: 'watching'; thread: number; refused?: boolean }
    | { type: 'delayed'; delayed: boolean }
    | { type: 'denied' }
    | { type: 'reached' }
    | { type: 'away' }
    /** From the tab that leads now: what do you watch? */
    | { type: 'leading' }
    /** All that this tab watches, as it is now. */
    | { type: 'watches'; threads: number[] };

type Envelope = { from: string; person: number } & (
    | { message: TabMessage }
    /** A tab that is looked at asks the one that leads for the lead. */
    | { ask: 'lead' }
    | { answer: 'take' | 'keep'; to: string }
);

export interface TabHooks {
    onLead: (leading: boolean) => void;
    onMessage: (message: TabMessage, from: string) => void;
}

/** A lock for each person: a tab that still shows somebody else must not keep the lead from this one. */
const lockOf = (person: number) => `plaza-live:${person}`;
const answerWithinMs = 1500;

export interface Tabs {
    join(person: number): void;
    leave(): void;
    tell(message: TabMessage): void;
}

export function openTabs(hooks: TabHooks): Tabs {
    // Both exist on https and on this machine only; where they do not, each tab leads itself.
    return 'locks' in navigator && 'BroadcastChannel' in globalThis ? new SharedTabs(hooks) : new SingleTab(hooks);
}

class SingleTab implements Tabs {
    constructor(private readonly hooks: TabHooks) {}

    join(): void {
        this.hooks.onLead(true);
    }

    leave(): void {
        this.hooks.onLead(false);
    }

    tell(): void {}
}

export class SharedTabs implements Tabs {
    readonly #name = Math.random().toString(36).slice(2);
    /** Open from the start: what is heard between reading who one is and joining is not missed. */
    readonly #channel = new BroadcastChannel('plaza-live');
    #early: { from: string; person: number; message: TabMessage }[] = [];
    #person = 0;
    #leading = false;
    #release: (() => void) | null = null;
    #waiting: AbortController | null = null;
    #timer: ReturnType<typeof setTimeout> | undefined;

    constructor(
        private readonly hooks: TabHooks,
        private readonly hidden = () => document.hidden,
    ) {
        this.#channel.onmessage = ({ data }: MessageEvent<Envelope>) => this.#receive(data);
        document.addEventListener('visibilitychange', () => this.#askForLead());
    }

    join(person: number): void {
        if (this.#person === person) return;
        this.#person = person;
        const early = this.#early.filter((envelope) => envelope.person === person);
        this.#early = [];
        void this.#claim(false);
        for (const { message, from } of early) this.hooks.onMessage(message, from);
        this.#askForLead();
    }

    leave(): void {
        if (this.#person === 0) return;
        this.tell({ type: 'watches', threads: [] });
        this.#person = 0;
        clearTimeout(this.#timer);
        this.#waiting?.abort();
        this.#waiting = null;
        this.#release?.();
        this.#lead(false);
    }

    tell(message: TabMessage): void {
        this.#post({ message });
    }

    #post(content: { message: TabMessage } | { ask: 'lead' } | { answer: 'take' | 'keep'; to: string }): void {
        if (this.#person !== 0) this.#channel.postMessage({ from: this.#name, person: this.#person, ...content });
    }

    async #claim(steal: boolean): Promise<void> {
        this.#waiting?.abort();
        const waiting = new AbortController();
        this.#waiting = waiting;
        try {
            // A lock that is taken away cannot be waited for at the same time.
            await navigator.locks.request(lockOf(this.#person), steal ? { steal } : { signal: waiting.signal }, () => this.#hold());
        } catch {
            // Given up, or taken by another tab.
        }
        if (this.#waiting !== waiting) return;
        this.#lead(false);
        if (this.#person !== 0) void this.#claim(false);
    }

    #hold(): Promise<void> {
        if (this.#person === 0) return Promise.resolve();
        this.#lead(true);
        return new Promise((release) => (this.#release = release));
    }

    #lead(leading: boolean): void {
        if (leading) clearTimeout(this.#timer);
        else this.#release = null;
        if (leading === this.#leading) return;
        this.#leading = leading;
        this.hooks.onLead(leading);
    }

    #askForLead(): void {
        if (this.hidden() || this.#leading || this.#person === 0) return;
        clearTimeout(this.#timer);
        // No answer is an answer: a tab the browser has frozen leads nobody.
        this.#timer = setTimeout(() => void this.#claim(true), answerWithinMs);
        this.#post({ ask: 'lead' });
    }

    #receive(envelope: Envelope): void {
        if ('message' in envelope) {
            if (this.#person === 0) this.#early.push(envelope);
            else if (envelope.person === this.#person) this.hooks.onMessage(envelope.message, envelope.from);
        } else if (envelope.person !== this.#person) {
            // Of somebody else, who has a lead of their own.
        } else if ('ask' in envelope) {
            if (this.#leading) this.#post({ answer: this.hidden() ? 'take' : 'keep', to: envelope.from });
        } else if (envelope.to === this.#name && !this.#leading) {
            clearTimeout(this.#timer);
            if (envelope.answer === 'take') void this.#claim(true);
        }
    }
}
