// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import PlaceFilters from './PlaceFilters.svelte';

const { navigate } = vi.hoisted(() => ({ navigate: vi.fn() }));
vi.mock('../../state/router.svelte.ts', async (original) => ({ ...(await original<object>()), navigate }));
afterEach(() => vi.unstubAllGlobals());

it('leaves alone what is being typed, and follows the address otherwise', async () => {
    const app = signedIn(new Network());
    const props = (query: string) => ({ path: '/personas', query: new URLSearchParams(query), label: 'Nombre' });
    const { rerender } = show(app, PlaceFilters, props(''));
    const words = screen.getByRole('searchbox') as HTMLInputElement;
    const arrives = (query: string) => rerender({ props: { app, component: PlaceFilters, props: props(query) } });
    await fireEvent.input(words, { target: { value: 'ana ' } });
    await vi.waitFor(() => expect(navigate).toHaveBeenCalledWith('/personas?q=ana', { replace: true }));
    await arrives('q=ana');
    expect(words.value).toBe('ana ');
    await fireEvent.input(words, { target: { value: 'ana ruiz' } });
    await arrives('q=ana&band=x');
    expect(words.value).toBe('ana ruiz');
    await vi.waitFor(() => expect(navigate).toHaveBeenLastCalledWith('/personas?q=ana+ruiz', { replace: true }));
    await arrives('q=padr%C3%B3n');
    expect(words.value).toBe('padrón');
});
