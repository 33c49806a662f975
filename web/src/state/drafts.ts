// SPDX-License-Identifier: EUPL-1.2
// What somebody is writing, kept on the device per person and place until it has been sent.
//
// A draft also keeps the key of its last attempt: sent again with the same content, after a lost answer, a reload or
// a night without network, the server recognises it and it has one effect.

export type Fields = Record<string, string>;

interface Stored {
    fields: Fields;
    attempt: { content: string; key: string } | null;
    at: number;
}

const prefix = 'plaza:draft:';
const keptForMs = 90 * 24 * 3600 * 1000;

export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export class Drafts {
    /** Where the device keeps nothing (storage forbidden or full), this visit does. */
    #memory = new Map<string, string>();

    constructor(
        private readonly storage: DraftStorage | null,
        private readonly now: () => number = Date.now,
        private readonly newKey: () => string = randomKey,
    ) {
        this.#prune();
    }

    open(person: number, place: string): Draft {
        return new Draft(this, `${prefix}${person}:${place}`);
    }

    read(name: string): Stored | null {
        const text = this.#memory.get(name) ?? this.#stored(name);
        if (!text) return null;
        try {
            return JSON.parse(text) as Stored;
        } catch {
            return null;
        }
    }

    write(name: string, fields: Fields, attempt: Stored['attempt']): void {
        const text = JSON.stringify({ fields, attempt, at: this.now() } satisfies Stored);
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

    key(): string {
        return this.newKey();
    }

    #stored(name: string): string | null {
        try {
            return this.storage?.getItem(name) ?? null;
        } catch {
            return null;
        }
    }

    #prune(): void {
        const names: string[] = [];
        try {
            for (let index = 0; index < (this.storage?.length ?? 0); index++) {
                const name = this.storage?.key(index);
                if (name?.startsWith(prefix)) names.push(name);
            }
        } catch {
            return;
        }
        for (const name of names) {
            const draft = this.read(name);
            if (!draft || this.now() - draft.at > keptForMs) this.remove(name);
        }
    }
}

export class Draft {
    #attempt: Stored['attempt'];
    readonly restored: Fields | null;

    constructor(
        private readonly drafts: Drafts,
        private readonly name: string,
    ) {
        const stored = drafts.read(name);
        this.restored = stored?.fields ?? null;
        this.#attempt = stored?.attempt ?? null;
    }

    save(fields: Fields): void {
        if (Object.values(fields).every((text) => text.trim() === '')) this.clear();
        else this.drafts.write(this.name, fields, this.#attempt);
    }

    /** The Idempotency-Key to send this content with. */
    keyFor(fields: Fields, content: unknown): string {
        const text = JSON.stringify(content);
        if (this.#attempt?.content !== text) this.#attempt = { content: text, key: this.drafts.key() };
        this.drafts.write(this.name, fields, this.#attempt);
        return this.#attempt.key;
    }

    clear(): void {
        this.#attempt = null;
        this.drafts.remove(this.name);
    }
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
