// SPDX-License-Identifier: EUPL-1.2
// A group that shows itself to its members only, once its reader is none of them.
import { screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { group } from '../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import GroupPage from './GroupPage.svelte';

afterEach(() => vi.unstubAllGlobals());

it.each([
    ['member', 'Ya no formas parte de este grupo', true],
    ['none', 'No encontramos ese grupo', false],
] as const)('says so to who was one (%s), and that a text is kept', async (my_membership, heading, told) => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    history.replaceState(null, '', '/groups/oculto');
    const network = new Network()
        .on('GET /groups', { body: { items: [], next: null } })
        .on('GET /groups/oculto', { body: group('oculto', { kind: 'private', my_membership }) })
        .on('GET /groups/oculto/threads', { body: { items: [], next: null } });
    const app = signedIn(network);
    app.enter();
    network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
    show(app, GroupPage, { place: { path: '/groups/oculto', params: { slug: 'oculto' }, query: new URLSearchParams(), hash: '', page: GroupPage, visit: 1 } });
    await screen.findByRole('heading', { level: 1, name: 'Oculto' });
    app.drafts.open(1, 'ask:#5').save({ title: 'A medias' });
    network.on('GET /groups/oculto', refusal(404, 'not_found'));
    network.socket.say({ type: 'event', cursor: 'c', kind: 'membership.changed', group: 'oculto', thread: null, data: { my_membership: 'none' } });
    await screen.findByRole('heading', { level: 1, name: heading });
    expect(screen.queryByRole('link', { name: 'está en tus borradores' }) !== null).toBe(told);
    app.live.stop();
    history.replaceState(null, '', '/');
});
