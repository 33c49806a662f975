// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { group, person } from '../../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import MemberRow from './MemberRow.svelte';

afterEach(() => vi.unstubAllGlobals());

const open = () => {
    const network = new Network();
    const onchange = vi.fn();
    const mine = group('contratacion', { my_membership: 'owner' });
    show(signedIn(network), MemberRow, { member: { person: person(99), role: 'member', by_rule: true }, group: mine, onchange, onremoved: vi.fn() });
    return { network, onchange, sent: () => network.calls('PUT /groups/contratacion/members/99').map(({ body }) => body.role) };
};
const list = () => screen.getByRole('combobox') as HTMLSelectElement;
const choose = (role: string) => fireEvent.change(list(), { target: { value: role } });

it('gives no role by choosing it: going past one with the arrow keys changes nothing', async () => {
    const { network, onchange, sent } = open();
    network.on('PUT /groups/contratacion/members/99', { status: 204 });
    await choose('owner');
    await choose('host');
    expect(sent()).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: /^Cambiar/ }));
    await waitFor(() => expect(onchange).toHaveBeenCalled());
    expect(sent()).toEqual(['host']);
});

it('shows what holds again when a role was refused', async () => {
    const { network, onchange } = open();
    network.on('PUT /groups/contratacion/members/99', refusal(403, 'forbidden'));
    await choose('host');
    await fireEvent.click(screen.getByRole('button', { name: /^Cambiar/ }));
    await screen.findByRole('alert');
    expect([list().value, onchange.mock.calls.length, screen.queryByRole('button', { name: /^Cambiar/ })]).toEqual(['member', 0, null]);
});

it('says that a rule made somebody a member', () => {
    open();
    screen.getByText('Por regla');
});
