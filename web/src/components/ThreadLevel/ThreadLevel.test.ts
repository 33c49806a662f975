// SPDX-License-Identifier: EUPL-1.2
import { screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import ThreadLevel from './ThreadLevel.svelte';

afterEach(() => vi.unstubAllGlobals());

it.each([true, false])('has the focus on the choice in the dialog opened for it, and takes it from nobody elsewhere (%s)', async (inDialog) => {
    const network = new Network().on('GET /threads/7/level', { body: { level: null, group_level: 'mentions' } });
    const { baseElement, container } = show(signedIn(network), ThreadLevel, { thread: { id: 7 } });
    const dialog = document.createElement(inDialog ? 'dialog' : 'div');
    const close = document.createElement('button');
    dialog.append(close, container);
    if (dialog instanceof HTMLDialogElement) dialog.open = true;
    baseElement.append(dialog);
    close.focus();
    const select = await screen.findByRole('combobox');
    await vi.waitFor(() => expect(document.activeElement).toBe(inDialog ? select : close));
    dialog.remove();
});
