// SPDX-License-Identifier: EUPL-1.2
// One's own profile: what is typed, what is saved, and what changed elsewhere meanwhile.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../tests/support/network.ts';
import type { MyProfile } from '../api/types.ts';
import type { App } from '../state/app.svelte.ts';
import ProfilePage from './ProfilePage.svelte';

let network: Network;
let app: App;
/** What the server has. */
let kept: MyProfile;

const reading = () => network.calls('GET /me/profile').length;
const saving = () => network.calls('PUT /me/profile');

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    kept = {
        name: 'Marta Ruiz', about: 'Llevo el padrón.', ask_me: '', phone: '975 000 000', hours: '', skills: ['padrón'], languages: ['es'],
        about_for: 'network', ask_me_for: 'network', skills_for: 'network', languages_for: 'network',
        phone_for: 'administration', hours_for: 'administration', history_for: 'network',
        posts: [], history: [], administrations: [],
    };
    network = new Network();
    network
        .on('GET /me/profile', () => ({ body: kept }))
        .on('PUT /me/profile', ({ body }) => ({ body: (kept = { ...kept, ...body }) }));
    app = signedIn(network);
});
afterEach(() => vi.unstubAllGlobals());

async function open() {
    const shown = show(app, ProfilePage, {});
    await screen.findByRole('form', { name: 'Tu perfil' });
    return shown;
}

const field = (name: string) => screen.getByLabelText(name) as HTMLInputElement;
const type = (name: string, value: string) => fireEvent.input(field(name), { target: { value } });
const save = () => fireEvent.click(screen.getByRole('button', { name: 'Guardar' }));
const saidAtButton = () => document.querySelector('form .send')?.textContent ?? '';

describe('the form of the profile', () => {
    it('says at its button that it was saved, until something else is typed', async () => {
        await open();
        await type('Pregúntame sobre', 'Altas de oficio');
        expect(localStorage.length).toBe(1);
        await save();
        await waitFor(() => expect(reading()).toBe(2));
        await waitFor(() => expect(saidAtButton()).toContain('Perfil guardado.'));
        expect([saving().length, localStorage.length]).toEqual([1, 0]);
        await type('Pregúntame sobre', 'Altas');
        expect(saidAtButton()).not.toContain('Perfil guardado.');
    });
});
