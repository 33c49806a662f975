// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { me } from '../../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import type { ConsolePerson } from '../../api/types.ts';
import PersonStanding from './PersonStanding.svelte';

const standing = (id: number): ConsolePerson => ({
    person: { ...me.person, id, name: 'Pau Ferrer' }, email: 'pau@villar.test', status: 'active', role: null, sessions: 2,
    last_used_at: null, suspension: null,
} as unknown as ConsolePerson);

let network: Network;

beforeEach(() => {
    HTMLDialogElement.prototype.showModal = function () {
        this.open = true;
    };
    HTMLDialogElement.prototype.close = () => {};
    network = new Network();
});
afterEach(() => vi.unstubAllGlobals());

const sent = (id: number) => network.calls(`PUT /console/people/${id}/role`).map(({ body }) => body.role);
const open = (person: ConsolePerson, onchange = vi.fn()) => {
    network.on(`PUT /console/people/${person.person.id}/role`, ({ body }) => ({ body: { ...person, role: body.role } }));
    show(signedIn(network), PersonStanding, { person, onchange, onmerged: vi.fn() });
    return onchange;
};
const choose = (role: string) => fireEvent.change(screen.getByRole('combobox'), { target: { value: role } });
const change = () => fireEvent.click(screen.getByRole('button', { name: /^Cambiar/ }));

it('gives no office by choosing it: going past one with the arrow keys changes nothing', async () => {
    const onchange = open(standing(99));
    expect(screen.queryByRole('button', { name: /^Cambiar/ })).toBeNull();
    await choose('administrator');
    await choose('auditor');
    expect(sent(99)).toEqual([]);
    await change();
    await waitFor(() => expect(onchange).toHaveBeenCalled());
    expect(sent(99)).toEqual(['auditor']);
});

it('asks before it makes somebody an administrator', async () => {
    const onchange = open(standing(99));
    await choose('administrator');
    await change();
    expect(sent(99)).toEqual([]);
    await fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cambiar' }));
    await waitFor(() => expect(onchange).toHaveBeenCalled());
    expect(sent(99)).toEqual(['administrator']);
});

it('asks before one leaves one’s own office, and offers no end of one’s own sessions', async () => {
    open({ ...standing(me.person.id), role: 'administrator' });
    expect(screen.queryByRole('button', { name: 'Cerrar sus sesiones' })).toBeNull();
    await choose('auditor');
    await change();
    expect(sent(me.person.id)).toEqual([]);
    screen.getByRole('dialog');
});

it('keeps the focus with the person when the button that was pressed goes away', async () => {
    network.on('DELETE /console/people/99/sessions', { status: 204 });
    const onchange = open(standing(99));
    await fireEvent.click(screen.getByRole('button', { name: 'Cerrar sus sesiones' }));
    await waitFor(() => expect(onchange).toHaveBeenCalled());
    expect(document.activeElement).toBe(screen.getByRole('article'));
});

const ask = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const reason = () => screen.getByLabelText(/^Motivo/) as HTMLInputElement;

it('keeps no reason of one act for another, nor one that was given up', async () => {
    open({ ...standing(99), second_factor: true } as ConsolePerson);
    await ask('Quitar el segundo paso…');
    await fireEvent.input(reason(), { target: { value: 'Ha perdido el móvil' } });
    await ask('Cancelar');
    await ask('Suspender…');
    expect(reason().value).toBe('');
    await ask('Cancelar');
    await ask('Quitar el segundo paso…');
    expect(reason().value).toBe('');
});

it('takes the second step away once, with one key, however often it is sent', async () => {
    const onchange = open({ ...standing(99), second_factor: true } as ConsolePerson);
    await ask('Quitar el segundo paso…');
    await fireEvent.input(reason(), { target: { value: 'Ha perdido el móvil' } });
    const { form } = reason();
    network.on('POST /console/people/99/second_factor/reset', 'unreachable');
    await Promise.all([fireEvent.submit(form!), fireEvent.submit(form!)]);
    await screen.findByRole('alert');
    network.on('POST /console/people/99/second_factor/reset', { body: standing(99) });
    await fireEvent.submit(form!);
    await waitFor(() => expect(onchange).toHaveBeenCalled());
    const keys = network.calls('POST /console/people/99/second_factor/reset').map(({ headers }) => headers.get('Idempotency-Key'));
    expect([keys.length, new Set(keys).size, Boolean(keys[0])]).toEqual([2, 1, true]);
});
