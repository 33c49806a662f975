// SPDX-License-Identifier: EUPL-1.2
// What was sent without a connection and whose page is not open any more: it goes when the server is reached, whatever page
// is looked at, once and in one tab. What is on the screen is sent by its form (Waiting), which comes first.
import type { Api } from '../api/client.ts';
import { unreachable, type Outcome, type Problem } from '../api/problem.ts';
import type { NewPost } from '../api/types.ts';
import type { Written } from '../components/ThreadForm/kinds.ts';
import type { App } from './app.svelte.ts';
import { prefix, type Draft } from './drafts.ts';
import { Retry } from './retry.ts';
import { sendDraft } from './sending.ts';

/** What was left for longer than this is looked at by its writer before it goes: it may be out of date. */
export const unaskedMs = 3_600_000;
/** Forms on the screen, here and in other tabs, are quicker; and a tab that is looked at, which tells what became of it. */
export const afterMs = 1_500;
const hiddenMs = 5_000;

/** Drafts that wait on the screen of this tab. */
export const shownWaiting = new Set<string>();

/** In one tab at a time. Where the browser has no locks, the key alone makes one of two. */
export async function alone(name: string, run: () => Promise<void>): Promise<void> {
    const locks = (navigator as { locks?: LockManager }).locks;
    if (!locks) return run();
    await locks.request(`plaza:send:${name}`, { ifAvailable: true }, (lock) => (lock ? run() : undefined));
}

/** What became of a text, and where to see it. */
export interface Said {
    state: 'sent' | 'refused' | 'uncertain';
    page: string;
    problem: Problem | null;
}

type Deliver = (content: unknown, key: string) => Promise<Outcome<string>>;

export class Outbox {
    said = $state.raw<Said[]>([]);
    readonly #person: number;
    readonly #since = Date.now();
    readonly #later = new Retry(() => void this.go());
    readonly #forget: () => void;
    /** Whoever looks at another tab than the one that tried learns that it did not go. */
    #tabs: BroadcastChannel | null;
    #timer: ReturnType<typeof setTimeout> | undefined;
    #going = false;

    constructor(private readonly app: Pick<App, 'me' | 'away' | 'api' | 'drafts' | 'groups' | 'onBack' | 'session'>) {
        this.#person = app.me;
        this.#forget = app.onBack(() => this.soon());
        this.#tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`plaza:outbox:${this.#person}`);
        if (this.#tabs) this.#tabs.onmessage = ({ data }: MessageEvent<Said>) => this.#hear(data);
        this.soon();
    }

    end(): void {
        this.#forget();
        this.#tabs?.close();
        this.#tabs = null;
        this.#later.stop();
        clearTimeout(this.#timer);
    }

    soon(): void {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.go(), document.hidden ? hiddenMs : afterMs);
    }

    /** Whether it goes by itself, and needs no page. */
    takes(name: string): boolean {
        const stored = this.app.drafts.stored(name);
        if (!stored?.waits || !stored.whole || !this.#how(name, stored.page ?? '')) return false;
        return stored.waits >= this.#since || Date.now() - stored.waits <= unaskedMs;
    }

    async go(): Promise<void> {
        if (this.#going) return;
        this.#going = true;
        try {
            let why: Problem | null = null;
            for (const name of this.#waiting) if (this.#may) await alone(name, async () => void (why = (await this.#send(name)) ?? why));
            if (!this.#may) return;
            // What did not get through, what another tab or a form that was left had under way, and what came meanwhile.
            if (this.#waiting.length > 0) this.#later.after(why ?? unreachable);
            else this.#later.stop();
        } finally {
            this.#going = false;
        }
    }

    get #waiting(): string[] {
        return this.app.drafts.names(`${prefix}${this.#person}:`).filter((name) => !shownWaiting.has(name) && this.takes(name));
    }

    drop(said: Said): void {
        this.said = this.said.filter((one) => one !== said);
    }

    get #may(): boolean {
        return !this.app.away && this.app.session.status === 'in' && this.app.me === this.#person;
    }

    /** Gives why it waits on. */
    async #send(name: string): Promise<Problem | null> {
        const { drafts } = this.app;
        const kept = drafts.read(name);
        const draft: Draft = drafts.open(this.#person, name.slice(`${prefix}${this.#person}:`.length));
        const { attempt, page = '/borradores' } = drafts.stored(name) ?? {};
        const deliver = this.#how(name, page);
        // Another tab may have sent it, or its writer goes on with it.
        if (draft.key !== name || !draft.stands || !this.takes(name) || !attempt || !deliver || shownWaiting.has(name)) return null;
        draft.page = page;
        const outcome = await sendDraft<unknown, string>(draft, draft.restored ?? {}, JSON.parse(attempt.content), { send: deliver, waits: true });
        if (outcome.state === 'failed' && outcome.problem.code === 'not_signed_in' && kept !== null) {
            // Whoever comes back in goes on with it, unless its writer has decided otherwise meanwhile.
            if (draft.own) drafts.write(name, kept);
        } else if (outcome.state === 'failed') {
            // Of what was discarded meanwhile, or is written on, nobody need be told.
            if (draft.own) this.#say({ state: 'refused', page, problem: outcome.problem });
        } else if (outcome.state === 'sent') this.#say({ state: 'sent', page: outcome.value, problem: null });
        else if (outcome.state !== 'waiting') this.#say({ state: 'uncertain', page, problem: null });
        // For what shows it in this tab; the browser tells the others.
        dispatchEvent(new StorageEvent('storage', { key: name, newValue: drafts.read(name) }));
        return outcome.state === 'waiting' ? outcome.problem : null;
    }

    #say(said: Said): void {
        this.#hear(said);
        if (said.state !== 'sent') this.#tabs?.postMessage(said);
    }

    /** The last that was sent stands for all of them, and comes after what its writer has to do something about. */
    #hear(said: Said): void {
        const others = this.said.filter(({ state }) => state !== 'sent');
        this.said = said.state === 'sent' ? [...others, said] : [...others, said, ...this.said.filter(({ state }) => state === 'sent')];
    }

    #how(name: string, page: string): Deliver | null {
        const place = name.slice(`${prefix}${this.#person}:`.length);
        const thread = /^thread:(\d+)\b/.exec(place)?.[1] ?? (place.startsWith('comment:') ? /^\/threads\/(\d+)/.exec(page)?.[1] : undefined);
        if (thread) return (content, key) => this.#post(this.app.api, Number(thread), content as NewPost, key);
        return /^ask\b/.test(place) ? (content, key) => this.#thread(content as Asked, key) : null;
    }

    async #post(api: Api, thread: number, post: NewPost, key: string): Promise<Outcome<string>> {
        const outcome = await api.writePost(thread, post, key);
        return outcome.ok ? { ok: true, value: `/threads/${thread}#p${outcome.value.number}` } : outcome;
    }

    async #thread({ id, slug, thread }: Asked, key: string): Promise<Outcome<string>> {
        const { sendThread } = await import('../components/ThreadForm/kinds.ts');
        const group = this.app.groups.items.find((one) => id && one.id === id)?.slug ?? slug;
        const outcome = await sendThread(this.app.api, group, thread, key);
        return outcome.ok ? { ok: true, value: `/threads/${outcome.value.id}` } : outcome;
    }
}

interface Asked {
    id?: number;
    slug: string;
    thread: Written;
}
