// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { group, person } from '../../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import Membership from './Membership.svelte';

afterEach(() => vi.unstubAllGlobals());

it('shows the level that holds when another was refused', async () => {
    const network = new Network();
    network.on('PUT /groups/contratacion/level', refusal(503, 'unavailable'));
    const onchange = vi.fn();
    show(signedIn(network), Membership, { group: group('contratacion', { my_level: 'questions' }), onchange });
    const list = screen.getByRole('combobox') as HTMLSelectElement;
    await fireEvent.change(list, { target: { value: 'muted' } });
    await screen.findByRole('alert');
    expect([list.value, onchange.mock.calls.length]).toEqual(['questions', 0]);
});

const mine = { person: person(1, 'Eva Ríos'), role: 'owner', since: '2026-01-01T00:00:00Z' };
/** The document of these tests has no dialogs that open. */
const opens = (prototype: HTMLDialogElement) => {
    prototype.showModal = function () {
        this.open = true;
    };
    prototype.close = function () {
        this.open = false;
    };
};
const leaving = async (members: object[]) => {
    opens(HTMLDialogElement.prototype);
    const network = new Network();
    network.on('GET /groups/contratacion/members', { body: { items: members, next: null } });
    show(signedIn(network), Membership, { group: group('contratacion', { my_membership: 'owner', my_level: 'mentions' }), onchange: vi.fn() });
    await fireEvent.click(screen.getByRole('button', { name: 'Salir del grupo' }));
    return within(await screen.findByRole('dialog'));
};

it('tells an owner whom nobody can follow so before it promises anything', async () => {
    const dialog = await leaving([mine, { ...mine, person: person(2, 'Invitada'), role: 'guest' }]);
    expect(dialog.getByRole('heading').textContent).toBe('Nadie más puede llevar el grupo');
    expect(dialog.getByRole('link').getAttribute('href')).toBe('/groups/contratacion/settings');
    expect(dialog.queryByRole('button', { name: 'Salir del grupo' })).toBeNull();
});

it('lets an owner leave whom somebody can follow', async () => {
    const dialog = await leaving([mine, { ...mine, person: person(2, 'Miembro'), role: 'member' }]);
    expect(dialog.getByRole('button', { name: 'Salir del grupo' })).toBeTruthy();
});

it('counts who comes in once, whether the page has heard of it or not', async () => {
    for (const answers of [true, false]) {
        const network = new Network();
        const onchange = vi.fn();
        const props = { group: group('contratacion', { my_membership: 'invited', members: 24 }), onchange };
        const shown = show(signedIn(network), Membership, props);
        network
            .on('GET /groups/contratacion/members/me', { body: { state: 'invited', invitation: { role: 'member' } } })
            .on('PUT /groups/contratacion/members/me', { body: { state: 'member' } })
            .on('GET /groups/contratacion', () => {
                // The live connection was quicker.
                void shown.rerender({ props: { props: { ...props, group: { ...props.group, my_membership: 'member', members: 25 } } } } as never);
                return answers ? { body: { ...props.group, my_membership: 'member', members: 25 } } : refusal(503, 'unavailable');
            });
        await fireEvent.click(screen.getByRole('button', { name: /^Aceptar/ }));
        await waitFor(() => expect(onchange).toHaveBeenCalledOnce());
        expect(onchange.mock.calls[0]?.[0]).toMatchObject({ my_membership: 'member', members: 25 });
        shown.unmount();
    }
});
