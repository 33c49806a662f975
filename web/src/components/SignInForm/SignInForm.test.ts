// SPDX-License-Identifier: EUPL-1.2
// Back from the second step of signing in to the password.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { me } from '../../../tests/support/examples.ts';
import { Network, refusal, show } from '../../../tests/support/network.ts';
import { App } from '../../state/app.svelte.ts';
import SignInForm from './SignInForm.svelte';

let network: Network;
const password = () => screen.getByLabelText('Contraseña') as HTMLInputElement;
const code = () => screen.findByLabelText('Código');
const type = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
    localStorage.clear();
    network = new Network();
    network
        .on('POST /session', { body: { person: me.person, second_factor_pending: true } })
        .on('POST /session/second_factor', refusal(401, 'not_signed_in'))
        .on('DELETE /session', { status: 204 });
});
afterEach(() => vi.unstubAllGlobals());

async function enter() {
    await type(password(), 'caballo correcto batería grapa');
    await press('Entrar');
    return code();
}

describe('the second step', () => {
    it('that waited too long leads back to an empty password, and says why until that is sent', async () => {
        const app = new App();
        app.session.status = 'out';
        show(app, SignInForm, {});
        await type(screen.getByLabelText('Correo del trabajo'), 'marta@villarejo.example');
        await type(await enter(), '123456');
        await press('Entrar');
        const alert = await screen.findByRole('alert');
        expect(alert.textContent).toContain('El código ha tardado demasiado.');
        expect(password().value).toBe('');
        await waitFor(() => expect(document.activeElement).toBe(password()));
        expect((screen.getByLabelText('Correo del trabajo') as HTMLInputElement).value).toBe('marta@villarejo.example');
        await enter();
        expect(screen.queryByRole('alert')).toBeNull();
        await press('Volver');
        await screen.findByLabelText('Contraseña');
        expect(screen.queryByRole('alert')).toBeNull();
    });

    it('given up leads back to an empty password', async () => {
        const app = new App();
        app.session.status = 'out';
        show(app, SignInForm, { email: 'marta@villarejo.example' });
        await enter();
        await press('Volver');
        await screen.findByLabelText('Contraseña');
        expect(password().value).toBe('');
        await waitFor(() => expect(document.activeElement).toBe(password()));
    });

    it('that a reload interrupted leads back to the address', async () => {
        const app = new App();
        app.session.status = 'out';
        app.session.secondStep = true;
        show(app, SignInForm, {});
        await code();
        await press('Volver');
        await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Correo del trabajo')));
    });
});
