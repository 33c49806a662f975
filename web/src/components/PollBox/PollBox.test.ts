// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import PollBox from './PollBox.svelte';

let network: Network;
beforeEach(() => (network = new Network()));
afterEach(() => vi.unstubAllGlobals());

it('leaves a vote as it was where its change is given up', async () => {
    const options = [{ place: 1, text: 'El lunes', votes: 4 }, { place: 2, text: 'El martes', votes: 3 }];
    network.on('GET /threads/7/poll', { body: { options, multiple: false, closed: false, closes_at: null, may_vote: true, my_votes: [1], voters: 7, fewest_shown: 5 } });
    show(signedIn(network), PollBox, { thread: 7 });
    const change = () => screen.findByRole('button', { name: 'Cambiar mi voto' });
    await fireEvent.click(await change());
    await fireEvent.click(screen.getByRole('radio', { name: 'El martes' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Cancelar' }));
    await waitFor(async () => expect(document.activeElement).toBe(await change()));
    await fireEvent.click(await change());
    expect((screen.getByRole('radio', { name: 'El lunes' }) as HTMLInputElement).checked).toBe(true);
    expect(network.sent.map(({ method }) => method)).toEqual(['GET']);
});
