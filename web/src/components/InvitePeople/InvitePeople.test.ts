// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import InvitePeople from './InvitePeople.svelte';

afterEach(() => vi.unstubAllGlobals());

const open = async (network: Network, items: object[] = []) => {
    network.on('GET /groups/contratacion/guest-invitations', { body: { items, next: null } });
    show(signedIn(network), InvitePeople, { slug: 'contratacion', guests: true, oninvited: vi.fn() });
    await fireEvent.change(screen.getByRole('combobox'), { target: { value: 'guest' } });
    return screen.getByLabelText('Su dirección de correo') as HTMLInputElement;
};
const send = () => fireEvent.click(screen.getByRole('button', { name: 'Enviar la invitación' }));

it('asks for the address of a guest, and offers nobody of the network', async () => {
    const network = new Network();
    network.on('POST /groups/contratacion/guest-invitations', { status: 202 });
    const address = await open(network);
    expect(screen.queryByRole('searchbox')).toBeNull();
    await fireEvent.input(address, { target: { value: 'nadie' } });
    await send();
    expect(screen.getByText('Eso no es una dirección de correo.')).toBeTruthy();
    await fireEvent.input(address, { target: { value: ' externa@consultora.example ' } });
    await send();
    expect((await screen.findByRole('status')).textContent).toContain('externa@consultora.example');
    expect(address.value).toBe('');
});

it('keeps what was typed when the invitation was refused, and says why', async () => {
    const network = new Network();
    network.on('POST /groups/contratacion/guest-invitations', refusal(409, 'too_many_invitations'));
    const address = await open(network);
    await fireEvent.input(address, { target: { value: 'externa@consultora.example' } });
    await send();
    await screen.findByRole('alert');
    expect(address.value).toBe('externa@consultora.example');
});

it('shows the invitations that wait, whoever sent them, and takes one back', async () => {
    const network = new Network();
    network.on('DELETE /groups/contratacion/guest-invitations/7', { status: 204 });
    await open(network, [{ id: 7, email: 'externa@consultora.example', inviter: 'Eva Ríos', invited_at: '2026-01-01T00:00:00Z', expires_at: '2026-01-15T00:00:00Z' }]);
    await screen.findByText(/Invita Eva Ríos/);
    await fireEvent.click(screen.getByRole('button', { name: 'Retirar: externa@consultora.example' }));
    await screen.findByText('Ninguna espera respuesta.');
});

it('invites once, however often it is sent, and tells of it while that holds', async () => {
    const network = new Network();
    const one = { id: 7, email: 'externa@consultora.example', inviter: 'Eva Ríos', invited_at: '2026-01-01T00:00:00Z', expires_at: '2026-01-15T00:00:00Z' };
    network.on('POST /groups/contratacion/guest-invitations', 'unreachable').on('DELETE /groups/contratacion/guest-invitations/7', refusal(403, 'not_a_moderator'));
    const address = await open(network, [one]);
    await fireEvent.input(address, { target: { value: one.email } });
    await send();
    await screen.findByRole('alert');
    let answer = () => {};
    const answered = new Promise<void>((done) => (answer = done));
    network.on('POST /groups/contratacion/guest-invitations', answered.then(() => ({ status: 202 })) as Promise<never>);
    await send();
    await fireEvent.input(address, { target: { value: 'otra@consultora.example' } });
    answer();
    expect((await screen.findByRole('status')).textContent).toContain(one.email);
    expect(address.value).toBe('otra@consultora.example');
    const keys = network.calls('POST /groups/contratacion/guest-invitations').map(({ headers }) => headers.get('Idempotency-Key'));
    expect([keys.length, keys[0] === keys[1], Boolean(keys[0])]).toEqual([2, true, true]);
    const take = () => fireEvent.click(screen.getByRole('button', { name: `Retirar: ${one.email}` }));
    await take();
    expect((await screen.findByRole('alert')).closest('li')).not.toBeNull();
    expect(screen.getByText(/Hemos enviado la invitación/)).toBeTruthy();
    network.on('DELETE /groups/contratacion/guest-invitations/7', { status: 204 });
    await take();
    await screen.findByText('Ninguna espera respuesta.');
    expect(screen.queryByText(/Hemos enviado la invitación/)).toBeNull();
});

it('says that nobody is found, and how somebody from outside is invited', async () => {
    const network = new Network().on('GET /people/suggest', { body: { people: [], administrations: [] } });
    show(signedIn(network), InvitePeople, { slug: 'contratacion', guests: true, oninvited: vi.fn() });
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'ana@fuera.example' } });
    const said = await screen.findByText(/No encontramos a nadie así/);
    expect(said.textContent).toContain('elige «Invitado» en «Como»');
});
