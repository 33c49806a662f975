// SPDX-License-Identifier: EUPL-1.2
// The first steps: where one goes on, what is saved when, and what becomes of what could not be saved.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { group, me } from '../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import type { FirstSteps, MyProfile } from '../api/types.ts';
import type { App } from '../state/app.svelte.ts';
import FirstStepsPage from './FirstStepsPage.svelte';
import StepsNotice from '../components/StepsNotice/StepsNotice.svelte';

let network: Network;
let app: App;
/** What the server has. */
let kept: MyProfile;
let standing: FirstSteps;
let version: number;

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    history.replaceState(null, '', '/primeros-pasos');
    version = 1;
    kept = {
        name: 'Marta Ruiz', about: 'Llevo el padrón.', ask_me: '', phone: '', hours: '', skills: ['padrón'], languages: ['es'],
        photo: null, photo_for: 'network', about_for: 'network', ask_me_for: 'network', skills_for: 'network', languages_for: 'network',
        phone_for: 'administration', hours_for: 'administration', history_for: 'network',
        posts: [], history: [], administrations: [],
    };
    standing = { open: true, level: 'mentions', steps: { post: 'done', subjects: 'open', groups: 'open', level: 'open' } };
    network = new Network();
    network
        .on('GET /me/first_steps', () => ({ body: standing }))
        .on('PUT /me/first_steps', ({ body }) => ({ body: (standing = { ...standing, ...body }) }))
        .on('GET /me/profile', () => ({ body: kept, headers: { ETag: `"${version}"` } }))
        .on('PUT /me/profile', ({ headers, body }) =>
            headers.get('If-Match') === `"${version}"` ? (version++, { body: (kept = { ...kept, ...body }) }) : refusal(409, 'conflict'),
        )
        .on('GET /me/following', { body: { items: [{ since: '2026-01-01T00:00:00.000Z', tag: 'obras' }], next: null } })
        .on('GET /tags', ({ query }) => ({ body: { items: query.get('q') === 'padró' ? [{ name: 'padron' }] : [], next: null } }))
        .on('PUT /tags/padron/follow', { status: 204 })
        .on('GET /feed', { body: { items: [], next: null } });
    for (const step of Object.keys(standing.steps)) {
        network.on(`PUT /me/first_steps/${step}`, ({ body }) => ({ body: (standing = { ...standing, steps: { ...standing.steps, [step]: body.state } }) }));
    }
    app = signedIn(network);
});
afterEach(() => vi.unstubAllGlobals());

