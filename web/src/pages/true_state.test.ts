// SPDX-License-Identifier: EUPL-1.2
// What a page shows is what the server holds, and the focus does not go with what had it.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { group, me, person } from '../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import AddressNotice from '../components/AddressNotice/AddressNotice.svelte';
import AdministrationContacts from '../components/AdministrationContacts/AdministrationContacts.svelte';
import AdministrationForm from '../components/AdministrationForm/AdministrationForm.svelte';
import ApplicationItem from '../components/ApplicationItem/ApplicationItem.svelte';
import RuleForm from '../components/RuleForm/RuleForm.svelte';
import type { App } from '../state/app.svelte.ts';
import AdministrationsConsolePage from './AdministrationsConsolePage.svelte';
import ConfirmAddressPage from './ConfirmAddressPage.svelte';
import GroupMembersPage from './GroupMembersPage.svelte';
import GroupsConsolePage from './GroupsConsolePage.svelte';
import TextsPage from './TextsPage.svelte';

let network: Network;
let app: App;
const press = async (name: string | RegExp) => {
    const button = await screen.findByRole('button', { name });
    button.focus();
    await fireEvent.click(button);
};
const focused = () => document.activeElement;
const town = {
    id: 7, name: 'Ayuntamiento de Ágreda', dir3: 'L01420031', ine: '42003', level: 'municipality', province_id: '42', region_id: null, population: 2942,
    band: '1000-4999', website: null, valid_from: null, valid_to: null, parent: null, successor: null, domains: [], version: 3,
};

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    network = new Network();
    app = signedIn(network);
});
afterEach(() => vi.unstubAllGlobals());

describe('the address that waits', () => {
    const waits = { why: 'yearly' as const, until: '2026-06-01' };

    it('is asked after no more once it was confirmed elsewhere', async () => {
        show(app, AddressNotice, { waits, email: 'marta@villarejo.example' });
        await press('Enviarme el enlace');
        await waitFor(() => expect(network.calls('GET /me')).toHaveLength(1));
        expect(network.sent.map(({ method }) => method)).toEqual(['GET']);
        expect(screen.queryByText(/Te hemos enviado/)).toBeNull();
    });

    it('keeps the focus where the button was', async () => {
        network.on('GET /me', { body: { ...me, confirm_address: waits } }).on('POST /me/address_confirmation', { status: 202 });
        show(app, AddressNotice, { waits, email: 'marta@villarejo.example' });
        await press('Enviarme el enlace');
        await screen.findByText(/Te hemos enviado/);
        expect(focused()?.className).toContain('address');
    });

    it('is confirmed, and the heading has the focus', async () => {
        app.session.status = 'out';
        vi.spyOn(app.api, 'using').mockReturnValue({ confirmAddress: async () => ({ ok: true, value: undefined }) });
        show(app, ConfirmAddressPage, { place: { hash: 'abc' } });
        await press('Sigue siendo mi dirección');
        await waitFor(() => expect(focused()?.textContent).toBe('Confirma tu dirección'));
    });
});

it('leaves the focus on the title of the form after a rule was added', async () => {
    vi.spyOn(app.api, 'using').mockReturnValue({ addMembershipRule: async () => ({ ok: true, value: {} }) });
    show(app, RuleForm, { slug: 'equipo', kind: 'open', onadded: () => {} });
    await fireEvent.change(screen.getByLabelText('Relación'), { target: { value: 'employee' } });
    await press('Añadir la regla');
    await waitFor(() => expect(focused()?.tagName).toBe('H2'));
});

it('leaves the focus on the members when all are there', async () => {
    network.on('GET /groups/padron', { body: group('padron') });
    network.on('GET /groups/padron/members', ({ query }) => ({
        body: query.get('before') ? { items: [{ person: person(9, 'Lucía Soria'), role: 'member' }], next: null } : { items: [{ person: person(8), role: 'member' }], next: 'c1' },
    }));
    show(app, GroupMembersPage, { place: { params: { slug: 'padron' }, query: new URLSearchParams() } });
    await press('Cargar más');
    await screen.findByText('Lucía Soria');
    expect(focused()?.tagName).toBe('UL');
});

it('shows who may make groups as it is while that is being changed', async () => {
    vi.spyOn(app.api, 'using').mockReturnValue({
        groupCreation: async () => ({ ok: true, value: { members_create_groups: true, i_may_create_groups: true } }),
        letMembersCreateGroups: () => new Promise(() => {}),
    });
    show(app, GroupsConsolePage, {});
    const [everybody, few] = (await screen.findAllByRole('radio')) as HTMLInputElement[];
    await fireEvent.click(few!);
    await fireEvent.click(everybody!);
    // Not asked for, so not shown either.
    expect(everybody!.checked).toBe(false);
});

