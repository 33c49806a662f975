// SPDX-License-Identifier: EUPL-1.2
import { createRawSnippet, type Component } from 'svelte';
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { accountCalls } from '../../api/account-calls.ts';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import Queue from './Queue.svelte';

afterEach(() => vi.unstubAllGlobals());

const row = createRawSnippet((item: () => { id: number; name: string }) => ({ render: () => `<p>${item().name}</p>` }));

it('asks a server of the version before for no more than that knows, and leaves the focus on the list at its end', async () => {
    vi.stubGlobal('scrollTo', vi.fn());
    const network = new Network();
    network.on('GET /confirmations', ({ query }) => {
        if (query.get('before')) return { body: { items: [{ id: 2, name: 'Iker' }], next: null } };
        return query.size > 0 ? refusal(422, 'validation') : { body: { items: [{ id: 1, name: 'Nerea' }], next: 'c1' } };
    });
    const app = signedIn(network);
    show(app, Queue as Component<any>, { label: 'Altas', none: 'Nadie', source: (page: object) => app.api.using(accountCalls).confirmations(page), row });
    await screen.findByText('Nerea');
    const more = screen.getByRole('button', { name: 'Cargar más' });
    more.focus();
    await fireEvent.click(more);
    await screen.findByText('Iker');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Altas' })));
});
