// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import type { OwnSession } from '../../api/types.ts';
import SessionList from './SessionList.svelte';
import { deviceName } from './device.ts';

const session = (id: number, browser: string, system: string, current = false): OwnSession => ({
    id, browser, system, current, created_at: '2026-05-01T08:00:00.000Z', last_used_at: '2026-05-14T08:00:00.000Z',
});
let network: Network;

beforeEach(() => {
    network = new Network();
    network.on('GET /me/sessions', {
        body: { items: [session(1, 'Firefox', 'Linux', true), session(2, 'Safari', 'iPhone'), session(3, '', '')], next: null },
    });
});
afterEach(() => vi.unstubAllGlobals());

it('calls devices what people call them', () => {
    expect(deviceName({ browser: 'Edge', system: 'Windows' })).toBe('Edge en Windows');
    expect(deviceName({ browser: '', system: 'iPhone' })).toBe('iPhone');
    expect(deviceName({ browser: '', system: '' })).toBe('Dispositivo desconocido');
});

it('ends one session, and offers no button for the one in use', async () => {
    network.on('DELETE /me/sessions/2', { status: 204 });
    show(signedIn(network), SessionList, {});
    await screen.findByText('Este dispositivo');
    expect(screen.getAllByRole('button', { name: /^Cerrar sesión:/ })).toHaveLength(2);
    await fireEvent.click(screen.getByRole('button', { name: 'Cerrar sesión: Safari en iPhone' }));
    await waitFor(() => expect(screen.queryByText('Safari en iPhone')).toBeNull());
    screen.getByText('Firefox en Linux');
});

it('says next to the row what went wrong', async () => {
    network.on('DELETE /me/sessions/2', { status: 503, body: { type: 'unavailable', title: 'x', status: 503 } });
    show(signedIn(network), SessionList, {});
    await fireEvent.click(await screen.findByRole('button', { name: 'Cerrar sesión: Safari en iPhone' }));
    expect((await screen.findByRole('alert')).textContent).toContain('no puede responder');
    screen.getByText('Safari en iPhone');
});
