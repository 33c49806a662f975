// SPDX-License-Identifier: EUPL-1.2
// Posts are added at one's own administration by oneself, and anywhere to anybody by administrators.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { me } from '../../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import type { Appointment } from '../../api/types.ts';
import AppointmentForm from './AppointmentForm.svelte';

const town = (id: number, name: string) => ({ id, name, band: null });
let network: Network;

beforeEach(() => {
    localStorage.clear();
    network = new Network();
    network.on('GET /administrations', ({ query }) => ({
        body: { items: query.get('q') === 'Soria' ? [town(7, 'Diputación de Soria')] : [], next: null },
    }));
});
afterEach(() => vi.unstubAllGlobals());

const option = (label: string) => [...(screen.getByLabelText(label) as HTMLSelectElement).options].map(({ value }) => value);

it('lets an administrator add a post to somebody else, at any administration', async () => {
    network.on('POST /people/5/appointments', { status: 201, body: {} });
    const onsaved = vi.fn();
    const app = signedIn(network);
    app.session.me = { ...me, roles: ['administrator'] };
    show(app, AppointmentForm, { person: 5, onsaved });
    await fireEvent.input(screen.getByLabelText('Puesto'), { target: { value: 'Interventor' } });
    await fireEvent.change(screen.getByLabelText('Relación'), { target: { value: 'external' } });
    await fireEvent.submit(screen.getByRole('form', { hidden: true }));
    expect(screen.getByText('Elige una administración.')).toBeTruthy();
    const words = screen.getByLabelText('Administración');
    await fireEvent.input(words, { target: { value: 'Nada' } });
    await screen.findByText('No hay ninguna administración con ese nombre.');
    await fireEvent.input(words, { target: { value: 'Soria' } });
    await waitFor(() => expect(screen.queryByText('Elige una administración.')).toBeNull());
    await fireEvent.submit(screen.getByRole('form', { hidden: true }));
    await waitFor(() => expect(onsaved).toHaveBeenCalled());
    expect(network.sent.at(-1)?.body).toMatchObject({ administration: 7, position: 'Interventor', relation: 'external' });
});

it('offers others only the relation that will be taken, and says why the list is short', async () => {
    const held = [{ id: 1, administration: town(900, 'Villarejo'), relation: 'elected' }] as unknown as Appointment[];
    show(signedIn(network), AppointmentForm, { administrations: [town(900, 'Villarejo'), town(901, 'Otro')], held, onsaved: vi.fn() });
    expect(screen.getByText(/quien administra la red\.$/, { selector: 'form > .meta' })).toBeTruthy();
    expect(option('Relación')).toEqual(['elected']);
    await fireEvent.change(screen.getByLabelText('Administración'), { target: { value: '901' } });
    await waitFor(() => expect(option('Relación')).toEqual(['employee']));
});
