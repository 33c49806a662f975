// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Server, Store } from '../../tests/support/draft-server.ts';
import { DraftSync } from './draft-sync.ts';
import { Drafts, type Fields } from './drafts.ts';

let server: Server;
const ended: DraftSync[] = [];
beforeEach(() => {
    vi.useFakeTimers();
    server = new Server();
});
afterEach(() => {
    for (const sync of ended.splice(0)) sync.end();
    vi.useRealTimers();
});

/** A device, which another can share its storage with after it has crashed. */
async function device(storage: Store | null = new Store(), person = 1) {
    const drafts = new Drafts(storage);
    const sync = new DraftSync(server as never, drafts, storage, person);
    ended.push(sync);
    sync.begin();
    await sync.pull();
    const write = async (text: string, place = 'ask') => {
        await vi.advanceTimersByTimeAsync(10);
        drafts.open(person, place).save({ text });
    };
    const texts = (place = 'ask') =>
        drafts.names(`plaza:draft:${person}:${place}`).map((name) => drafts.stored(name)?.fields.text).sort();
    return { storage, drafts, sync, write, texts };
}

describe('a draft that the server keeps too', () => {
    it('is on another device, and goes on there', async () => {
        const one = await device();
        await one.write('Hola');
        expect(server.texts()).toEqual([]);
        await vi.advanceTimersByTimeAsync(2_000);
        expect(server.texts()).toEqual(['Hola']);
        const other = await device();
        expect(other.texts()).toEqual(['Hola']);
        await other.write('Hola a todas');
        await other.sync.flush();
        await one.sync.pull();
        expect([one.texts(), server.texts()]).toEqual([['Hola a todas'], ['Hola a todas']]);
    });

    it('reaches the form that is open', async () => {
        const [one, other] = [await device(), await device()];
        const heard: (Fields | null)[] = [];
        const stop = other.drafts.open(1, 'ask').follow((fields) => heard.push(fields));
        await one.write('Hola');
        await one.sync.flush();
        await other.sync.pull();
        one.drafts.open(1, 'ask').clear();
        await one.sync.flush();
        await other.sync.pull();
        expect(heard).toEqual([{ text: 'Hola' }, null]);
        expect([server.texts(), other.texts()]).toEqual([[], []]);
        stop();
    });

    it('is exchanged by one tab at a time, where the browser can tell', async () => {
        let [at, most] = [0, 0];
        let last: Promise<unknown> = Promise.resolve();
        const request = (_: string, __: object, run: () => Promise<void>) => (last = last.then(run));
        Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true });
        const slowly = <Args extends unknown[], Value>(call: (...args: Args) => Promise<Value>) => async (...args: Args) => {
            most = Math.max(most, ++at);
            await new Promise((done) => setTimeout(done, 50));
            at -= 1;
            return call(...args);
        };
        [server.drafts, server.saveDraft] = [slowly(server.drafts), slowly(server.saveDraft)];
        try {
            const storage = new Store();
            const tabs = [device(storage), device(storage)];
            await vi.advanceTimersByTimeAsync(1_000);
            const [one, other] = await Promise.all(tabs);
            await one!.write('Hola');
            await vi.advanceTimersByTimeAsync(5_000);
            void one!.sync.pull();
            void other!.sync.pull();
            await vi.advanceTimersByTimeAsync(1_000);
            expect([most, server.texts(), other!.texts()]).toEqual([1, ['Hola'], ['Hola']]);
        } finally {
            delete (navigator as { locks?: unknown }).locks;
        }
    });

    it('of two devices that both went on loses nothing', async () => {
        const one = await device();
        await one.write('Hola');
        await one.sync.flush();
        const other = await device();
        await one.write('Hola, uno');
        await one.sync.flush();
        await other.write('Hola, otro');
        await other.sync.flush();
        expect(server.texts()).toEqual(['Hola, otro', 'Hola, uno']);
        await one.sync.pull();
        expect([one.texts(), other.texts()]).toEqual([['Hola, otro', 'Hola, uno'], ['Hola, otro', 'Hola, uno']]);
        // The first place is that of who came last; the form that is open there keeps its own.
        expect(other.drafts.open(1, 'ask').restored).toEqual({ text: 'Hola, otro' });
    });

    it('that was sent on one device and changed on another stays there', async () => {
        const one = await device();
        await one.write('Hola');
        await one.sync.flush();
        const other = await device();
        one.drafts.open(1, 'ask').clear();
        await one.sync.flush();
        await other.write('Hola, y más');
        await other.sync.pull();
        expect([other.texts(), server.texts()]).toEqual([['Hola, y más'], ['Hola, y más']]);
    });

    it('handed over while another tab looks is not taken for ended', async () => {
        const one = await device();
        const tab = new DraftSync(server as never, one.drafts, one.storage, 1);
        const list = server.drafts;
        server.drafts = async (person) => {
            const before = await list(person);
            await one.write('Hola');
            await one.sync.flush();
            return before;
        };
        await tab.pull();
        expect([one.texts(), server.texts()]).toEqual([['Hola'], ['Hola']]);
    });

    it('that waits for its time is not on devices: what is typed into it is sent once it has lost that, beside what the server has', async () => {
        const one = await device();
        server.kept.set('later-a', { person: 1, fields: { text: 'Confirmado' }, page: '', version: 7, saved_at: new Date().toISOString() });
        server.waiting.add('later-a');
        await one.sync.pull();
        await one.write('A medias', 'later-a');
        await vi.advanceTimersByTimeAsync(2_000);
        await one.sync.pull();
        expect([one.texts('later-a'), server.texts()]).toEqual([['A medias'], ['Confirmado']]);
        expect([...(await one.sync.kept())]).toEqual([]);
        server.waiting.clear();
        await one.sync.pull();
        await one.sync.pull();
        expect(server.texts()).toEqual(['A medias', 'Confirmado']);
        // Published elsewhere while nothing was typed into it here: nothing is left, and nothing comes back.
        const other = await device();
        server.waiting.add('later-a');
        await other.sync.pull();
        server.ended.set('later-a', server.kept.get('later-a')!.version);
        server.kept.delete('later-a');
        server.waiting.clear();
        await other.sync.pull();
        expect(server.kept.has('later-a')).toBe(false);
    });

    it('is sent when the server is back, and its end as well', async () => {
        const one = await device();
        server.reached = false;
        await one.write('Sin red');
        await one.sync.flush();
        server.reached = true;
        await one.sync.pull();
        expect(server.texts()).toEqual(['Sin red']);
        server.reached = false;
        one.drafts.open(1, 'ask').clear();
        await one.sync.flush();
        const again = await device(one.storage);
        expect(again.texts()).toEqual([]);
        server.reached = true;
        await again.sync.pull();
        expect([again.texts(), server.texts()]).toEqual([[], []]);
    });

    it('is written while somebody types without a pause', async () => {
        const one = await device();
        for (let i = 0; i < 12; i++) {
            await one.write(`Sigo ${i}`);
            await vi.advanceTimersByTimeAsync(990);
        }
        expect(server.texts()[0]).toMatch(/^Sigo \d/);
    });

    it('goes at once when the page goes, past whatever another tab is at, and outlives it where it is not too long', async () => {
        Object.defineProperty(navigator, 'locks', { value: { request: () => new Promise(() => {}) }, configurable: true });
        try {
            const drafts = new Drafts(new Store());
            const sync = new DraftSync(server as never, drafts, new Store(), 1);
            ended.push(sync);
            sync.begin();
            drafts.open(1, 'ask').save({ text: 'Hola' });
            drafts.open(1, 'thread:7').save({ text: 'á'.repeat(29_000) });
            drafts.open(1, 'thread:8').save({ text: 'á'.repeat(29_000) });
            dispatchEvent(new Event('pagehide'));
            await vi.advanceTimersByTimeAsync(0);
            expect([server.kept.size, server.lasting]).toEqual([3, [true, true, false]]);
            // Sent in the moment in which the window is closed: nothing of it stays with the server.
            drafts.open(1, 'ask').clear();
            dispatchEvent(new Event('pagehide'));
            await vi.advanceTimersByTimeAsync(0);
            expect([...server.kept.keys()]).toEqual(['thread%3A7', 'thread%3A8']);
        } finally {
            delete (navigator as { locks?: unknown }).locks;
        }
    });

    /** One that is under way, and the next, which goes at once as the page may be gone. */
    async function beside() {
        const one = await device();
        const held = server.hold(() => vi.advanceTimersByTimeAsync(0));
        await one.write('Hola');
        void one.sync.flush();
        await vi.advanceTimersByTimeAsync(0);
        await one.write('Hola a todas');
        dispatchEvent(new Event('pagehide'));
        await vi.advanceTimersByTimeAsync(0);
        return { one, ...held };
    }

    it.each([['known', true], ['not known yet', false]])('under way while the page goes is one where the later came first, its end %s', async (_, known) => {
        const { one, on, arrives, answers } = await beside();
        await arrives(1);
        if (known) await answers(0);
        await arrives(0);
        on();
        await answers(1);
        if (!known) await answers(0);
        await one.write('Hola a todas y todos');
        await one.sync.flush();
        await one.sync.pull();
        expect([one.texts(), server.texts()]).toEqual([['Hola a todas y todos'], ['Hola a todas y todos']]);
    });

    it.each([['lost', true], ['late', false]])('under way while the page goes is one where the later was refused and the answer to the first is %s', async (_, lost) => {
        const { one, on, arrives, answers } = await beside();
        await arrives(0);
        await arrives(1);
        await answers(1);
        on();
        await answers(0, lost);
        await one.sync.flush();
        await one.sync.pull();
        expect([one.texts(), server.texts()]).toEqual([['Hola a todas'], ['Hola a todas']]);
    });

    it('whose answers were lost twice is one', async () => {
        const one = await device();
        server.mute = true;
        await one.write('Hola');
        await one.sync.flush();
        await one.write('Hola a');
        await one.sync.flush();
        server.mute = false;
        await one.write('Hola a todas');
        await one.sync.flush();
        expect([one.texts(), server.texts()]).toEqual([['Hola a todas'], ['Hola a todas']]);
    });

    it('that went on before the answer to what went without its turn is one', async () => {
        const one = await device();
        const save = server.saveDraft;
        let late = () => {};
        server.saveDraft = async (...all) => {
            const said = await save(...all);
            await new Promise<void>((done) => (late = done));
            return said;
        };
        await one.write('Hola');
        dispatchEvent(new Event('pagehide'));
        await vi.advanceTimersByTimeAsync(0);
        server.saveDraft = save;
        await one.write('Hola a');
        await one.sync.flush();
        late();
        await one.write('Hola a todas');
        await one.sync.flush();
        expect([one.texts(), server.texts()]).toEqual([['Hola a todas'], ['Hola a todas']]);
    });

    it('that was sent is known to have ended without a pause', async () => {
        const one = await device();
        await one.write('Hola');
        await one.sync.flush();
        one.drafts.open(1, 'ask').clear();
        await vi.advanceTimersByTimeAsync(0);
        expect(server.texts()).toEqual([]);
    });

    it.each([['the first', false], ['a later one', true]])('that was sent does not come back where the answer to %s was lost', async (_, known) => {
        const one = await device();
        if (known) {
            await one.write('Hol');
            await one.sync.flush();
        }
        server.mute = true;
        await one.write('Hola');
        await one.sync.flush();
        server.mute = false;
        one.drafts.open(1, 'ask').clear();
        await one.sync.flush();
        await one.sync.pull();
        expect([one.texts(), server.texts()]).toEqual([[], []]);
    });

    it('that another device wrote on while an answer was lost stays when the first was sent', async () => {
        const one = await device();
        server.mute = true;
        await one.write('Hola');
        await one.sync.flush();
        server.mute = false;
        const other = await device();
        await other.write('Hola, y más');
        await other.sync.flush();
        one.drafts.open(1, 'ask').clear();
        await one.sync.flush();
        await one.sync.pull();
        await one.sync.pull();
        expect([one.texts(), server.texts()]).toEqual([['Hola, y más'], ['Hola, y más']]);
    });

    it('that goes on after a lost answer is one', async () => {
        const one = await device();
        server.mute = true;
        await one.write('Hola');
        await one.sync.flush();
        server.mute = false;
        await one.write('Hola a todas');
        await one.sync.flush();
        expect([one.texts(), server.texts()]).toEqual([['Hola a todas'], ['Hola a todas']]);
    });

    it('with words of a search in its place comes back to it', async () => {
        const one = await device();
        await one.write('¿?', 'ask:tasa 1/2 ñ');
        await one.sync.flush();
        expect([...server.kept.keys()]).toEqual(['ask%3Atasa%201%2F2%20%C3%B1']);
        expect((await device()).texts('ask:tasa 1/2 ñ')).toEqual(['¿?']);
    });

    it('does not stay on a machine that its writer leaves, but what the server lacks does', async () => {
        const one = await device();
        await one.write('Con red');
        await one.sync.flush();
        await one.write('Perfil', 'profile');
        server.reached = false;
        await one.write('Sin red', 'thread:7');
        await Promise.all([one.sync.kept(), vi.advanceTimersByTimeAsync(3_000)]);
        one.sync.release();
        expect([one.texts(), one.texts('thread'), one.texts('profile')]).toEqual([[], ['Sin red'], ['Perfil']]);
        server.reached = true;
        const back = await device(one.storage);
        expect([back.texts(), server.texts()]).toEqual([['Con red'], ['Con red', 'Sin red']]);
    });

    it('is not mixed with those of who signs in next at the same machine', async () => {
        const one = await device();
        await one.write('De Ana');
        await one.sync.flush();
        server.person = 2;
        server.kept.clear();
        const two = await device(one.storage, 2);
        await two.write('De Berta');
        await two.sync.flush();
        await one.sync.pull();
        await one.write('De Ana, y más');
        await one.sync.flush();
        expect([one.texts(), server.texts()]).toEqual([['De Ana, y más'], ['De Berta']]);
    });

    it('that a restored backup lacks comes back from the device', async () => {
        const one = await device();
        await one.write('Después de la copia');
        await one.sync.flush();
        server.kept.clear();
        await one.sync.pull();
        expect([one.texts(), server.texts()]).toEqual([['Después de la copia'], ['Después de la copia']]);
    });

    it('is saved once where the device keeps nothing', async () => {
        const one = await device(null);
        for (const text of ['Hola', 'Hola a', 'Hola a todas']) {
            await one.write(text);
            await one.sync.flush();
        }
        expect([server.texts(), server.saved]).toEqual([['Hola a todas'], 3]);
    });

    it('keeps forms of the account, and what others write, to the device', async () => {
        const one = await device();
        await one.write('Mi teléfono', 'profile');
        one.drafts.open(2, 'ask').save({ text: 'De otra persona' });
        await one.sync.flush();
        await one.sync.pull();
        expect(server.texts()).toEqual([]);
    });
});
