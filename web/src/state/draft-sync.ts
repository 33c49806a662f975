// SPDX-License-Identifier: EUPL-1.2
// Keeps what is being written with the server, so that it is there after a crash and on the person's other devices.
//
// The device comes first: nothing typed ever waits for this or is replaced by it. What the server has is taken over where
// nothing was typed since it was last the same in both; where both have gone on, each keeps a place of its own.
import type { Api } from '../api/client.ts';
import { refused } from '../api/problem.ts';
import type { LiveEvent } from '../api/types.ts';
import { prefix, type Drafts, type DraftStorage, type Fields, type Stored } from './drafts.ts';

/** What goes on the page of others once it is sent. Forms of one's own account stay on the device. */
const kept = /^(ask|thread|comment|edit|share|later)\b/;
const quietMs = 2_000;
const longestWaitMs = 10_000;
const lookAgainMs = 60_000;
const lastWaitMs = 3_000;
const longestPlace = 1000;
const longestPage = 400;
/** Browsers let so many bytes in all outlive their page, and refuse what is beyond. */
const mostLasting = 60_000;
const mostUnanswered = 64;

/** The version that the server has, and when that was written here. */
interface Known {
    version: number;
    at: number;
}

/** What was sent and not answered yet: the server may have it. `lost`: no answer is to come. */
interface Sending {
    text: string;
    lost: boolean;
}

export class DraftSync {
    readonly #timers = new Map<string, { timer: ReturnType<typeof setTimeout>; since: number }>();
    readonly #notes = new Map<string, string>();
    /** Sent, or to be sent, and not known to have arrived. */
    readonly #waits = new Set<string>();
    /** In the order in which they were sent, more than one where some went without their turn or were lost. */
    readonly #unanswered = new Map<string, Sending[]>();
    #turn: Promise<void> = Promise.resolve();
    #looked = 0;
    readonly #ended = new AbortController();
    /** Places of those that the server publishes at their time: what is typed into them here stays here until it is confirmed. */
    readonly waiting = new Set<string>();

    constructor(
        private readonly api: Pick<Api, 'drafts' | 'draft' | 'saveDraft' | 'removeDraft'>,
        private readonly drafts: Drafts,
        private readonly storage: DraftStorage | null,
        readonly person: number,
    ) {}

