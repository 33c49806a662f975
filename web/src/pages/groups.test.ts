// SPDX-License-Identifier: EUPL-1.2
// Making and settling a group: what is typed is neither lost nor put over what another owner did.
import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { group } from '../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../tests/support/network.ts';
import type { Group } from '../api/types.ts';
import type { App } from '../state/app.svelte.ts';
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
