// SPDX-License-Identifier: EUPL-1.2
// Making and settling a group: what is typed is neither lost nor put over what another owner did.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { group, person } from '../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import type { Group } from '../api/types.ts';
import type { App } from '../state/app.svelte.ts';
import GroupMembersPage from './GroupMembersPage.svelte';
import GroupSettingsPage from './GroupSettingsPage.svelte';
import NewGroupPage from './NewGroupPage.svelte';

let network: Network;
let app: App;
/** What the server has. */
let kept: Group;

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    HTMLDialogElement.prototype.showModal = function () {
        this.open = true;
    };
    HTMLDialogElement.prototype.close = () => {};
    kept = group('padron', { my_membership: 'owner', version: 3, rules: 'Las viejas.' });
    network = new Network();
    network
        .on('GET /settings/groups', { body: { members_create_groups: true, i_may_create_groups: true } })
        .on('GET /groups', { body: { items: [], next: null, i_may_create_groups: true } })
        .on('GET /groups/padron', () => ({ body: kept }))
        .on('PUT /groups/padron', ({ body }) =>
            body.version === kept.version ? { body: (kept = { ...kept, ...body, version: kept.version + 1 }) } : refusal(409, 'conflict'),
        );
    app = signedIn(network);
});
afterEach(() => vi.unstubAllGlobals());

const field = (name: string) => screen.getByLabelText(name) as HTMLInputElement;
const type = (name: string, value: string) => fireEvent.input(field(name), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

describe('a new group', () => {
    it('comes back as hidden as it was meant', async () => {
        const first = show(app, NewGroupPage, {});
        await screen.findByLabelText('Nombre');
        await type('Nombre', 'Expedientes');
        await fireEvent.change(field('Tipo de grupo'), { target: { value: 'hidden' } });
        first.unmount();
        show(app, NewGroupPage, {});
        await screen.findByLabelText('Nombre');
        expect([field('Nombre').value, field('Tipo de grupo').value]).toEqual(['Expedientes', 'hidden']);
    });
});

describe('the settings of a group', () => {
    const open = async () => {
        const shown = show(app, GroupSettingsPage, { place: { params: { slug: 'padron' }, query: new URLSearchParams() } });
        await screen.findByLabelText('Normas');
        return shown;
    };
    const another = (change: Partial<Group>) => (kept = { ...kept, ...change, version: kept.version + 1 });

    it('bring back what was typed over what another owner did meanwhile, and say so', async () => {
        const { unmount } = await open();
        await type('De qué trata', 'Padrón y censo.');
        unmount();
        another({ rules: 'Las nuevas.' });
        await open();
        expect([field('De qué trata').value, field('Normas').value]).toEqual(['Padrón y censo.', 'Las nuevas.']);
        await press('Guardar');
        await screen.findByRole('button', { name: 'Descartar lo mío' });
        await press('Guardar');
        await waitFor(() => expect(kept).toMatchObject({ description: 'Padrón y censo.', rules: 'Las nuevas.', version: 5 }));
        await waitFor(() => expect(localStorage.length).toBe(0));
    });

    it('keep what was typed after a conflict, until it is discarded', async () => {
        await open();
        await type('Normas', 'Las mías.');
        another({ rules: 'Las nuevas.', welcome: 'Hola.' });
        await press('Guardar');
        await waitFor(() => expect(field('Texto de bienvenida').value).toBe('Hola.'));
        expect([field('Normas').value, kept.rules]).toEqual(['Las mías.', 'Las nuevas.']);
        await press('Descartar lo mío');
        await waitFor(() => expect(field('Normas').value).toBe('Las nuevas.'));
        expect(localStorage.length).toBe(0);
    });

    it('keep what was typed when the group is archived', async () => {
        network.on('PUT /groups/padron/archived', () => ({ body: another({ archived: true }) }));
        await open();
        await type('Normas', 'Las mías.');
        await press('Archivar el grupo');
        await fireEvent.click(screen.getAllByRole('button', { name: 'Archivar el grupo' }).at(-1)!);
        await screen.findByRole('button', { name: 'Reabrir el grupo' });
        expect([field('Normas').value, localStorage.length]).toEqual(['Las mías.', 1]);
    });
});

describe('a page of a group that could not be loaded', () => {
    const place = { params: { slug: 'padron' }, query: new URLSearchParams() };
    const retry = async () => {
        const button = await screen.findByRole('button', { name: 'Volver a intentarlo' });
        network.on('GET /groups/padron', { body: kept });
        await fireEvent.click(button);
    };
    beforeEach(() => void network.on('GET /groups/padron', refusal(503, 'unavailable')));

    it('has its form once it can be', async () => {
        show(app, GroupSettingsPage, { place });
        await retry();
        await screen.findByLabelText('Normas');
    });

    it('has its members once it can be', async () => {
        network.on('GET /groups/padron/members', { body: { items: [{ person: person(8, 'Pau Ferrer'), role: 'member' }], next: null } });
        show(app, GroupMembersPage, { place });
        await retry();
        await screen.findByText('Pau Ferrer');
    });
});

describe('the members of a group', () => {
    it('come once, however often more of them are asked for', async () => {
        const member = (id: number, name: string) => ({ person: person(id, name), role: 'member' });
        network.on('GET /groups/padron/members', ({ query }) => ({
            body: query.get('before') ? { items: [member(9, 'Lucía Soria')], next: null } : { items: [member(8, 'Pau Ferrer')], next: 'c1' },
        }));
        show(app, GroupMembersPage, { place: { params: { slug: 'padron' }, query: new URLSearchParams() } });
        const more = await screen.findByRole('button', { name: 'Cargar más' });
        more.click();
        more.click();
        await screen.findByText('Lucía Soria');
        expect(network.calls('GET /groups/padron/members')).toHaveLength(2);
        expect(screen.getAllByText('Lucía Soria')).toHaveLength(1);
    });

    it('are counted again once one of them is taken out', async () => {
        kept = { ...kept, members: 2 };
        network
            .on('GET /groups/padron/members', { body: { items: [{ person: person(8, 'Pau Ferrer'), role: 'member' }], next: null } })
            .on('DELETE /groups/padron/members/8', () => {
                kept = { ...kept, members: 1 };
                return { status: 204 };
            });
        show(app, GroupMembersPage, { place: { params: { slug: 'padron' }, query: new URLSearchParams() } });
        await screen.findByText(/2 personas/);
        await fireEvent.click(await screen.findByRole('button', { name: /^Quitar/ }));
        await fireEvent.click(await screen.findByRole('button', { name: 'Quitar' }));
        await screen.findByText(/1 persona\b/);
        expect(screen.queryByText('Pau Ferrer')).toBeNull();
    });
});