describe('an administration', () => {
    const name = () => screen.getByLabelText('Nombre') as HTMLInputElement;
    const write = (value: string) => fireEvent.input(name(), { target: { value } });

    it('keeps what is typed while it is saved', async () => {
        let answer: (value: unknown) => void = () => {};
        vi.spyOn(app.api, 'using').mockReturnValue({ changeAdministration: () => new Promise((done) => (answer = done as never)) });
        show(app, AdministrationForm, { administration: town, onsaved: () => {} });
        await write('Villa de Ágreda');
        await press('Guardar');
        await write('Villa de Ágreda y su tierra');
        answer({ ok: true, value: { ...town, name: 'Villa de Ágreda', version: 4 } });
        await waitFor(() => expect(Object.values(localStorage)[0]).toContain('"version":"4"'));
        expect(name().value).toBe('Villa de Ágreda y su tierra');
    });

    it('tells again tomorrow of what somebody else saved, and that a draft is open', async () => {
        const conflict = { ok: false, problem: { status: 409, code: 'conflict', fields: {} } };
        const change = vi.fn((_id: number, _body: { version: number }) => Promise.resolve(conflict));
        vi.spyOn(app.api, 'using').mockReturnValue({ changeAdministration: change });
        const reload = async () => ({ ...town, version: 5 });
        const first = show(app, AdministrationForm, { administration: town, onsaved: () => {}, reload });
        await write('Villa de Ágreda');
        await press('Guardar');
        await screen.findByRole('alert');
        first.unmount();
        show(app, AdministrationForm, { administration: { ...town, version: 5 }, onsaved: () => {}, reload });
        screen.getByText('Hemos recuperado lo que estabas escribiendo.');
        await press('Guardar');
        await screen.findByRole('alert');
        await press('Guardar');
        await waitFor(() => expect(change.mock.calls.map(([, { version }]) => version)).toEqual([3, 3, 5]));
    });

    it('does not say that nobody is its contact before that is known', async () => {
        app.session.me = { ...me, roles: ['administrator'] };
        network.on('GET /administrations/7/contacts', refusal(503, 'unavailable'));
        show(app, AdministrationContacts, { administration: 7 });
        expect(screen.queryByText('Nadie todavía.')).toBeNull();
        await screen.findByRole('alert');
        expect(screen.queryByText('Nadie todavía.')).toBeNull();
    });

    it('that will end has not ended', async () => {
        const listed = { ...town, province: 'Soria', valid_to: '2999-12-31' };
        vi.spyOn(app.api, 'using').mockReturnValue({ consoleAdministrations: () => Promise.resolve({ ok: true, value: { items: [listed], next: null } }) });
        show(app, AdministrationsConsolePage, { place: { query: new URLSearchParams() } });
        await screen.findByText(/Dejará de existir el 31 de diciembre de 2999/);
    });
});

describe('a text of the network', () => {
    let kept = { name: 'normas', kind: 'policy', title: 'Normas', body: 'Antes', html: '<p>Antes</p>', version: 2, changed_at: null };
    const body = () => screen.getByLabelText(/^Texto/) as HTMLTextAreaElement;
    const write = (value: string) => fireEvent.input(body(), { target: { value } });

    beforeEach(async () => {
        kept = { ...kept, body: 'Antes', version: 2 };
        network.on('GET /texts', () => ({ body: { items: [kept], next: null } }));
        network.on('PUT /texts/normas', ({ body: sent }) => {
            if (sent.version !== kept.version) return refusal(409, 'conflict');
            kept = { ...kept, ...sent, version: kept.version + 1 };
            return { status: 204 };
        });
        show(app, TextsPage, {});
        await screen.findByText('Antes', { selector: 'p' });
    });

    it('is shown as it was saved when the list cannot be read after it', async () => {
        await write('Después');
        network.on('GET /texts', 'unreachable');
        await press(/^Guardar/);
        await screen.findByRole('alert');
        expect([body().value, kept.body]).toEqual(['Después', 'Después']);
        await write('Y después');
        await press(/^Guardar/);
        await waitFor(() => expect(kept.body).toBe('Y después'));
    });

    it('keeps what is typed while it is saved', async () => {
        await write('Después');
        network.on('PUT /texts/normas', () => {
            body().value = 'Después y más';
            void fireEvent.input(body());
            kept = { ...kept, body: 'Después', version: 3 };
            return { status: 204 };
        });
        await press(/^Guardar/);
        await waitFor(() => expect(network.calls('GET /texts')).toHaveLength(2));
        await waitFor(() => expect(screen.getByRole('button', { name: /^Guardar/ }).getAttribute('aria-busy')).toBe('false'));
        expect(body().value).toBe('Después y más');
        await waitFor(() => expect(Object.values(localStorage)[0]).toContain('"version":"3"'));
    });

    it('that somebody else saved takes nothing from me before it can be read', async () => {
        await write('Lo mío');
        kept = { ...kept, body: 'Lo de otra', version: 3 };
        await press(/^Guardar/);
        network.on('GET /texts', 'unreachable');
        const take = await screen.findByRole('button', { name: 'Descartar lo mío' });
        await fireEvent.click(take);
        await waitFor(() => expect(network.calls('GET /texts')).toHaveLength(2));
        await waitFor(() => expect(screen.getAllByRole('alert').length).toBeGreaterThan(1));
        expect(body().value).toBe('Lo mío');
    });
});

it('offers to make a domain known only where it says where people work', async () => {
    const application = { id: 5, name: 'Iker Sanz', email: 'iker@gmail.com', position: '', organisation: '', reason: '', asked_at: '2026-05-04T08:00:00.000Z', inviter: '' };
    const first = show(app, ApplicationItem, { application: { ...application, domain_open: true }, onsettled: () => {} });
    expect(screen.queryByRole('checkbox')).toBeNull();
    first.unmount();
    show(app, ApplicationItem, { application, onsettled: () => {} });
    screen.getByRole('checkbox');
});
