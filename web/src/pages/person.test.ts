// SPDX-License-Identifier: EUPL-1.2
// What somebody else said of themselves and wrote.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Component } from 'svelte';
import { thread } from '../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../tests/support/network.ts';
import PersonPage from './PersonPage.svelte';

let network: Network;

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    network = new Network();
});
afterEach(() => vi.unstubAllGlobals());

it('lists what they wrote once, however often more is asked for', async () => {
    const wrote = (...ids: number[]) => ids.map((id) => ({ thread: thread(id), number: 1, role: 'root', useful: 0, created_at: '2026-05-04T08:00:00.000Z' }));
    network
        .on('GET /people/5', {
            body: {
                id: 5, name: 'Pau Vidal', status: 'active', mine: false, about: '', ask_me: '', skills: [], languages: [], phone: '', hours: '', posts: [], history: [],
            },
        })
        .on('GET /people/5/contributions', ({ query }) => ({
            body: query.get('before') ? { items: wrote(12, 13), next: 'c2' } : { items: wrote(10, 11), next: 'c1' },
        }));
    const place = { path: '/personas/5', params: { id: '5' }, query: new URLSearchParams(), hash: '', page: PersonPage as Component, visit: 1 };
    show(signedIn(network), PersonPage, { place });
    const more = await screen.findByRole('button', { name: 'Cargar más' });
    void fireEvent.click(more);
    void fireEvent.click(more);
    await screen.findByRole('link', { name: 'Pregunta 12' });
    await waitFor(() => expect(more.getAttribute('aria-busy')).toBe('false'));
    expect(network.calls('GET /people/5/contributions').map(({ query }) => query.get('before'))).toEqual([null, 'c1']);
    expect(screen.getAllByRole('link', { name: /^Pregunta/ }).map(({ textContent }) => textContent?.trim())).toEqual(['Pregunta 10', 'Pregunta 11', 'Pregunta 12', 'Pregunta 13']);
});

it('follows the account that an account was merged into', async () => {
    network
        .on('GET /people/5', {
            body: {
                id: 6, name: 'Pau Vidal', status: 'active', mine: false, about: '', ask_me: '', skills: [], languages: [], phone: '', hours: '', posts: [], history: [],
            },
        })
        .on('GET /people/5/contributions', { body: { items: [], next: null } })
        .on('GET /people/6/follow', { body: { following: false } });
    const place = { path: '/personas/5', params: { id: '5' }, query: new URLSearchParams(), hash: '', page: PersonPage as Component, visit: 1 };
    show(signedIn(network), PersonPage, { place });
    await screen.findByRole('button', { name: 'Seguir' });
});
