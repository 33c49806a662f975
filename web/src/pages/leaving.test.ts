// SPDX-License-Identifier: EUPL-1.2
// Whatever page one leaves from, what the server keeps of one's drafts does not stay on the machine.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import PolicyPage from './PolicyPage.svelte';
import WaitingPage from './WaitingPage.svelte';

afterEach(() => vi.unstubAllGlobals());

it.each([
    ['terms of use', PolicyPage as Component],
    ['confirmation', WaitingPage as Component],
])('who waits at the %s leaves no draft behind that the server has', async (_, page) => {
    localStorage.clear();
    vi.stubGlobal('location', { ...location, assign: vi.fn() });
    const network = new Network();
    network
        .on('DELETE /session', { status: 204 })
        .on('GET /groups', { body: { items: [], next: null } })
        .on('GET /texts', { body: { items: [], next: null } })
        .on('GET /me/drafts', { body: { items: [], ended: [], next: null } })
        .on('PUT /me/drafts/ask', { body: { version: 5 } })
        .on('PUT /me/drafts/comment%3A3', refusal(503, 'unavailable'));
    const app = signedIn(network);
    app.enter();
    await waitFor(() => expect(network.calls('GET /me/drafts')).toHaveLength(1));
    app.drafts.open(1, 'ask').save({ title: 'A medias' });
    app.drafts.open(1, 'comment:3').save({ text: 'No llegó' });
    show(app, page, {});
    await fireEvent.click(screen.getByRole('button', { name: 'Cerrar sesión' }));
    await waitFor(() => expect(app.session.status).toBe('out'));
    await waitFor(() => expect(app.drafts.names('plaza:draft:1:')).toEqual(['plaza:draft:1:comment:3']));
    app.live.stop();
});
