// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { group } from '../../../tests/support/examples.ts';
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