    begin(): void {
        this.drafts.onwritten = (name) => this.#later(name);
        const { signal } = this.#ended;
        document.addEventListener(
            'visibilitychange',
            () => {
                if (document.visibilityState === 'hidden') this.#hurry();
                else if (Date.now() - this.#looked > lookAgainMs) void this.pull();
            },
            { signal },
        );
        addEventListener('pagehide', () => this.#hurry(), { signal });
        void this.pull();
    }

    end(): void {
        this.#ended.abort();
        this.drafts.onwritten = null;
        for (const { timer } of this.#timers.values()) clearTimeout(timer);
        this.#timers.clear();
    }

    /** Sends at once what was waiting for a pause. */
    flush(): Promise<void> {
        for (const [place, { timer }] of this.#timers) {
            clearTimeout(timer);
            this.#queue(() => this.#push(place));
        }
        this.#timers.clear();
        return this.#turn;
    }

    /** The page may be gone the next moment: what waits goes at once, without its turn. Where the page stays, the turn looks
     *  at it again. */
    #hurry(): void {
        let room = mostLasting;
        for (const place of this.#waits) {
            const bytes = new Blob([this.drafts.read(this.#name(place)) ?? '']).size;
            void this.#push(place, false, bytes <= room);
            if (bytes <= room) room -= bytes;
        }
    }

    /** Takes over what other devices have written, and sends what the server lacks. */
    pull(): Promise<void> {
        return this.#queue(() => this.#compare());
    }

    /** A text for later has appeared, or could not. */
    hear(event: LiveEvent): void {
        if (event.kind === 'notification' && event.data.notification.cause.startsWith('scheduled_')) void this.pull();
    }

    /** Names of the drafts that the server has as they stand here; it is given a moment to take the others. */
    async kept(): Promise<Set<string>> {
        await Promise.race([this.flush(), new Promise((done) => setTimeout(done, lastWaitMs))]);
        return new Set(this.#places().filter((place) => this.#untouched(place)).map((place) => this.#name(place)));
    }

    /** Leaves to the server what it has: on a machine that its writer has left it does not stay. */
    release(): void {
        this.end();
        for (const place of this.#places().filter((place) => this.#untouched(place))) {
            // In this order: another tab must not take it for discarded.
            this.#note(place, null);
            this.drafts.remove(this.#name(place));
        }
    }

    #later(name: string): void {
        const place = name.slice(this.#name('').length);
        if (!name.startsWith(this.#name('')) || !kept.test(place)) return;
        this.#waits.add(place);
        const waiting = this.#timers.get(place);
        if (waiting) clearTimeout(waiting.timer);
        const since = waiting?.since ?? Date.now();
        // That it was sent or discarded is told at once.
        const wait = this.drafts.stored(name) ? Math.max(0, Math.min(quietMs, since + longestWaitMs - Date.now())) : 0;
        const timer = setTimeout(() => {
            this.#timers.delete(place);
            this.#queue(() => this.#push(place));
        }, wait);
        this.#timers.set(place, { timer, since });
    }

    #queue(run: () => Promise<void>): Promise<void> {
        // A storage that refuses must not end the turns to come; the next change or look tries again.
        this.#turn = this.#turn.then(() => (this.#ended.signal.aborted ? undefined : this.#alone(run))).catch(() => undefined);
        return this.#turn;
    }

    /** Two tabs that exchange the same at once would take each other for another device. Where the browser has no locks they may. */
    async #alone(run: () => Promise<void>): Promise<void> {
        const locks = (navigator as { locks?: LockManager }).locks;
        if (!locks) return run();
        await locks.request(`plaza:drafts:${this.person}`, { signal: this.#ended.signal }, () => (this.#ended.signal.aborted ? undefined : run()));
    }

    async #compare(): Promise<void> {
        this.#looked = Date.now();
        // What another tab hands over while the list is on its way is not in it, and has not ended for that.
        const before = new Map(this.#knownPlaces().map((place) => [place, this.#known(place)?.version]));
        const answer = await this.api.drafts(this.person);
        if (!answer.ok || this.#ended.signal.aborted) return;
        this.waiting.clear();
        for (const { place, publication } of answer.value.items) if (publication && !publication.refused) this.waiting.add(readable(place));
        const theirs = new Map(answer.value.items.map(({ place, version }) => [readable(place), version]));
        const ended = new Map(answer.value.ended.map(({ place, version }) => [readable(place), version]));
        for (const place of new Set([...this.#places(), ...this.#knownPlaces(), ...theirs.keys()])) {
            if (this.waiting.has(place)) continue;
            const stored = this.drafts.stored(this.#name(place));
            const known = this.#known(place);
            const version = theirs.get(place);
            const untouched = stored !== null && known?.at === stored.at;
            if (version === undefined) {
                if (known && known.version !== before.get(place)) continue;
                const over = known !== null && (ended.get(place) ?? 0) >= known.version;
                if (untouched && !stored.attempt && over) this.#take(place, null);
                else if (stored) await this.#lost(place, over);
                else this.#note(place, null);
            } else if (stored ? untouched && !stored.attempt && version !== known.version : version !== known?.version && !this.#unanswered.has(place)) {
                await this.#bring(place);
            } else {
                await this.#push(place);
            }
        }
    }

    /** The server does not have it: sent or discarded elsewhere and changed here since, or lost with what a backup lacked. */
    async #lost(place: string, over: boolean): Promise<void> {
        if (!over && this.#untouched(place)) this.#note(place, null);
        await this.#push(place);
    }

    async #push(place: string, again = true, lasting = false): Promise<void> {
        const stored = this.drafts.stored(this.#name(place));
        const known = this.#known(place);
        const key = encodeURIComponent(place);
        if (key.length > longestPlace || this.waiting.has(place)) return void this.#waits.delete(place);
        if (!stored) {
            const version = await this.#last(place, key, known);
            if (version !== undefined && (await this.api.removeDraft(this.person, key, version)).ok) this.#note(place, null);
            this.#waits.delete(place);
            return;
        }
        if (known?.at === stored.at) return void this.#waits.delete(place);
        const page = stored.page && stored.page.length <= longestPage ? stored.page : '';
        const sending = this.#send(place, stored.fields);
        const answer = await this.api.saveDraft(key, { person: this.person, fields: stored.fields, page, version: known?.version ?? 0 }, lasting);
        // One that another took the place of while its answer was under way is not the last.
        if (answer.ok && answer.value.version >= (this.#known(place)?.version ?? 0)) this.#note(place, { version: answer.value.version, at: stored.at });
        if (answer.ok) this.#settle(place, (one) => one === sending || one.lost);
        else if (refused(answer.problem)) this.#settle(place, (one) => one === sending);
        else sending.lost = true;
        if (answer.ok && this.#untouched(place)) this.#waits.delete(place);
        if (!answer.ok && answer.problem.code === 'conflict' && again) await this.#keepBoth(place, key, known);
    }

    #send(place: string, fields: Fields): Sending {
        const sending = { text: inOrder(fields), lost: false };
        this.#settle(place, (one) => one.lost && one.text === sending.text);
        const all = this.#unanswered.get(place) ?? [];
        // The first and the last are the likeliest to be what the server has.
        if (all.length >= mostUnanswered) all.splice(mostUnanswered / 2, 1);
        this.#unanswered.set(place, [...all, sending]);
        return sending;
    }

    #settle(place: string, over: (one: Sending) => boolean): void {
        const left = (this.#unanswered.get(place) ?? []).filter((one) => !over(one));
        if (left.length > 0) this.#unanswered.set(place, left);
        else this.#unanswered.delete(place);
    }

    /** Whether the server has what this device sent and has no answer to. */
    #sent(place: string, theirs: Fields): boolean {
        const text = inOrder(theirs);
        return this.#unanswered.get(place)?.some((one) => one.text === text) ?? false;
    }

    /** Which one ends: also the one whose answer was lost, where that is what the server has. What somebody wrote since stays. */
    async #last(place: string, key: string, known: Known | null): Promise<number | undefined> {
        if (!this.#unanswered.has(place)) return known?.version;
        const theirs = await this.api.draft(this.person, key);
        const own = theirs.ok && this.#sent(place, theirs.value.fields);
        if (theirs.ok || refused(theirs.problem)) this.#settle(place, (one) => one.lost);
        return own ? theirs.value.version : known?.version;
    }

    /** What another device wrote gets a place of its own here; what was typed here stays where it is. `known`: what was known
     *  when it was sent. */
    async #keepBoth(place: string, key: string, known: Known | null): Promise<void> {
        const theirs = await this.api.draft(this.person, key);
        if (!theirs.ok) return;
        // Another one from here was answered meanwhile: this one was only late.
        if (this.#known(place)?.version !== known?.version) return this.#push(place);
        if (this.#sent(place, theirs.value.fields)) {
            this.#note(place, { version: theirs.value.version, at: 0 });
            return this.#push(place, false);
        }
        const other = `${place}~${this.drafts.newKey().slice(0, 8)}`;
        this.#write(other, { fields: theirs.value.fields, attempt: null, at: Date.parse(theirs.value.saved_at), page: theirs.value.page });
        this.#note(place, { version: theirs.value.version, at: 0 });
        await this.#push(place, false);
        await this.#push(other, false);
    }

    async #bring(place: string): Promise<void> {
        const answer = await this.api.draft(this.person, encodeURIComponent(place));
        // Typed in the meantime: it will be seen the next time.
        const stored = this.drafts.stored(this.#name(place));
        if (!answer.ok || this.#ended.signal.aborted || (stored && this.#known(place)?.at !== stored.at)) return;
        const { fields, page, version, saved_at } = answer.value;
        this.#take(place, { fields, attempt: null, at: Date.parse(saved_at), page }, version);
    }

    #take(place: string, taken: Stored | null, version = 0): void {
        const name = this.#name(place);
        if (taken) this.#write(place, taken);
        else this.drafts.remove(name);
        this.#note(place, taken && { version, at: taken.at });
        // Other tabs hear of it from the browser, this one does not.
        dispatchEvent(new StorageEvent('storage', { key: name, newValue: this.drafts.read(name) }));
    }

    #write(place: string, stored: Stored): void {
        this.drafts.write(this.#name(place), JSON.stringify(stored));
    }

    #name(place: string): string {
        return `${prefix}${this.person}:${place}`;
    }

    #places(): string[] {
        return this.drafts
            .names(this.#name(''))
            .map((name) => name.slice(this.#name('').length))
            .filter((place) => kept.test(place));
    }

    #untouched(place: string): boolean {
        const stored = this.drafts.stored(this.#name(place));
        return stored !== null && !stored.attempt && !this.waiting.has(place) && this.#known(place)?.at === stored.at;
    }

    #knownPlaces(): string[] {
        const start = this.#noteName('');
        const names = Array.from({ length: this.storage?.length ?? 0 }, (_, index) => this.storage?.key(index) ?? '');
        return [...new Set([...names, ...this.#notes.keys()])].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
    }

    #noteName(place: string): string {
        return `plaza:draft-kept:${this.person}:${place}`;
    }

    #known(place: string): Known | null {
        try {
            return JSON.parse(this.#notes.get(this.#noteName(place)) ?? this.storage?.getItem(this.#noteName(place)) ?? 'null') as Known | null;
        } catch {
            return null;
        }
    }

    #note(place: string, known: Known | null): void {
        const name = this.#noteName(place);
        this.#notes.delete(name);
        try {
            if (!known) return this.storage?.removeItem(name);
            if (!this.storage) throw new Error();
            this.storage.setItem(name, JSON.stringify(known));
        } catch {
            // Where the device keeps nothing, this visit does.
            if (known) this.#notes.set(name, JSON.stringify(known));
        }
    }
}

/** The server keeps fields in an order of its own. */
function inOrder(fields: Fields): string {
    return JSON.stringify(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function readable(place: string): string {
    try {
        return decodeURIComponent(place);
    } catch {
        return place;
    }
}
