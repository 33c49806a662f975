// SPDX-License-Identifier: EUPL-1.2
// What somebody meets who has just begun: with a network, with a form, with a list.
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { group, me, thread } from '../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import Membership from '../components/Membership/Membership.svelte';
import NewAccountForm from '../components/NewAccountForm/NewAccountForm.svelte';
import TagInput from '../components/TagInput/TagInput.svelte';
import TextField from '../components/TextField/TextField.svelte';
import type { App } from '../state/app.svelte.ts';
import AuditPage from './AuditPage.svelte';
import ConsolePage from './ConsolePage.svelte';
import FirstStepsPage from './FirstStepsPage.svelte';
import GroupPage from './GroupPage.svelte';
import HomePage from './HomePage.svelte';
import NewPasswordPage from './NewPasswordPage.svelte';
import OutboxPage from './OutboxPage.svelte';
import PersonPage from './PersonPage.svelte';
import SignInPage from './SignInPage.svelte';

let network: Network;
let app: App;
const place = (params: Record<string, string> = {}) => ({ path: '/', params, query: new URLSearchParams(), hash: '', visit: 1 });

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    network = new Network();
    app = signedIn(network);
    app.session.me = { ...me, roles: ['administrator'] };
});
afterEach(() => vi.unstubAllGlobals());

it('tells the administrator of an empty network what to do first, and nobody of one that is in use', async () => {
    const people = (count: number) => ({ body: { items: Array.from({ length: count }, () => ({})), next: null } });
    network.on('GET /administrations', { body: { items: [{ id: 1, name: 'Villar', band: null }], next: null } });
    network.on('GET /console/people', people(1)).on('GET /feed', { body: { items: [], next: null } });
    const { unmount } = show(app, HomePage, {});
    const jobs = await screen.findByRole('region', { name: 'Para poner la red en marcha' });
    expect(within(jobs).getAllByRole('link').map((link) => link.getAttribute('href'))).toContain('/administracion/administraciones');
    unmount();
    network.on('GET /console/people', people(2));
    show(app, HomePage, {});
    await waitFor(() => expect(network.calls('GET /console/people')).toHaveLength(2));
    expect(screen.queryByRole('region', { name: 'Para poner la red en marcha' })).toBeNull();
});

it('knows of no mailbox where the network is no demonstration', async () => {
    app.installation = { name: 'Plaza', demo: false } as App['installation'];
    show(app, OutboxPage, {});
    expect(screen.queryByText('Buzón de la demostración')).toBeNull();
    expect(screen.getByRole('heading').textContent).toBe('Aquí no hay nada');
});

it('puts applications first in the console, with how many wait', async () => {
    network.on('GET /applications', { body: { items: [{}, {}], next: null } });
    show(app, ConsolePage, {});
    await screen.findByText('Esperan: 2.');
    expect(screen.getAllByRole('link')[0]?.textContent).toMatch(/^Solicitudes.\(2\)$/);
});

it('offers the adding of a post on the page of a person to administrators alone', async () => {
    const somebody = {
        id: 5, name: 'Pau Vidal', status: 'active', mine: false, about: '', ask_me: '', skills: [], languages: [], phone: '', hours: '', posts: [], history: [],
    };
    network.on('GET /people/5', { body: somebody }).on('GET /people/5/contributions', { body: { items: [], next: null } });
    const { unmount } = show(app, PersonPage, { place: place({ id: '5' }) });
    await screen.findByText('Añadir un puesto', { selector: 'summary' });
    unmount();
    app.session.me = me;
    show(app, PersonPage, { place: place({ id: '5' }) });
    await screen.findByRole('heading', { name: 'Pau Vidal' });
    expect(screen.queryByText('Añadir un puesto', { selector: 'summary' })).toBeNull();
});

it('keeps a tag beyond the last where it was typed, and says why', async () => {
    show(app, TagInput, { tags: ['a', 'b', 'c', 'd'], id: 'tags' });
    const field = screen.getByRole('combobox') as HTMLInputElement;
    await fireEvent.input(field, { target: { value: 'e, f' } });
    await waitFor(() => expect(field.value).toBe('f'));
    await fireEvent.keyDown(field, { key: 'Enter' });
    await fireEvent.blur(field);
    expect(field.value).toBe('f');
    expect(screen.getByText(/^Caben 5 como mucho/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: /\be$/ }));
    await waitFor(() => expect(screen.queryByText(/^Caben 5 como mucho/)).toBeNull());
    expect(field.value).toBe('f');
});

it('counts what is left of a long text near its end', async () => {
    show(app, TextField, { id: 'why', label: 'Por qué', lines: 3, maxlength: 1000, value: 'a'.repeat(899) });
    expect(screen.queryByText(/^Quedan/)).toBeNull();
    await fireEvent.input(screen.getByRole('textbox'), { target: { value: 'a'.repeat(990) } });
    expect(screen.getByText('Quedan 10 caracteres.')).toBeTruthy();
    await fireEvent.input(screen.getByRole('textbox'), { target: { value: 'a'.repeat(1010) } });
    expect(screen.getByText('El texto es demasiado largo: sobran 10 caracteres.')).toBeTruthy();
    expect(screen.getByRole('textbox').getAttribute('maxlength')).toBeNull();
});

