// SPDX-License-Identifier: EUPL-1.2
// Two tabs of one browser: they share the cookie, so they must show the same person.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Channel } from '../../tests/support/channel.ts';
import { me } from '../../tests/support/examples.ts';
import type { Outcome } from '../api/problem.ts';
import { unreachable } from '../api/problem.ts';
import type { Me } from '../api/types.ts';
import { Session } from './session.svelte.ts';

const inigo: Me = { ...me, person: { ...me.person, id: 2, name: 'Íñigo Beltrán' } };
const refused = { ok: false, problem: { ...unreachable, code: 'not_signed_in', status: 401 } } as const;

/** Whose the cookie of the browser is. */
let cookie: Me | null;
let wanted: Me;

beforeEach(() => {
    Channel.open.clear();
    vi.stubGlobal('BroadcastChannel', Channel);
    cookie = me;
});
afterEach(() => vi.unstubAllGlobals());

function tab(status: Session['status'] = 'in', who: Me | null = me) {
    const reload = vi.fn();
    const api = {
        me: async (): Promise<Outcome<Me>> => (cookie ? { ok: true, value: cookie } : refused),
        signIn: async () => {
            cookie = wanted;
            return { ok: true, value: { person: wanted.person } };
        },
        signOut: async () => {
            cookie = null;
            return { ok: true, value: undefined };
        },
    };
    const session = new Session(api as never, reload);
    session.status = status;
    session.me = who;
    return { session, reload };
}

describe('who is signed in', () => {
    it('when somebody else signs in elsewhere, the tabs of the one before load anew', async () => {
        const [stale, other] = [tab(), tab('out', null)];
        wanted = inigo;
        await other.session.signIn('inigo@villar.example', 'x');
        expect(other.session.me?.person.id).toBe(2);
        expect(stale.reload).toHaveBeenCalledOnce();
        expect(other.reload).not.toHaveBeenCalled();
    });

    it('found out by asking the server is not shown over what the one before left', async () => {
        const { session, reload } = tab();
        cookie = inigo;
        await session.load();
        expect(reload).toHaveBeenCalledOnce();
        expect(session.me?.person.id).toBe(1);
    });

    it('nothing stays in the other tabs of who signs out', async () => {
        const [one, two] = [tab(), tab()];
        vi.stubGlobal('location', { assign: vi.fn() });
        await one.session.signOut();
        expect(two.reload).toHaveBeenCalledOnce();
    });

    it('a tab whose session ended goes on when the same person signs in again elsewhere', async () => {
        const [ended, other] = [tab('expired'), tab('expired')];
        ended.session.asking = true;
        wanted = me;
        await other.session.signIn('marta@villar.example', 'x');
        await vi.waitFor(() => expect(ended.session.status).toBe('in'));
        expect(ended.session.asking).toBe(false);
        expect(ended.reload).not.toHaveBeenCalled();
    });

    it('a tab that waits to be signed in goes on as well', async () => {
        const [waiting, other] = [tab('out', null), tab('out', null)];
        wanted = me;
        await other.session.signIn('marta@villar.example', 'x');
        await vi.waitFor(() => expect(waiting.session.me?.person.id).toBe(1));
    });
});
