// SPDX-License-Identifier: EUPL-1.2
// What is said of the connection: what has lasted, so that a short break is not told and a short return takes nothing back.

/** What of it is missing, the nearest first. */
export type Missing = 'offline' | 'away' | 'delayed';

/** A break that is over sooner is not told. */
export const toldAfterMs = 4_000;
/** A return that ends sooner was none. */
export const overAfterMs = 1_000;

export class Connection {
    /** `since`: of when is what is shown. */
    shown = $state.raw<{ missing: Missing; since: number } | null>(null);
    #next: Missing | null = null;
    #timer: ReturnType<typeof setTimeout> | undefined;

    /** How it is now; `heard`: when the server was heard last. */
    hear(missing: Missing | null, heard: number): void {
        if (missing === this.#next) return;
        this.#next = missing;
        clearTimeout(this.#timer);
        if (missing === (this.shown?.missing ?? null)) return;
        const since = this.shown?.since ?? heard;
        this.#timer = setTimeout(() => (this.shown = missing && { missing, since }), missing ? toldAfterMs : overAfterMs);
    }

    end(): void {
        clearTimeout(this.#timer);
    }
}
