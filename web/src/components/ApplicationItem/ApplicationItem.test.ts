// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import type { Application } from '../../api/types.ts';
import ApplicationItem from './ApplicationItem.svelte';

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

it('keeps the administration chosen among several, whatever is ticked afterwards', async () => {
    const network = new Network();
    const town = (id: number, name: string) => ({ id, name, band: null });
    const search = vi.fn(() => ({ body: { items: [town(1, 'Villar del Río'), town(2, 'Villar del Campo')], next: null } }));
    network.on('GET /administrations', search).on('POST /applications/5/admission', { status: 204 });
    const onsettled = vi.fn();
    show(signedIn(network), ApplicationItem, {
        application: {
            id: 5, name: 'Iker Sanz', email: 'iker@valle.test', position: 'Secretario', organisation: 'Villar', reason: 'Llevo tres.',
            asked_at: '2026-05-04T08:00:00.000Z', inviter: null,
        } as unknown as Application,
        onsettled,
    });
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'Villar' } });
    await screen.findByRole('combobox');
    const list = screen.getByRole('combobox') as HTMLSelectElement;
    // As browsers do: both events, and both go up.
    list.value = '2';
    await fireEvent.input(list);
    await fireEvent.change(list);
    const box = screen.getByRole('checkbox');
    await fireEvent.click(box);
    await vi.advanceTimersByTimeAsync(1000);
    expect([list.value, search.mock.calls.length]).toEqual(['2', 1]);
    await fireEvent.click(screen.getByRole('button', { name: 'Admitir' }));
    await waitFor(() => expect(network.sent.at(-1)?.body).toMatchObject({ administration: 2 }));
});
