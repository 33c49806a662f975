// SPDX-License-Identifier: EUPL-1.2
// What is pressed and sets a state, not a text: useful, kept, followed, read. It is shown as pressed at once, and where the
// server is not reached it waits on the device and goes when it is: what was pressed last, which sent twice has the effect of
// once. Of each only its name and what was wanted are kept, nothing of what was read.
import type { Api } from '../api/client.ts';
import type { Followable } from '../api/follow-calls.ts';
import { passing, type Outcome, type Problem } from '../api/problem.ts';
import type { App } from './app.svelte.ts';
import { Retry } from './retry.ts';

/** On or off; up to which number, or which moment, was read. */
export type Wanted = boolean | number | string;
export type MarkKind = 'useful' | 'keep' | 'follow' | 'read' | 'notice' | 'notices';
/** A kind, and what it is about: `useful:7`. */
export type MarkName = `${MarkKind}:${string}`;
export type MarkListener = (name: MarkName, wanted: Wanted, outcome: Outcome<unknown>) => void;

interface Mark {
    wanted: Wanted;
    sending: boolean;
    /** What is kept on the device, as far as this tab knows; null: it waits for nothing. */
    waits: string | null;
}

const prefix = 'plaza:mark:';
const keptForMs = 7 * 24 * 3600 * 1000;
/** Nobody looks whether what was read is known: it is tried again whatever hinders it for a while. */
const unseen: MarkKind[] = ['read', 'notice', 'notices'];

export const kindOf = (name: MarkName) => name.slice(0, name.indexOf(':')) as MarkKind;
const about = (name: MarkName) => name.slice(name.indexOf(':') + 1);

type Calls = Pick<Api, 'setUseful' | 'setBookmark' | 'follow' | 'unfollow' | 'markRead' | 'readNotification' | 'readNotifications'>;
type Knows = Pick<App, 'me' | 'drafts' | 'onBack'> & { api: Calls };

function call(api: Calls, name: MarkName, wanted: Wanted): Promise<Outcome<unknown>> {
    const what = about(name);
    switch (kindOf(name)) {
        case 'useful':
            return api.setUseful(Number(what), wanted === true);
        case 'keep':
            return api.setBookmark(Number(what), wanted === true);
        case 'follow':
            return wanted ? api.follow(JSON.parse(what) as Followable) : api.unfollow(JSON.parse(what) as Followable);
        case 'read':
            return api.markRead(Number(what), Number(wanted));
        case 'notice':
            return api.readNotification(Number(what));
        case 'notices':
            return api.readNotifications(String(wanted));
    }
}

export class Marks {
    #marks = $state.raw<ReadonlyMap<MarkName, Mark>>(new Map());
    readonly #listeners = new Set<MarkListener>();
    readonly #later = new Retry(() => void this.go());
    readonly #mine: string;
    /** What waited and was refused at last: it is as it was before. */
    refused = $state.raw<{ name: MarkName; problem: Problem } | null>(null);

