// SPDX-License-Identifier: EUPL-1.2
// One's own profile: what is typed, what is saved, and what changed elsewhere meanwhile.
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import type { MyProfile } from '../api/types.ts';
import type { App } from '../state/app.svelte.ts';
import ProfilePage from './ProfilePage.svelte';

let network: Network;
let app: App;
/** What the server has. */
let kept: MyProfile;

const tag = () => JSON.stringify(JSON.stringify(kept).replace(/\W/g, ''));
const reading = () => network.calls('GET /me/profile').length;
const saving = () => network.calls('PUT /me/profile');

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    kept = {
        name: 'Marta Ruiz', about: 'Llevo el padrón.', ask_me: '', phone: '975 000 000', hours: '', skills: ['padrón'], languages: ['es'],
        photo: null, photo_for: 'network', about_for: 'network', ask_me_for: 'network', skills_for: 'network', languages_for: 'network',
        phone_for: 'administration', hours_for: 'administration', history_for: 'network',
        posts: [], history: [], administrations: [],
    };
    network = new Network();
    network
        .on('GET /me/profile', () => ({ body: kept, headers: { ETag: tag() } }))
        .on('PUT /me/profile', ({ headers, body }) =>
            headers.get('If-Match') === tag() ? { body: (kept = { ...kept, ...body }) } : refusal(409, 'conflict'),
        );
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

    it('brings nothing back that was hidden elsewhere meanwhile, and keeps what is typed', async () => {
        await open();
        kept = { ...kept, phone_for: 'nobody', hours: 'De 9 a 14' };
        await type('Materias que conoces', 'padrón, urbanismo');
        await save();
        await screen.findByText('Tu perfil ha cambiado en otro sitio', { exact: false });
        expect([field('Lo ve (Teléfono de la oficina)').value, field('Horario').value]).toEqual(['nobody', 'De 9 a 14']);
        expect(field('Materias que conoces').value).toBe('padrón, urbanismo');
        expect(kept.skills).toEqual(['padrón']);
        await save();
        await waitFor(() => expect(saidAtButton()).toContain('Perfil guardado.'));
        expect(kept).toMatchObject({ phone_for: 'nobody', hours: 'De 9 a 14', skills: ['padrón', 'urbanismo'] });
        expect(screen.queryByText('Tu perfil ha cambiado en otro sitio', { exact: false })).toBeNull();
    });

    it('keeps as a draft what was typed and nothing else', async () => {
        const { unmount } = await open();
        await type('Materias que conoces', 'padrón, urbanismo');
        await type('Teléfono de la oficina', '');
        unmount();
        kept = { ...kept, phone_for: 'nobody' };
        await open();
        screen.getByText('Hemos recuperado lo que estabas escribiendo.');
        expect([field('Teléfono de la oficina').value, field('Lo ve (Teléfono de la oficina)').value]).toEqual(['', 'nobody']);
        await save();
        await waitFor(() => expect(kept.skills).toEqual(['padrón', 'urbanismo']));
        expect(kept).toMatchObject({ phone: '', phone_for: 'nobody' });
    });

    it('keeps also that a field was emptied', async () => {
        const { unmount } = await open();
        await type('Teléfono de la oficina', '');
        unmount();
        await open();
        expect(field('Teléfono de la oficina').value).toBe('');
        await type('Teléfono de la oficina', '975 000 000');
        await waitFor(() => expect(localStorage.length).toBe(0));
    });

    it('takes what is there already for saved when the answer to saving it was lost', async () => {
        await open();
        await type('Pregúntame sobre', 'Altas de oficio');
        network.on('PUT /me/profile', ({ body }) => {
            kept = { ...kept, ...body };
            network.on('PUT /me/profile', refusal(409, 'conflict'));
            return 'unreachable';
        });
        await save();
        await fireEvent.click(await screen.findByRole('button', { name: 'Volver a intentarlo' }));
        await waitFor(() => expect(saidAtButton()).toContain('Perfil guardado.'));
        expect([localStorage.length, screen.queryByRole('alert')]).toEqual([0, null]);
    });

    it('is saved with a server that has no photos yet', async () => {
        const { photo_for: _, ...before } = kept;
        kept = before as MyProfile;
        await open();
        expect(screen.queryByLabelText('Lo ve (Foto)')).toBeNull();
        await type('A qué te dedicas', 'Llevo el registro.');
        await save();
        await waitFor(() => expect(saidAtButton()).toContain('Perfil guardado.'));
        expect(saving()[0]!.body).not.toHaveProperty('photo_for');
    });

    it('saves twice in a row over its own', async () => {
        await open();
        for (const about of ['Uno', 'Dos']) {
            await type('A qué te dedicas', about);
            await save();
            await waitFor(() => expect(kept.about).toBe(about));
            await waitFor(() => expect(screen.getByRole('button', { name: 'Guardar' })).toBeTruthy());
        }
        expect(screen.queryByText('Tu perfil ha cambiado en otro sitio', { exact: false })).toBeNull();
    });
});

describe('the forms of the posts', () => {
    const held = (id: number, position: string, main: boolean) => ({
        id, position, main, unit: '', relation: 'employee' as const, since: null, until: null,
        administration: { id: 900, name: 'Ayuntamiento de Villarejo', band: '1000-4999' as const },
    });
    const form = (name: string) => within(screen.getByRole('form', { name, hidden: true }));
    const box = (name: string) => form(name).getByLabelText('Es mi puesto principal') as HTMLInputElement;
    const store = (name: string) => fireEvent.submit(screen.getByRole('form', { name, hidden: true }));

    beforeEach(() => {
        kept.posts = [held(51, 'Secretaria', true), held(52, 'Interventora', false)];
        for (const id of [51, 52]) {
            network.on(`PUT /people/1/appointments/${id}`, ({ body }) => {
                kept = {
                    ...kept,
                    posts: kept.posts.map((post) => {
                        const { unit } = post.id === id ? body : post;
                        return { ...post, unit, main: body.main ? post.id === id : post.main };
                    }),
                };
                return { body: {} };
            });
        }
    });
    const main = () => kept.posts.find((post) => post.main)?.id;

    it('leave the main post to the one that was asked to be it last', async () => {
        await open();
        await fireEvent.click(box('Interventora'));
        await store('Interventora');
        await waitFor(() => expect(box('Secretaria').checked).toBe(false));
        expect(main()).toBe(52);
        await fireEvent.input(form('Secretaria').getByLabelText('Unidad o servicio'), { target: { value: 'Secretaría' } });
        await store('Secretaria');
        await waitFor(() => expect(kept.posts[0]?.unit).toBe('Secretaría'));
        expect(main()).toBe(52);
        expect((form('Secretaria').getByLabelText('Unidad o servicio') as HTMLInputElement).value).toBe('Secretaría');
        // And back, which the first of the two asked for once only.
        await fireEvent.click(box('Secretaria'));
        await store('Secretaria');
        await waitFor(() => expect(box('Interventora').checked).toBe(false));
        await fireEvent.input(form('Interventora').getByLabelText('Unidad o servicio'), { target: { value: 'Intervención' } });
        await store('Interventora');
        await waitFor(() => expect(kept.posts[1]?.unit).toBe('Intervención'));
        expect(main()).toBe(51);
        await waitFor(() => expect(localStorage.length).toBe(0));
    });
});
