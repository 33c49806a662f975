// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Channel } from '../../tests/support/channel.ts';
import { SharedTabs, type TabMessage } from './live-tabs.ts';

/** The locks of a browser, as far as they are used here. */
class Locks {
    #locks = new Map<string, Lock>();

    request(name: string, options: { steal?: boolean; signal?: AbortSignal }, hold: () => Promise<void>): Promise<void> {
        const lock = this.#locks.get(name) ?? new Lock();
        this.#locks.set(name, lock);
        return lock.request(options, hold);
    }
}

class Lock {
    #held: { lose: (reason: Error) => void } | null = null;
    #queue: (() => void)[] = [];

    request(options: { steal?: boolean; signal?: AbortSignal }, hold: () => Promise<void>): Promise<void> {
        return new Promise((done, fail) => {
            const take = () => {
                const mine = { lose: fail };
                this.#held = mine;
                void hold().then(() => {
                    if (this.#held === mine) this.#next();
                    done();
                });
            };
            options.signal?.addEventListener('abort', () => {
                this.#queue = this.#queue.filter((waiting) => waiting !== take);
                fail(new DOMException('', 'AbortError'));
            });
            if (options.steal) {
                this.#held?.lose(new DOMException('', 'AbortError'));
                take();
            } else if (this.#held) this.#queue.push(take);
            else take();
        });
    }

    #next(): void {
        this.#held = null;
        this.#queue.shift()?.();
    }
}

beforeEach(() => {
    vi.useFakeTimers();
    Channel.open.clear();
    vi.stubGlobal('BroadcastChannel', Channel);
    Object.defineProperty(navigator, 'locks', { value: new Locks(), configurable: true });
});
afterEach(() => {
    for (const tabs of opened.splice(0)) tabs.leave();
    vi.useRealTimers();
    vi.unstubAllGlobals();
    Reflect.deleteProperty(navigator, 'locks');
});

const opened: SharedTabs[] = [];

function tab() {
    const state = { leading: false, heard: [] as TabMessage[], hidden: false };
    const tabs = new SharedTabs(
        { onLead: (leading) => (state.leading = leading), onMessage: (message) => state.heard.push(message) },
        () => state.hidden,
    );
    opened.push(tabs);
    return Object.assign(state, { tabs });
}

const settle = () => vi.advanceTimersByTimeAsync(5000);
const resync: TabMessage = { type: 'resync' };

describe('the tabs of a browser', () => {
    it('have one that leads, and another when it leaves', async () => {
        const [one, two, three] = [tab(), tab(), tab()];
        for (const each of [one, two, three]) each.tabs.join(1);
        await settle();
        expect([one, two, three].map(({ leading }) => leading)).toEqual([true, false, false]);
        one.tabs.leave();
        await settle();
        expect(one.leading).toBe(false);
        expect([two, three].filter(({ leading }) => leading)).toHaveLength(1);
    });

    it('leave the lead where it is while its tab is looked at', async () => {
        const one = tab();
        one.tabs.join(1);
        await settle();
        const two = tab();
        two.tabs.join(1);
        document.dispatchEvent(new Event('visibilitychange'));
        await settle();
        expect([one.leading, two.leading]).toEqual([true, false]);
    });

    it('pass the lead to the one that is looked at', async () => {
        const [one, two] = [tab(), tab()];
        two.hidden = true;
        one.tabs.join(1);
        two.tabs.join(1);
        await settle();
        expect([one.leading, two.leading]).toEqual([true, false]);
        one.hidden = true;
        two.hidden = false;
        document.dispatchEvent(new Event('visibilitychange'));
        await settle();
        expect([one.leading, two.leading]).toEqual([false, true]);
        two.tabs.leave();
        await settle();
        expect(one.leading).toBe(true);
    });

    it('take the lead from one that does not answer any more', async () => {
        const one = tab();
        one.tabs.join(1);
        await settle();
        const frozen = [...Channel.open][0];
        if (frozen) Channel.open.delete(frozen);
        const two = tab();
        two.tabs.join(1);
        await vi.advanceTimersByTimeAsync(1000);
        expect(two.leading).toBe(false);
        await vi.advanceTimersByTimeAsync(1000);
        expect(two.leading).toBe(true);
    });

    it('of two people have a lead each: one that was left open keeps nobody waiting, and takes nothing', async () => {
        const [marta, inigo] = [tab(), tab()];
        marta.tabs.join(1);
        await settle();
        inigo.tabs.join(2);
        await vi.advanceTimersByTimeAsync(100);
        expect([marta.leading, inigo.leading]).toEqual([true, true]);
        marta.hidden = true;
        await settle();
        expect([marta.leading, inigo.leading]).toEqual([true, true]);
    });

    it('hear each other, what was said before they knew who they are included, and nobody else', async () => {
        const [one, two, other] = [tab(), tab(), tab()];
        one.tabs.join(1);
        other.tabs.join(2);
        one.tabs.tell(resync);
        expect([two.heard, other.heard]).toEqual([[], []]);
        two.tabs.join(1);
        expect(two.heard).toEqual([resync]);
        one.tabs.tell(resync);
        expect(two.heard).toEqual([resync, resync]);
        expect([one.heard, other.heard]).toEqual([[], []]);
        await settle();
    });
});