    constructor(private readonly app: Knows) {
        const mine = (this.#mine = `${prefix}${app.me}:`);
        for (const key of app.drafts.names(mine)) {
            const waits = app.drafts.read(key);
            const kept = parse(waits);
            if (!kept || Date.now() - kept.at > keptForMs) app.drafts.remove(key);
            else this.#put(key.slice(mine.length) as MarkName, { wanted: kept.wanted, sending: false, waits });
        }
        app.onBack(() => void this.go());
        addEventListener('pagehide', () => this.hold());
        void this.go();
    }

    /** What was pressed and is not known to the server yet; undefined where that is nothing. */
    wanted(name: MarkName): Wanted | undefined {
        return this.#marks.get(name)?.wanted;
    }

    on(name: MarkName): boolean | undefined {
        const wanted = this.wanted(name);
        return wanted === undefined ? undefined : wanted === true;
    }

    /** Of a kind, or of one thing. */
    waits(what: MarkName | MarkKind): boolean {
        return [...this.#marks].some(([name, { waits }]) => waits !== null && (name === what || kindOf(name) === what));
    }

    /** All that is not known to the server yet. */
    pending(): [MarkName, Wanted][] {
        return [...this.#marks].map(([name, { wanted }]) => [name, wanted]);
    }

    /** Told what the server said in the end. */
    listen(run: MarkListener): () => void {
        this.#listeners.add(run);
        return () => this.#listeners.delete(run);
    }

    press(name: MarkName, wanted: Wanted): void {
        const known = this.#marks.get(name) ?? { wanted, sending: false, waits: null };
        // What was read stays so.
        const next = typeof wanted === 'boolean' || known.wanted < wanted ? wanted : known.wanted;
        this.#put(name, { ...known, wanted: next, waits: known.waits && this.#keep(name, next) });
        void this.#send(name);
    }

    /** Sends what waits, one after the other. */
    async go(): Promise<void> {
        for (const [name, { waits }] of [...this.#marks]) if (waits !== null && !(await this.#send(name))) return;
    }

    /** The session is over: nothing stays on the device. */
    clear(): void {
        this.#later.stop();
        for (const name of [...this.#marks.keys()]) this.#end(name);
        // What other tabs keep, too.
        for (const key of this.app.drafts.names(this.#mine)) this.app.drafts.remove(key);
    }

    /** The page goes while something is on its way: it may not arrive, and sent twice has the effect of once. */
    hold(): void {
        for (const [name, mark] of this.#marks) if (mark.waits === null) this.#put(name, { ...mark, waits: this.#keep(name, mark.wanted) });
    }

    /** Whether there is sense in sending more. */
    async #send(name: MarkName): Promise<boolean> {
        const mark = this.#marks.get(name);
        if (!mark || mark.sending) return true;
        if (mark.waits !== null && this.app.drafts.read(this.#key(name)) !== mark.waits) {
            // Another tab has sent it, or was pressed since and sends that.
            this.#put(name, null);
            return true;
        }
        this.#put(name, { ...mark, sending: true });
        const outcome = await call(this.app.api, name, mark.wanted);
        const now = this.#marks.get(name);
        if (!now) return true;
        const again = now.wanted !== mark.wanted;
        if (!outcome.ok && this.#mayWait(name, now, outcome.problem)) {
            this.#put(name, { ...now, sending: false, waits: this.#keep(name, now.wanted) });
            this.#later.after(outcome.problem);
            return false;
        }
        if (again) {
            this.#put(name, { ...now, sending: false });
            return this.#send(name);
        }
        for (const tell of [...this.#listeners]) tell(name, mark.wanted, outcome);
        if (!outcome.ok && now.waits !== null && !unseen.includes(kindOf(name))) this.refused = { name, problem: outcome.problem };
        this.#end(name);
        return true;
    }

    #mayWait(name: MarkName, { waits }: Mark, problem: Problem): boolean {
        if (problem.code === 'unreachable') return true;
        if (waits === null && !unseen.includes(kindOf(name))) return false;
        // Whoever comes back in goes on with it.
        return passing(problem) || problem.code === 'not_signed_in';
    }

    #key(name: MarkName): string {
        return this.#mine + name;
    }

    #keep(name: MarkName, wanted: Wanted): string {
        const text = JSON.stringify({ wanted, at: Date.now() });
        this.app.drafts.write(this.#key(name), text);
        return text;
    }

    #end(name: MarkName): void {
        if (this.#marks.get(name)?.waits !== null) this.app.drafts.remove(this.#key(name));
        this.#put(name, null);
    }

    #put(name: MarkName, mark: Mark | null): void {
        const next = new Map(this.#marks);
        if (mark) next.set(name, mark);
        else next.delete(name);
        this.#marks = next;
    }
}

function parse(text: string | null): { wanted: Wanted; at: number } | null {
    try {
        return text === null ? null : JSON.parse(text);
    } catch {
        return null;
    }
}
