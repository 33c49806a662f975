// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import DraftsPage from '../../pages/DraftsPage.svelte';

let network: Network;
beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    network = new Network();
});
afterEach(() => vi.unstubAllGlobals());

it('does not say that nothing waits before that is known', async () => {
    network.on('GET /me/drafts', refusal(503, 'unavailable'));
    show(signedIn(network), DraftsPage, {});
    await screen.findByRole('alert');
    expect(screen.queryByText('No tienes nada a medias.')).toBeNull();
    network.on('GET /me/drafts', { body: { items: [], ended: [] } });
    await fireEvent.click(screen.getByRole('button', { name: 'Volver a intentarlo' }));
    await screen.findByText('No tienes nada a medias.');
    expect(screen.queryByRole('alert')).toBeNull();
});
