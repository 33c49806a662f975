// SPDX-License-Identifier: EUPL-1.2
import { beforeEach, describe, expect, it } from 'vitest';
import { Drafts, randomKey, type Draft } from './drafts.ts';
import { leftIn } from './left.ts';

let now = 0;
let made = 0;
const open = (storage: Storage | null = localStorage) =>
    new Drafts(
        storage,
        () => now,
        () => `key-${++made}`,
    );
const hour = 3600 * 1000;

function keyOf(draft: Draft, text: string): string {
    const step = draft.next({ text }, text);
    if (step.do !== 'send') throw new Error(step.do);
    return step.key;
}

beforeEach(() => {
    localStorage.clear();
    now = made = 0;
});

describe('a draft', () => {
    it('is there after a reload, for the same person and place only', () => {
        open().open(1, 'ask').save({ title: 'Contrato menor', body: '' });
        expect(open().open(1, 'ask').restored).toEqual({ title: 'Contrato menor', body: '' });
        expect(open().open(2, 'ask').restored).toBeNull();
        expect(open().open(1, 'thread:7').restored).toBeNull();
    });

    it('is sent again under the same key, also after a reload, as long as it says the same', () => {
        const first = keyOf(open().open(1, 'thread:7'), 'Hola');
        now = 22 * hour;
        expect(keyOf(open().open(1, 'thread:7'), 'Hola')).toBe(first);
    });

    it('that says something else now has its unanswered attempt repeated first', () => {
        const first = keyOf(open().open(1, 'thread:7'), 'Hola');
        const draft = open().open(1, 'thread:7');
        expect(draft.next({ text: 'Adiós' }, 'Adiós')).toEqual({ do: 'repeat', content: 'Hola', key: first });
        draft.answered({ text: 'Adiós' });
        expect(keyOf(draft, 'Adiós')).not.toBe(first);
    });

    it.each(['Hola', 'Adiós'])('is not sent again (%s) once the server has forgotten its key, before somebody has looked', (text) => {
        const first = keyOf(open().open(1, 'thread:7'), 'Hola');
        now = 23 * hour;
        const draft = open().open(1, 'thread:7');
        expect(draft.next({ text }, text)).toEqual({ do: 'look' });
        draft.answered({ text });
        expect(keyOf(draft, text)).not.toBe(first);
    });

    it('keeps the key while it is typed on and back', () => {
        const draft = open().open(1, 'thread:7');
        const key = keyOf(draft, 'Hola');
        draft.save({ text: 'Hola a' });
        draft.save({ text: 'Hola' });
        expect(keyOf(open().open(1, 'thread:7'), 'Hola')).toBe(key);
    });

    it('has another key for the same words once they were sent', () => {
        const draft = open().open(1, 'thread:7');
        const key = keyOf(draft, 'Gracias');
        draft.clear();
        expect(keyOf(draft, 'Gracias')).not.toBe(key);
    });

    it('goes along to another place, and beside what is being written there', () => {
        const drafts = open();
        drafts.open(1, 'thread:7').save({ text: 'Lo que vale' });
        expect(drafts.open(1, 'thread:8', 'thread:7').restored).toEqual({ text: 'Lo que vale' });
        drafts.open(1, 'thread:9').save({ text: 'Otra cosa' });
        expect(drafts.open(1, 'thread:9', 'thread:8').restored).toEqual({ text: 'Otra cosa' });
        expect(leftIn(drafts, 1).map(({ text }) => text).sort()).toEqual(['Lo que vale', 'Otra cosa']);
        expect(drafts.open(1, 'thread:8').restored).toBeNull();
    });

    it('goes when nothing is left in it', () => {
        const draft = open().open(1, 'ask');
        draft.save({ text: 'algo' });
        draft.save({ text: '  ' });
        expect(localStorage.length).toBe(0);
    });

    it('lives for the visit where the device stores nothing or is full', () => {
        const full = { ...emptyStorage(), setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } };
        for (const storage of [null, full]) {
            const drafts = open(storage as Storage | null);
            drafts.open(1, 'ask').save({ text: 'algo' });
            expect(drafts.open(1, 'ask').restored).toEqual({ text: 'algo' });
        }
    });

    it('survives a damaged entry and is forgotten after three months', () => {
        localStorage.setItem('plaza:draft:1:ask', '{not json');
        expect(open().open(1, 'ask').restored).toBeNull();
        open().open(1, 'ask').save({ text: 'viejo' });
        now = 91 * 24 * 3600 * 1000;
        expect(open().open(1, 'ask').restored).toBeNull();
        expect(localStorage.length).toBe(0);
    });

    it('is counted and forgotten for one person', () => {
        const drafts = open();
        drafts.open(1, 'ask').save({ text: 'una' });
        drafts.open(1, 'thread:7').save({ text: 'otra' });
        drafts.open(12, 'ask').save({ text: 'de otra persona' });
        expect(leftIn(drafts, 1)).toHaveLength(2);
        drafts.forget(1);
        expect([leftIn(drafts, 1).length, leftIn(drafts, 12).length]).toEqual([0, 1]);
    });

    it('makes keys that the contract takes', () => {
        expect(randomKey()).toMatch(/^[A-Za-z0-9_.:-]{1,128}$/);
        expect(randomKey()).not.toBe(randomKey());
    });
});