it('finds what was typed for an account again after a reload, but for the password', async () => {
    sessionStorage.clear();
    const registration = { email: 'nueva@villar.test', name: '', position: '', administrations: [{ id: 1, name: 'Villar', band: null }], way: 'account' };
    const form = () => show(app, NewAccountForm, { token: 't', registration, ongone: vi.fn() });
    const { unmount } = form();
    await fireEvent.input(screen.getByLabelText('Nombre y apellidos'), { target: { value: 'Nuria Vega' } });
    await fireEvent.input(screen.getByLabelText('Contraseña'), { target: { value: 'caballo correcto' } });
    unmount();
    form();
    expect((screen.getByLabelText('Nombre y apellidos') as HTMLInputElement).value).toBe('Nuria Vega');
    expect((screen.getByLabelText('Contraseña') as HTMLInputElement).value).toBe('');
    expect(JSON.stringify({ ...sessionStorage, ...localStorage })).not.toContain('caballo');
});

it('names the accounts of a demonstration, and none on any other network', async () => {
    app.installation = { name: 'Plaza', demo: true } as App['installation'];
    const { unmount } = show(app, SignInPage, {});
    await screen.findByText(/^admin@demo\.example/);
    unmount();
    app.installation = { name: 'Plaza', demo: false } as App['installation'];
    show(app, SignInPage, {});
    expect(screen.getByRole('link', { name: 'Crear una cuenta' })).toBeTruthy();
    expect(screen.queryByText(/demo\.example/)).toBeNull();
});

it('gives the step where one goes on its own address, for the way back', async () => {
    history.replaceState(null, '', '/primeros-pasos');
    network.on('GET /me/first_steps', {
        body: { open: true, level: 'mentions', steps: { post: 'done', subjects: 'done', groups: 'done', level: 'open' } },
    });
    show(app, FirstStepsPage, { place: place() });
    await waitFor(() => expect(location.pathname).toBe('/primeros-pasos/avisos'));
});

it('says of a used link to a new password that it is one, before one is typed', async () => {
    network.on('POST /password_resets/look', refusal(410, 'link_ended'));
    const { unmount } = show(app, NewPasswordPage, { place: { ...place(), hash: 'a'.repeat(43) } });
    await screen.findByRole('link', { name: 'Pedir otro enlace' });
    expect(screen.queryByLabelText('Contraseña nueva')).toBeNull();
    unmount();
    // A server of the version before cannot tell.
    network.on('POST /password_resets/look', refusal(404, 'not_found'));
    show(app, NewPasswordPage, { place: { ...place(), hash: 'a'.repeat(43) } });
    await waitFor(() => expect(network.calls('POST /password_resets/look')).toHaveLength(2));
    expect(screen.getByLabelText('Contraseña nueva')).toBeTruthy();
});

it('tells in words what was written down, of whom and by whom', async () => {
    const entry = (seq: number, action: string, more: object) => ({
        seq, at: '2026-05-04T08:00:00.000Z', action, actor: { id: 1, name: 'Ada Ministra' }, object_kind: 'registration', object: 9, object_name: 'Ana Fuera', details: {}, names: {}, ...more,
    });
    network.on('GET /console/audit/state', { body: { sound: true, first_break: null } }).on('GET /console/audit', {
        body: {
            items: [
                entry(4, 'registration.refused', {}),
                entry(3, 'registration.admitted', { details: { administration: '7' }, names: { administration: 'Villar' } }),
                entry(2, 'person.role_changed', { object_kind: 'person', details: { from: '', to: 'auditor' } }),
                entry(1, 'newer.act', { actor: null, object: null, object_name: null, names: undefined, details: { newly: 'x' } }),
            ],
            next: null,
        },
    });
    show(app, AuditPage, {});
    const rows = await within(await screen.findByRole('list', { name: 'Registro de actuaciones' })).findAllByRole('listitem');
    const said = rows.map((row) => row.textContent?.replace(/\s+/g, ' ').trim());
    expect(said[0]).toContain('Ada Ministra rechazó una solicitud: Ana Fuera');
    expect(said[1]).toMatch(/admitió una solicitud: Ana Fuera .*administración: Villar$/);
    expect(said[2]).toMatch(/después: audita la red$/);
    expect(said[3]).toMatch(/^El programa newer\.act .*newly: x$/);
});

it('shows a pinned thread once', async () => {
    const pinned = thread(10, { pinned: true });
    network
        .on('GET /groups/contratacion', { body: group('contratacion') })
        .on('GET /groups/contratacion/pinned', { body: { items: [pinned] } })
        .on('GET /groups/contratacion/threads', ({ query }) => ({ body: { items: query.get('state') ? [] : [pinned, thread(11)], next: null } }));
    show(app, GroupPage, { place: place({ slug: 'contratacion' }) });
    await screen.findByRole('link', { name: 'Pregunta 11' });
    await waitFor(() => expect(screen.getAllByRole('link', { name: 'Pregunta 10' })).toHaveLength(1));
    expect(await screen.findByRole('region', { name: 'Fijadas' })).toBeTruthy();
    await waitFor(() => expect(screen.getAllByRole('link', { name: 'Pregunta 10' })).toHaveLength(1));
});

it('keeps the place of who joined when the button goes', async () => {
    network.on('PUT /groups/contratacion/members/me', { body: { state: 'member' } });
    const before = group('contratacion', { my_membership: 'none' });
    const { rerender } = show(app, Membership, {
        group: before,
        onchange: (now: unknown) => void rerender({ props: { app, component: Membership, props: { group: now, onchange: () => {} } } }),
    });
    const button = screen.getByRole('button');
    button.focus();
    await fireEvent.click(button);
    await waitFor(() => expect(document.activeElement?.className).toContain('membership'));
});
