// SPDX-License-Identifier: EUPL-1.2
// A server that keeps drafts, and a device to keep them on.
import type { NewDraft } from '../../src/api/draft-calls.ts';

/** What the server keeps, as `server/domain/drafts` does. */
export class Server {
    kept = new Map<string, NewDraft & { saved_at: string }>();
    ended = new Map<string, number>();
    /** Places of those that it publishes at a time. */
    waiting = new Set<string>();
    person = 1;
    reached = true;
    saved = 0;
    /** Does what it is asked, but its answers are lost. */
    mute = false;
    /** Whether each outlives its page. */
    lasting: boolean[] = [];
    #version = 100;
    readonly #away = { ok: false as const, problem: { code: 'unreachable', status: 0 } as never };
    #refuse = (code: string, status: number) => ({ ok: false as const, problem: { code, status } as never });
    drafts = async (person: number) => {
        if (person !== this.person) return this.#refuse('invalid', 422);
        const items = [...this.kept].map(([place, { version, saved_at }]) => ({ place, version, saved_at, publication: this.waiting.has(place) ? { refused: null } : null }));
        const ended = [...this.ended].map(([place, version]) => ({ place, version }));
        return this.reached ? { ok: true as const, value: { items, ended, next: null } } : this.#away;
    };
    draft = async (_person: number, place: string) => {
        const found = this.kept.get(place);
        return found ? { ok: true as const, value: { place, page: '', ...found } } : this.#refuse('not_found', 404);
    };
    saveDraft = async (place: string, draft: NewDraft, lasting = false) => {
        if (!this.reached) return this.#away;
        this.lasting.push(lasting);
        if (draft.person !== this.person) return this.#refuse('invalid', 422);
        this.saved += 1;
        const stands = this.kept.get(place);
        if (stands && JSON.stringify(stands.fields) !== JSON.stringify(draft.fields) && stands.version !== draft.version) return this.mute ? this.#away : this.#refuse('conflict', 409);
        this.kept.set(place, { ...draft, version: ++this.#version, saved_at: new Date().toISOString() });
        if (this.mute) return this.#away;
        return { ok: true as const, value: { version: this.#version } };
    };
    removeDraft = async (_person: number, place: string, version: number) => {
        if (!this.reached) return this.#away;
        if ((this.kept.get(place)?.version ?? 0) > version) return { ok: true as const, value: undefined };
        this.ended.set(place, this.kept.get(place)?.version ?? version);
        this.kept.delete(place);
        return { ok: true as const, value: undefined };
    };
    /** What is saved from now on waits: `arrives` lets one of those reach the server, `answers` lets what it says to the nth that
     *  did come back, or with `lost` nothing. `on`: the next ones wait no more. */
    hold(settled: () => Promise<unknown>) {
        const reach: (() => void)[] = [];
        const answer: ((lost: boolean) => void)[] = [];
        const save = this.saveDraft;
        this.saveDraft = async (...draft) => {
            await new Promise<void>((done) => reach.push(done));
            const said = await save(...draft);
            return (await new Promise<boolean>((done) => answer.push(done))) ? this.#away : said;
        };
        return {
            arrives: (which: number) => (reach[which]!(), settled()),
            answers: (nth: number, lost = false) => (answer[nth]!(lost), settled()),
            on: () => (this.saveDraft = save),
        };
    }
    texts = () => [...this.kept.values()].map(({ fields }) => fields.text).sort();
}

export class Store extends Map<string, string> {
    get length() { return this.size; }
    getItem = (name: string) => this.get(name) ?? null;
    setItem = (name: string, text: string) => void this.set(name, text);
    removeItem = (name: string) => void this.delete(name);
    key = (index: number) => [...this.keys()][index] ?? null;
}