describe('a draft in two tabs', () => {
    /** The browser tells the other tabs of a change later. */
    const tell = (name: string) => dispatchEvent(new StorageEvent('storage', { key: name, newValue: localStorage.getItem(name) }));

    it('says nothing against what the other tab typed since: who is a letter behind would begin a draft of their own', () => {
        const [one, other] = [open().open(1, 'thread:7'), open().open(1, 'thread:7')];
        let shown: unknown = null;
        const end = other.follow((fields) => (shown = fields));
        one.save({ text: 'S' });
        tell(one.key);
        one.save({ text: 'Se' });
        // The page of the other tab comes to draw what it heard.
        other.save({ text: 'S' });
        expect(other.key).toBe(one.key);
        tell(one.key);
        expect(shown).toEqual({ text: 'Se' });
        expect(Object.keys(localStorage)).toEqual([one.key]);
        end();
    });
    const name = 'plaza:draft:1:ask';

    it('is neither cleared nor overwritten by the tab that does not know of it yet', () => {
        const [one, two] = [open().open(1, 'ask'), open().open(1, 'ask')];
        one.save({ text: 'de la primera' });
        two.save({ text: '' });
        two.clear();
        expect(open().open(1, 'ask').restored).toEqual({ text: 'de la primera' });
        two.save({ text: 'de la segunda' });
        two.save({ text: 'de la segunda pestaña' });
        expect(open().open(1, 'ask').restored).toEqual({ text: 'de la primera' });
        one.clear();
        expect(open().open(1, 'ask').restored).toEqual({ text: 'de la segunda pestaña' });
    });

    it('is followed, with its attempt, and known to be gone', () => {
        const [one, two] = [open().open(1, 'ask'), open().open(1, 'ask')];
        const heard: unknown[] = [];
        const stop = two.follow((fields) => heard.push(fields));
        const key = keyOf(one, 'algo');
        tell(name);
        expect(keyOf(two, 'algo')).toBe(key);
        one.clear();
        tell(name);
        expect(heard).toEqual([{ text: 'algo' }, null]);
        stop();
        tell(name);
        expect(heard).toHaveLength(2);
    });

    it('stays when it was written on in the one while the other was sending it', () => {
        const [one, two] = [open().open(1, 'ask'), open().open(1, 'ask')];
        keyOf(one, 'algo');
        const stop = one.follow(() => {});
        one.held = true;
        const unfollow = two.follow(() => {});
        tell(name);
        two.save({ text: 'algo más' });
        tell(name);
        one.clear();
        expect(open().open(1, 'ask').restored).toEqual({ text: 'algo más' });
        stop();
        unfollow();
    });
});

function emptyStorage(): Storage {
    return { length: 0, key: () => null, getItem: () => null, setItem: () => {}, removeItem: () => {}, clear: () => {} };
}
