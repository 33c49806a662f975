// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import Mergers from './Mergers.svelte';

const merger = (id: number, state: string, more: object = {}) => ({
    id, gone: { id: 90, name: 'Pau Ferrer' }, kept: { id: 91, name: 'Ana Ruiz' }, by: 'Rosa Gil', state, refusal: null, failing: false,
    began_at: '2026-05-04T08:00:00.000Z', finished_at: state === 'done' || state === 'refused' ? '2026-05-04T08:01:00.000Z' : null, ...more,
});
let network: Network;
beforeEach(() => (network = new Network()));
afterEach(() => vi.unstubAllGlobals());
const slow = { timeout: 6_000 };

it('follows what goes on to its end, also past an answer that was lost, and says it once', async () => {
    const app = signedIn(network);
    const said = vi.spyOn(app.announcer, 'say');
    const onended = vi.fn();
    network.on('GET /console/mergers', { body: { items: [merger(7, 'begun'), merger(6, 'refused', { refusal: 'holds_office' })] } });
    network.on('GET /console/mergers/7', () => {
        network.on('GET /console/mergers/7', { body: merger(7, 'done') });
        return refusal(503, 'unavailable');
    });
    show(app, Mergers, { onended });
    await screen.findByText(/Espera su turno/);
    screen.getByText(/No se ha hecho: Una de las dos tiene un cargo/);
    await screen.findByText('Hecho.', undefined, slow);
    expect(screen.queryByRole('button')).toBeNull();
    expect([onended.mock.calls.length, said.mock.calls]).toEqual([1, [['La cuenta de Pau Ferrer se ha unido a la otra.']]]);
}, 10_000);

it('says what fails, and gives up what was not begun', async () => {
    network.on('GET /console/mergers', { body: { items: [merger(7, 'begun', { failing: true })] } });
    network.on('GET /console/mergers/7', { body: merger(7, 'begun', { failing: true }) });
    network.on('DELETE /console/mergers/7', { body: merger(7, 'refused', { refusal: 'given_up' }) });
    show(signedIn(network), Mergers, { onended: vi.fn() });
    await screen.findByText(/Ha fallado y se vuelve a intentar/);
    await fireEvent.click(screen.getByRole('button', { name: /^No unirlas/ }));
    await waitFor(() => screen.getByText('No se ha hecho: se dejó antes de empezar.'));
});
