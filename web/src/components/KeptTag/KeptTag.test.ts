// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, within } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import KeptTag from './KeptTag.svelte';

afterEach(() => vi.unstubAllGlobals());

const tag = { name: 'urbanismo', vocabulary: true, description: 'Suelo.', version: 'a'.repeat(32), names: [] };

it('says that somebody else changed it, keeps what was typed, and replaces what stands the next time', async () => {
    const network = new Network();
    const sent: { version: string; description: string }[] = [];
    network
        .on('PUT /console/tags/urbanismo', ({ body }) => {
            sent.push(body as (typeof sent)[number]);
            return sent.length === 1 ? refusal(409, 'conflict') : { body: { ...tag, description: 'Lo mío.' } };
        })
        .on('GET /tags/urbanismo', { body: { ...tag, version: 'b'.repeat(32), description: 'Lo de otra.', names: [{ language: 'ca', name: 'urbanisme' }] } });
    const onkept = vi.fn();
    show(signedIn(network), KeptTag, { tag, onkept });
    const about = screen.getByLabelText('De qué va') as HTMLInputElement;
    await fireEvent.input(about, { target: { value: 'Lo mío.' } });
    await fireEvent.submit(about.form!);
    const told = await screen.findByRole('alert');
    await vi.waitFor(() => expect(within(told).getAllByRole('definition').map(({ textContent }) => textContent)).toEqual(['Lo de otra.', 'urbanisme']));
    expect([about.value, onkept.mock.calls.length]).toEqual(['Lo mío.', 0]);
    await vi.waitFor(async () => {
        await fireEvent.submit(about.form!);
        expect(onkept).toHaveBeenCalled();
    });
    expect([sent[0]!.version, sent.at(-1)!.version]).toEqual([tag.version, 'b'.repeat(32)]);
});
