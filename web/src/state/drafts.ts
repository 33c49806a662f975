// SPDX-License-Identifier: EUPL-1.2
// What somebody is writing, kept on the device per person and place until it has been sent (and by the server: draft-sync.ts).
//
// A draft also keeps its last attempt that had no answer, with its key: the server recognises it when it comes again,
// after a reload or a night without network, and it has one effect. The same place open in two tabs is one draft: each
// follows what is written in the other.

export type Fields = Record<string, string>;

interface Attempt {
    /** What was sent, as JSON. */
    content: string;
    key: string;
    /** When it was first sent. */
    at: number;
    /** It has not left the device. */
    unsent?: true;
}

export interface Stored {
    fields: Fields;
    attempt: Attempt | null;
    at: number;
    /** Since when it waits to be sent. */
    waits?: number;
    /** The attempt says what the fields say: it can be sent without its form. */
    whole?: true;
    /** Address of the page it was written on; what an older program kept has none. */
    page?: string;
}

/** A server of the version before tells no `id`. */
export interface GroupPlace {
    id?: number;
    slug: string;
}

/** What has to be done to send something that may have been sent before. */
export type Step =
    | { do: 'send'; key: string; /** For the first time. */ fresh: boolean }
    /** Something else was sent and never answered: it must be known what became of it first. */
    | { do: 'repeat'; content: unknown; key: string }
    /** The server has forgotten the key by now: only the person can tell whether it was published. */
    | { do: 'look' };

export const prefix = 'plaza:draft:';
const keptForMs = 90 * 24 * 3600 * 1000;
/** An hour less than the server remembers a key. */
const rememberedMs = 23 * 3600 * 1000;

