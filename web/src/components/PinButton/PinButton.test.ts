// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, it, vi } from 'vitest';
import { group, thread } from '../../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import PinButton from './PinButton.svelte';

afterEach(() => vi.unstubAllGlobals());

it('follows what others do after what I did', async () => {
    const network = new Network();
    network.on('PUT /threads/7/pinned', { status: 204 }).on('GET /groups', {
        body: { items: [group('contratacion', { my_membership: 'moderator' })], next: null },
    });
    const app = signedIn(network);
    await app.groups.load();
    const props = (pinned: boolean) => ({ app, component: PinButton, props: { thread: thread(7, { pinned }) } });
    const { rerender } = show(app, PinButton, props(false).props);
    await fireEvent.click(await screen.findByRole('button', { name: 'Fijar en el grupo' }));
    await screen.findByRole('button', { name: 'Dejar de fijar' });
    await rerender({ props: props(true) } as never);
    await rerender({ props: props(false) } as never);
    screen.getByRole('button', { name: 'Fijar en el grupo' });
});
