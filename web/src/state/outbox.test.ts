// SPDX-License-Identifier: EUPL-1.2
// What waits goes when the server is reached, whatever page is open: once, as it was pressed, and not behind anybody's back.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { post } from '../../tests/support/examples.ts';
import { Network, refusal, signedIn } from '../../tests/support/network.ts';
import type { App } from './app.svelte.ts';
import { afterMs, alone, Outbox, shownWaiting, unaskedMs } from './outbox.svelte.ts';
import { sendDraft } from './sending.ts';

let network: Network;
let tabs: { app: App; outbox: Outbox }[];
const name = 'plaza:draft:1:thread:7';
const posts = 'POST /threads/7/posts';
const keys = () => network.calls(posts).map(({ headers }) => headers.get('Idempotency-Key'));
const kept = (key = name) => JSON.parse(localStorage.getItem(key) ?? 'null');

function tab(): { app: App; outbox: Outbox } {
    const app = signedIn(network);
    const one = { app, outbox: new Outbox(app) };
    tabs.push(one);
    return one;
}

/** Pressed on the page of the thread, which nobody reached. */
async function press({ app }: { app: App }, place = 'thread:7', content: unknown = { role: 'reply', body: 'Tres' }, fields: Record<string, string> = { text: 'Tres' }): Promise<void> {
    history.replaceState(null, '', '/threads/7');
    network.on(posts, 'unreachable');
    const draft = app.drafts.open(1, place);
    draft.save(fields);
    expect((await sendDraft(draft, fields, content, { send: (wanted, key) => app.api.writePost(7, wanted as never, key), waits: true })).state).toBe('waiting');
    history.replaceState(null, '', '/');
}

async function back(): Promise<void> {
    network.on('GET /installation', { body: {} });
    for (const { app } of tabs) await app.loadInstallation();
    await vi.advanceTimersByTimeAsync(afterMs + 100);
}
const takes = () => network.on(posts, { status: 201, body: post(2) });

/** As the browser does it: who does not get a lock at once goes without. */
function locks() {
    const held = new Set<string>();
    const request = async (lock: string, _options: object, run: (lock: object | null) => Promise<void>) => {
        if (held.has(lock)) return run(null);
        held.add(lock);
        await run({});
        held.delete(lock);
    };
    Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true });
}

beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    network = new Network();
    tabs = [];
    locks();
});
afterEach(() => {
    for (const { outbox } of tabs) outbox.end();
    shownWaiting.clear();
    Reflect.deleteProperty(navigator, 'locks');
    history.replaceState(null, '', '/');
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

it('goes once from one of two tabs, under the key it was pressed with, and says where it is', async () => {
    const [one, two] = [tab(), tab()];
    await press(one);
    two.app.away = true;
    const heard = vi.fn();
    addEventListener('storage', heard);
    takes();
    for (const { app } of tabs) app.away = false;
    await Promise.all(tabs.map(({ outbox }) => outbox.go()));
    await vi.advanceTimersByTimeAsync(60_000);
    removeEventListener('storage', heard);
    expect([keys().length, new Set(keys()).size, kept()]).toEqual([2, 1, null]);
    expect(network.calls(posts)[1]?.body).toEqual({ role: 'reply', body: 'Tres' });
    expect([...one.outbox.said, ...two.outbox.said]).toEqual([{ state: 'sent', page: '/threads/7#p2', problem: null }]);
    // What shows it in the same tab hears it as well.
    expect(heard.mock.calls.at(-1)?.[0]).toMatchObject({ key: name, newValue: null });
});

it('waits on, with the page it was written on, while nobody is reached or the server is only just there', async () => {
    const one = tab();
    await press(one);
    network.on(posts, refusal(503, 'unavailable'));
    await back();
    expect([keys().length, kept()?.page, one.outbox.said]).toEqual([2, '/threads/7', []]);
    takes();
    await vi.advanceTimersByTimeAsync(5000);
    expect([new Set(keys()).size, kept()]).toEqual([1, null]);
});

it('stays a draft where it is refused, and that is said', async () => {
    const one = tab();
    await press(one);
    network.on(posts, refusal(409, 'thread_closed'));
    await back();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(keys()).toHaveLength(2);
    expect(kept()).toMatchObject({ fields: { text: 'Tres' }, attempt: null, page: '/threads/7' });
    expect(kept().waits).toBeUndefined();
    expect(one.outbox.said).toMatchObject([{ state: 'refused', page: '/threads/7', problem: { code: 'thread_closed' } }]);
});

it('says first what its writer has to do something about, also where another went before', async () => {
    const one = tab();
    for (const place of ['thread:7', 'thread:8']) await press(one, place);
    takes();
    network.on('POST /threads/8/posts', refusal(409, 'thread_closed'));
    await back();
    expect(one.outbox.said.map(({ state }) => state)).toEqual(['refused', 'sent']);
});

it('leaves to its form what is on the screen, and takes it over when that goes', async () => {
    const one = tab();
    await press(one);
    shownWaiting.add(name);
    takes();
    await back();
    expect(keys()).toHaveLength(1);
    shownWaiting.delete(name);
    one.outbox.soon();
    await vi.advanceTimersByTimeAsync(afterMs);
    expect([keys().length, kept()]).toEqual([2, null]);
});

it('asks before what was found after an hour, and not before what was pressed while this was open', async () => {
    const one = tab();
    await press(one);
    vi.setSystemTime(Date.now() + unaskedMs + 1);
    takes();
    one.outbox.end();
    tabs = [];
    const late = tab();
    late.app.away = true;
    await back();
    expect([keys().length, late.outbox.takes(name)]).toEqual([1, false]);
    late.outbox.end();
    tabs = [one];
    expect(one.outbox.takes(name)).toBe(true);
    await one.outbox.go();
    expect(keys()).toHaveLength(1);
    one.app.away = false;
    await one.outbox.go();
    expect(kept()).toBeNull();
});

it('ends with the session, and goes on when the same person is in again', async () => {
    const one = tab();
    await press(one);
    network.on(posts, refusal(401, 'not_signed_in'));
    await back();
    expect([keys().length, one.app.session.status, one.outbox.said]).toEqual([2, 'expired', []]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([keys().length, one.outbox.takes(name)]).toEqual([2, true]);
    const { me } = one.app.session;
    takes();
    one.app.session.me = null;
    one.app.session.status = 'in';
    await one.outbox.go();
    expect(keys()).toHaveLength(2);
    one.app.session.me = me;
    await one.outbox.go();
    expect([new Set(keys()).size, kept()]).toEqual([1, null]);
});

it('leaves what an earlier attempt said otherwise, and forms it does not know, to their page', async () => {
    const one = tab();
    await press(one);
    const draft = one.app.drafts.open(1, 'thread:7');
    const edited = { text: 'Cuatro' };
    draft.answered({ text: 'Tres' });
    draft.next({ text: 'Tres' }, { body: 'Tres' });
    await sendDraft(draft, edited, { body: 'Cuatro' }, { send: (wanted, key) => one.app.api.writePost(7, wanted as never, key), waits: true });
    await press(one, 'edit:9');
    const before = keys().length;
    takes();
    await back();
    expect([keys().length, kept().fields]).toEqual([before, edited]);
    expect(kept(`${'plaza:draft:1:'}edit:9`)).not.toBeNull();
});

it('sends a comment to the thread of its page, and a question to its group, by the name that has now', async () => {
    const one = tab();
    one.app.groups.items = [{ id: 5, slug: 'contratos' }] as never;
    await press(one, 'comment:31', { role: 'comment', parent: 2, body: 'Sí' }, { text: 'Sí' });
    await press(one, 'ask:#5', { slug: 'contratacion', id: 5, thread: { kind: 'question', title: '¿Y?', body: '', tags: [] } }, { title: '¿Y?' });
    takes();
    network.on('POST /groups/contratos/threads', { status: 201, body: { id: 12 } });
    await back();
    vi.useRealTimers();
    await vi.waitFor(() => expect(localStorage.length).toBe(0));
    expect(network.calls(posts).at(-1)?.body).toEqual({ role: 'comment', parent: 2, body: 'Sí' });
    expect(one.outbox.said.map(({ page }) => page)).toEqual(['/threads/12']);
});

describe('what its writer does while it is under way', () => {
    /** During the call, which is answered with what this gives. */
    const during = (act: () => void, answer: Parameters<typeof network.on>[1]) =>
        network.on(posts, (sent) => {
            if (keys().length === 2) act();
            return typeof answer === 'function' ? answer(sent) : answer;
        });
    const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith('plaza:draft:'));

    it.each([['unreachable'], [refusal(503, 'unavailable')], [refusal(409, 'thread_closed')], [refusal(401, 'not_signed_in')]] as const)(
        'is not written anew when it was discarded, nor sent: %j',
        async (answer) => {
            const one = tab();
            await press(one);
            during(() => one.app.drafts.discard(name), answer);
            await back();
            takes();
            one.app.session.status = 'in';
            one.outbox.soon();
            await vi.advanceTimersByTimeAsync(120_000);
            expect([keys().length, drafts(), one.outbox.said]).toEqual([2, [], []]);
        },
    );

    it.each([['unreachable'], [refusal(503, 'unavailable')], [refusal(409, 'thread_closed')], [refusal(401, 'not_signed_in')]] as const)(
        'stays as it is written on when it was stopped, once, and is not sent: %j',
        async (answer) => {
            const one = tab();
            await press(one);
            const form = () => {
                const opened = one.app.drafts.open(1, 'thread:7');
                opened.stop({ text: 'Tres' });
                opened.save({ text: 'Tres, no: cuatro' });
            };
            during(form, answer);
            await back();
            takes();
            one.app.session.status = 'in';
            one.outbox.soon();
            await vi.advanceTimersByTimeAsync(120_000);
            expect([keys().length, drafts()]).toEqual([2, [name]]);
            expect([kept().fields, kept().waits]).toEqual([{ text: 'Tres, no: cuatro' }, undefined]);
        },
    );
});

describe('what was under way elsewhere', () => {
    /** Answered when it is said. */
    function slow(): (answer: Parameters<typeof network.on>[1]) => void {
        let end!: (answer: never) => void;
        network.on(posts, () => new Promise<never>((done) => (end = done)));
        return (answer) => end(answer as never);
    }

    it('is tried again where another had the lock and did not get through', async () => {
        const one = tab();
        await press(one);
        let release!: () => void;
        const holds = alone(name, () => new Promise((done) => (release = done)));
        takes();
        await back();
        expect(keys()).toHaveLength(1);
        release();
        await holds;
        await vi.advanceTimersByTimeAsync(10_000);
        expect([keys().length, kept()]).toEqual([2, null]);
    });

    it('does not keep from being sent what is left to it meanwhile', async () => {
        const one = tab();
        await press(one);
        const end = slow();
        await back();
        expect(keys()).toHaveLength(2);
        const draft = one.app.drafts.open(1, 'thread:8');
        draft.next({ text: 'Ocho' }, { role: 'reply', body: 'Ocho' });
        draft.wait({ text: 'Ocho' }, false, { role: 'reply', body: 'Ocho' });
        one.outbox.soon();
        await vi.advanceTimersByTimeAsync(afterMs);
        network.on('POST /threads/8/posts', { status: 201, body: post(3) });
        takes();
        end({ status: 201, body: post(2) });
        await vi.advanceTimersByTimeAsync(10_000);
        expect([network.calls('POST /threads/8/posts').length, keys().length]).toEqual([1, 2]);
        expect(Object.keys(localStorage).filter((key) => key.startsWith('plaza:draft:'))).toEqual([]);
    });

    it('is taken over from a form that was left during its own call, with the page it was written on, unless it was discarded', async () => {
        for (const discarded of [false, true]) {
            const one = tab();
            await press(one);
            const before = keys().length;
            one.app.away = false;
            history.replaceState(null, '', '/threads/7');
            const draft = one.app.drafts.open(1, 'thread:7');
            const leave = draft.follow(() => {});
            const end = slow();
            shownWaiting.add(name);
            const call = alone(name, async () => {
                await sendDraft(draft, { text: 'Tres' }, { role: 'reply', body: 'Tres' }, { send: (post, key) => one.app.api.writePost(7, post as never, key), waits: true });
            });
            await vi.advanceTimersByTimeAsync(1);
            leave();
            shownWaiting.delete(name);
            history.replaceState(null, '', '/borradores');
            one.outbox.soon();
            await vi.advanceTimersByTimeAsync(afterMs);
            if (discarded) one.app.drafts.discard(name);
            end(refusal(503, 'unavailable'));
            await call;
            expect(kept()?.page).toBe(discarded ? undefined : '/threads/7');
            takes();
            await vi.advanceTimersByTimeAsync(20_000);
            expect([keys().length - before, kept()]).toEqual([discarded ? 1 : 2, null]);
        }
    });
});
