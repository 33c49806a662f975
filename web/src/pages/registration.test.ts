// SPDX-License-Identifier: EUPL-1.2
// Where the link of a mailed invitation leads.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import ApplicationForm from '../components/ApplicationForm/ApplicationForm.svelte';
import NewAccountForm from '../components/NewAccountForm/NewAccountForm.svelte';
import { keepFor, keptFor } from '../state/kept.ts';
import RegistrationPage from './RegistrationPage.svelte';

let network: Network;
const email = 'ana@villar.example';
const registration = { email, administrations: [], inviter: '', name: '', position: '' };

beforeEach(() => {
    sessionStorage.clear();
    network = new Network();
});
afterEach(() => vi.unstubAllGlobals());

it('leads whoever has an address of an administration to an account of their own, and makes no guest of them', async () => {
    network.on('POST /registration/look', refusal(409, 'colleague_not_guest'));
    show(signedIn(network), RegistrationPage, { place: { path: '/', params: {}, query: new URLSearchParams(), hash: 'x', visit: 1 } });
    await fireEvent.click(screen.getByRole('button', { name: 'Confirmar mi correo' }));
    expect((await screen.findByRole('alert')).textContent).toContain('trabaja en una administración');
    expect(screen.getByRole('link', { name: 'Registrarme con mi dirección' }).getAttribute('href')).toBe('/registro');
});

it('sends of an application what it asks for, whatever another form kept in this tab', async () => {
    keepFor(email, { name: 'Ana', position: 'Interventora', administration: '5' });
    network.on('POST /registration/application', { status: 202 });
    const onsent = vi.fn();
    show(signedIn(network), ApplicationForm, { token: 'x', registration: { ...registration, way: 'vetting' }, onsent, ongone: vi.fn() });
    await fireEvent.input(screen.getByLabelText('Administración donde trabajas'), { target: { value: 'Organismo' } });
    await fireEvent.input(screen.getByLabelText('Por qué quieres entrar'), { target: { value: 'Motivo' } });
    await fireEvent.click(screen.getByRole('button'));
    await waitFor(() => expect(onsent).toHaveBeenCalled());
    expect(network.sent.find(({ path }) => path === '/registration/application')?.body).toEqual({ token: 'x', name: 'Ana', position: 'Interventora', organisation: 'Organismo', reason: 'Motivo' });
    expect(keptFor(email, ['name'])).toEqual({});
});

it('chooses no administration that this link does not offer', async () => {
    const several = [1, 2].map((id) => ({ id, name: `Villa ${id}`, band: null }));
    for (const [kept, chosen] of [['5', ''], ['2', '2']]) {
        keepFor(email, { name: 'Ana', organisation: 'Mancomunidad', administration: kept! });
        const { unmount } = show(signedIn(network), NewAccountForm, { token: 'x', registration: { ...registration, way: 'confirmation', administrations: several }, ongone: vi.fn() });
        const choice = screen.getByRole('combobox') as HTMLSelectElement;
        expect(choice.value).toBe(chosen);
        await fireEvent.submit(choice.closest('form')!);
        expect(choice.getAttribute('aria-invalid')).toBe(String(chosen === ''));
        unmount();
    }
});
