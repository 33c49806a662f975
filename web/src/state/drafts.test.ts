// SPDX-License-Identifier: EUPL-1.2
import { beforeEach, describe, expect, it } from 'vitest';
import { Drafts, randomKey } from './drafts.ts';

let now = 0;
let made = 0;
const open = (storage: Storage | null = localStorage) =>
    new Drafts(
        storage,
        () => now,
        () => `key-${++made}`,
    );

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
        const fields = { text: 'Hola' };
        const first = open().open(1, 'thread:7').keyFor(fields, 'Hola');
        const reloaded = open().open(1, 'thread:7');
        expect(reloaded.keyFor(fields, 'Hola')).toBe(first);
        expect(reloaded.keyFor(fields, 'Hola, otra vez')).not.toBe(first);
    });

    it('keeps the key while it is typed on and back', () => {
        const draft = open().open(1, 'thread:7');
        const key = draft.keyFor({ text: 'Hola' }, 'Hola');
        draft.save({ text: 'Hola a' });
        draft.save({ text: 'Hola' });
        expect(open().open(1, 'thread:7').keyFor({ text: 'Hola' }, 'Hola')).toBe(key);
    });

    it('has another key for the same words once they were sent', () => {
        const draft = open().open(1, 'thread:7');
        const key = draft.keyFor({ text: 'Gracias' }, 'Gracias');
        draft.clear();
        expect(draft.keyFor({ text: 'Gracias' }, 'Gracias')).not.toBe(key);
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

    it('makes keys that the contract takes', () => {
        expect(randomKey()).toMatch(/^[A-Za-z0-9_.:-]{1,128}$/);
        expect(randomKey()).not.toBe(randomKey());
    });
});

function emptyStorage(): Storage {
    return { length: 0, key: () => null, getItem: () => null, setItem: () => {}, removeItem: () => {}, clear: () => {} };
}