export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export class Drafts {
    /** Where the device keeps nothing (storage forbidden or full), this visit does. */
    #memory = new Map<string, string>();
    /** Told of each draft that was written or ended here. */
    onwritten: ((name: string) => void) | null = null;

    constructor(
        private readonly storage: DraftStorage | null,
        readonly now: () => number = Date.now,
        readonly newKey: () => string = randomKey,
    ) {
        for (const name of this.names(prefix)) {
            const draft = parse(this.read(name));
            if (!draft || this.now() - draft.at > keptForMs) this.remove(name);
        }
    }

    /** `before`: what an older program called the place. */
    open(person: number, place: string, before?: string): Draft {
        const name = `${prefix}${person}:${place}`;
        const older = before === undefined ? null : this.read(`${prefix}${person}:${before}`);
        if (older !== null) {
            // Where something is being written already, it waits beside that.
            this.write(this.read(name) === null ? name : `${name}~${this.newKey().slice(0, 8)}`, older);
            this.remove(`${prefix}${person}:${before}`);
        }
        return new Draft(this, name);
    }

    /** What was written in a group. It hangs from what the group is, not from its address, which another may take. */
    ofGroup(person: number, kind: string, { id, slug }: GroupPlace, rest = ''): Draft {
        const older = `${kind}:${slug}${rest}`;
        return id ? this.open(person, `${kind}:#${id}${rest}`, older) : this.open(person, older);
    }

    discard(name: string): void {
        this.remove(name);
        this.onwritten?.(name);
    }

    /** All that is on this device; what the server keeps stays there. */
    forget(person: number): void {
        for (const name of this.names(`${prefix}${person}:`)) this.remove(name);
    }

    stored(name: string): Stored | null {
        return parse(this.read(name));
    }

    read(name: string): string | null {
        try {
            return this.#memory.get(name) ?? this.storage?.getItem(name) ?? null;
        } catch {
            return null;
        }
    }

    write(name: string, text: string): void {
        try {
            if (!this.storage) throw new Error();
            this.storage.setItem(name, text);
            this.#memory.delete(name);
        } catch {
            this.#memory.set(name, text);
        }
    }

    remove(name: string): void {
        this.#memory.delete(name);
        try {
            this.storage?.removeItem(name);
        } catch {
            // It could not be stored either.
        }
    }

    names(start: string): string[] {
        const names = [...this.#memory.keys()];
        try {
            for (let index = 0; index < (this.storage?.length ?? 0); index++) names.push(this.storage?.key(index) ?? '');
        } catch {
            // Nothing is stored then.
        }
        return names.filter((name) => name.startsWith(start));
    }
}

export class Draft {
    #attempt: Attempt | null = null;
    /** Since when it waits to be sent by itself; 0: it does not. */
    waits = 0;
    #whole: true | undefined;
    /** Where it was written, where that is not the page that is open: it is on no screen, and who discards it or goes on with
     *  it elsewhere has the last word. */
    page: string | null = null;
    /** What is stored, as far as this tab knows. */
    #seen: string | null = null;
    /** Under way: what is written elsewhere meanwhile is neither taken over nor cleared. */
    held = false;
    readonly restored: Fields | null;

    constructor(
        private readonly drafts: Drafts,
        private name: string,
    ) {
        // What could not go to its place, because another tab was quicker, is found when the place is free.
        if (drafts.read(name) === null) this.name = drafts.names(`${name}~`)[0] ?? name;
        this.restored = this.#take(drafts.read(this.name));
    }

    #take(text: string | null): Fields | null {
        const stored = parse((this.#seen = text));
        this.#attempt = stored?.attempt ?? null;
        this.waits = stored?.waits ?? 0;
        this.#whole = stored?.whole;
        return stored?.fields ?? null;
    }

    get key(): string {
        return this.name;
    }

    /** Tells what another tab makes of this draft; null: it was sent or discarded there. */
    follow(tell: (fields: Fields | null) => void): () => void {
        const hear = ({ key, newValue }: StorageEvent) => {
            if (this.held || (key !== this.name && key !== null) || newValue === this.#seen) return;
            tell(this.#take(newValue));
        };
        addEventListener('storage', hear);
        return () => {
            removeEventListener('storage', hear);
            // Off the screen, and perhaps still under way.
            this.page = parse(this.#seen)?.page ?? null;
        };
    }

    /** `blank`: that a field was emptied is worth keeping too. */
    save(fields: Fields, blank = false): void {
        if (!blank && Object.values(fields).every((text) => text.trim() === '')) this.clear();
        // Also where another tab has written on since: that is heard in a moment, and this tab has nothing to say against it.
        else if (same(parse(this.#seen)?.fields, fields)) return;
        else this.#write(fields);
    }

    next(fields: Fields, content: unknown): Step {
        const text = JSON.stringify(content);
        const last = this.#attempt?.unsent ? null : this.#attempt;
        // Also an attempt of an older program, without its time.
        if (last && !(this.drafts.now() - last.at < rememberedMs)) return { do: 'look' };
        if (last && last.content !== text) return { do: 'repeat', content: JSON.parse(last.content), key: last.key };
        this.#attempt = last ?? { content: text, key: this.#attempt?.key ?? this.drafts.newKey(), at: this.drafts.now() };
        this.#write(fields);
        return { do: 'send', key: this.#attempt.key, fresh: last === null };
    }

    /** It is known what became of the last attempt, or the person goes on without knowing. */
    answered(fields: Fields): void {
        this.#attempt = null;
        this.stop(fields);
    }

    /** It is to be sent when the server can be reached. `unsent`: what was tried has not left the device. */
    wait(fields: Fields, unsent: boolean, content: unknown): void {
        if (this.#attempt && unsent) this.#attempt.unsent = true;
        this.waits ||= this.drafts.now();
        this.#whole = this.#attempt?.content === JSON.stringify(content) || undefined;
        this.#write(fields);
    }

    /** It waits no longer: it was refused, or the person goes on writing. */
    stop(fields: Fields): void {
        this.waits = 0;
        this.#write(fields);
    }

    /** Whether it waits still, and no other tab has sent it or gone on with it. */
    get stands(): boolean {
        return this.waits > 0 && this.own && this.#seen !== null;
    }

    /** Whether it is stored as it was written here. */
    get own(): boolean {
        return this.drafts.read(this.name) === this.#seen;
    }

    clear(): void {
        this.#attempt = null;
        this.waits = 0;
        if (this.#isNewer()) return;
        const ended = this.#seen !== null;
        this.drafts.remove(this.name);
        this.#seen = null;
        if (ended) this.drafts.onwritten?.(this.name);
    }

    /** Another tab has written since, and it has not been heard here. */
    #isNewer(): boolean {
        const stored = this.drafts.read(this.name);
        return stored !== null && stored !== this.#seen;
    }

    #write(fields: Fields): void {
        if (this.page !== null && !this.own) return;
        if (this.#isNewer()) this.name = `${this.name}~${this.drafts.newKey()}`;
        this.#seen = JSON.stringify({ fields, attempt: this.#attempt, at: this.drafts.now(), ...(this.waits ? { waits: this.waits, whole: this.#whole } : {}), page: this.page ?? location.pathname + location.search } satisfies Stored);
        this.drafts.write(this.name, this.#seen);
        this.drafts.onwritten?.(this.name);
    }
}

function parse(text: string | null): Stored | null {
    try {
        return text === null ? null : (JSON.parse(text) as Stored);
    } catch {
        return null;
    }
}

function same(one: Fields | undefined, other: Fields): boolean {
    return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

export function randomKey(): string {
    // crypto.randomUUID does not exist on plain http, where a town hall may try Plaza out.
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function deviceStorage(): DraftStorage | null {
    try {
        return localStorage;
    } catch {
        return null;
    }
}