const open = (step = '') => show(app, FirstStepsPage, { place: { path: '/primeros-pasos', params: { step }, query: new URLSearchParams(), hash: '', visit: 1 } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const type = async (name: RegExp, value: string) => {
    const field = await screen.findByRole('combobox', { name });
    await fireEvent.input(field, { target: { value } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    return field as HTMLInputElement;
};
const marks = () => network.sent.filter(({ method, path }) => method === 'PUT' && path.startsWith('/me/first_steps')).map(({ path, body }) => [path, body]);

describe('a step', () => {
    it('is where one goes on, and leads to the next when skipped', async () => {
        open();
        await screen.findByRole('heading', { name: /Lo que sabes y lo que te interesa/ });
        await press('Omitir este paso');
        await waitFor(() => expect(location.pathname).toBe('/primeros-pasos/grupos'));
        expect(marks()).toEqual([['/me/first_steps/subjects', { state: 'skipped' }]]);
    });

    it('stays when the server does not take it, and tries again', async () => {
        network.on('PUT /me/first_steps/subjects', refusal(503, 'unavailable'));
        open();
        await screen.findByRole('combobox', { name: /Materias/ });
        await press('Seguir');
        await screen.findByRole('alert');
        expect(location.pathname).toBe('/primeros-pasos/temas');
        network.on('PUT /me/first_steps/subjects', ({ body }) => ({ body: { ...standing, steps: { ...standing.steps, subjects: body.state } } }));
        await press('Volver a intentarlo');
        await waitFor(() => expect(location.pathname).toBe('/primeros-pasos/grupos'));
    });

    it('saves the post that was typed before going on, and stays with it where it cannot', async () => {
        const post = {
            id: 5, position: 'Técnica', unit: '', relation: 'employee' as const, main: true, since: null, until: null,
            administration: { id: 9, name: 'Sahagún', band: '1000-4999' as const },
        };
        kept = { ...kept, posts: [post] };
        network.on('PUT /people/1/appointments/5', refusal(422, 'invalid', { unit: ['too_long'] }));
        standing = { ...standing, steps: { ...standing.steps, post: 'open' } };
        open();
        await fireEvent.input(await screen.findByRole('textbox', { name: 'Unidad o servicio' }), { target: { value: 'Juventud' } });
        await press('Seguir');
        await waitFor(() => expect(document.querySelector('form .error')).not.toBeNull());
        await waitFor(() => expect(screen.getByRole('button', { name: 'Seguir' }).getAttribute('aria-busy')).toBe('false'));
        expect(network.calls('PUT /people/1/appointments/5')).toHaveLength(1);
        expect(location.pathname).toBe('/primeros-pasos/puesto');
        network.on('PUT /people/1/appointments/5', ({ body }) => ({ body: { ...post, ...body } }));
        await press('Seguir');
        await waitFor(() => expect(location.pathname).toBe('/primeros-pasos/temas'));
        expect(network.calls('PUT /people/1/appointments/5').at(-1)?.body).toMatchObject({ unit: 'Juventud', position: 'Técnica' });
        expect(marks()).toEqual([['/me/first_steps/post', { state: 'done' }]]);
    });

    it('that is the last one saves what was chosen, and ends them', async () => {
        network.on('PUT /me/level', { status: 204 });
        open('avisos');
        await fireEvent.click(await screen.findByRole('radio', { name: 'Preguntas' }));
        await press('Terminar');
        await waitFor(() => expect(location.pathname).toBe('/'));
        expect(network.calls('PUT /me/level')[0]?.body).toEqual({ level: 'questions' });
        expect(marks()).toEqual([['/me/first_steps/level', { state: 'done' }], ['/me/first_steps', { open: false }]]);
        expect(network.calls('GET /me')).toHaveLength(1);
    });

    it('chooses nothing for who skips it', async () => {
        open('avisos');
        await fireEvent.click(await screen.findByRole('radio', { name: 'Nada' }));
        await press('Omitir este paso');
        await waitFor(() => expect(location.pathname).toBe('/'));
        expect(network.calls('PUT /me/level')).toHaveLength(0);
    });

    it('offers groups with their reason, and they stay where they are when one joins', async () => {
        const items = [{ group: group('padron', { my_membership: 'none' }), subjects: ['padrón'], people: 2 }, { group: group('obras', { my_membership: 'none' }), subjects: [], people: 0 }];
        network
            .on('GET /me/suggested_groups', { body: { items } })
            .on('PUT /groups/obras/members/me', { body: { state: 'member' } })
            .on('GET /groups/obras', { body: group('obras', { my_membership: 'member', my_level: 'questions' }) });
        open('grupos');
        await screen.findByText('Por tus temas: padrón · Con 2 personas de municipios como el tuyo');
        await press('Unirme: Obras');
        await waitFor(() => expect(screen.queryByRole('button', { name: 'Unirme: Obras' })).toBeNull());
        expect(screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent)).toEqual(['Padron', 'Obras']);
    });
});

describe('a subject', () => {
    it('that one knows goes into the profile, which stays as it is otherwise', async () => {
        open('temas');
        await type(/Materias/, ' Registro   civil ');
        await waitFor(() => expect(kept.skills).toEqual(['padrón', 'Registro civil']));
        expect(kept.about).toBe('Llevo el padrón.');
    });

    it('is saved over what was changed elsewhere meanwhile', async () => {
        open('temas');
        await screen.findByRole('combobox', { name: /Materias/ });
        let raced = false;
        network.on('GET /me/profile', () => {
            const answer = { body: kept, headers: { ETag: `"${version}"` } };
            if (!raced) {
                raced = true;
                kept = { ...kept, about: 'Otra cosa.', skills: ['padrón', 'tasas'] };
                version++;
            }
            return answer;
        });
        await type(/Materias/, 'censo');
        await waitFor(() => expect(kept.skills).toEqual(['padrón', 'tasas', 'censo']));
        expect(kept.about).toBe('Otra cosa.');
    });

    it('that could not be saved is still to be read in its field, and nobody goes on without knowing', async () => {
        network.on('PUT /me/profile', refusal(503, 'unavailable'));
        open('temas');
        const field = await type(/Materias/, 'censo');
        await press('Seguir');
        await screen.findByRole('alert');
        expect(field.value).toBe('censo');
        expect([location.pathname, marks()]).toEqual(['/primeros-pasos', []]);
        expect(localStorage.getItem(`plaza:draft:${me.person.id}:first-steps`)).toContain('censo');
    });

    it('that one follows is found by another name, and has to be one that there is', async () => {
        open('temas');
        const field = await type(/Temas/, 'padró');
        await waitFor(() => expect(network.calls('PUT /tags/padron/follow')).toHaveLength(1));
        expect(field.value).toBe('');
        await type(/Temas/, 'nada de esto');
        await screen.findByText('No hay ningún tema que empiece así. Prueba con otra palabra.');
        expect(field.value).toBe('nada de esto');
        expect(field.getAttribute('aria-invalid')).toBe('true');
    });
});

describe('the reminder', () => {
    it('is dismissed for good, and says so when that did not work', async () => {
        network.on('PUT /me/first_steps', refusal(503, 'unavailable'));
        show(app, StepsNotice, {});
        expect(screen.getByRole('link', { name: 'Seguir con los primeros pasos' }).getAttribute('href')).toBe('/primeros-pasos');
        await press('No volver a recordármelo');
        await screen.findByRole('alert');
        expect(network.calls('GET /me')).toHaveLength(0);
        network.on('PUT /me/first_steps', { body: { ...standing, open: false } });
        await press('Volver a intentarlo');
        await waitFor(() => expect(network.calls('GET /me')).toHaveLength(1));
        expect(network.calls('PUT /me/first_steps').at(-1)?.body).toEqual({ open: false });
    });
});
