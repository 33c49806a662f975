// SPDX-License-Identifier: EUPL-1.2
// The line about the connection: true, quiet, and only for what lasts.
import { cleanup, screen } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import type { App } from '../../state/app.svelte.ts';
import { overAfterMs, toldAfterMs } from '../../state/connection.svelte.ts';
import Connection from './Connection.svelte';

let app: App;
const at = (time: string) => vi.setSystemTime(new Date(`2026-03-10T${time}`));
const line = () => screen.getByRole('status').textContent?.trim().replace(/\s+/g, ' ');

async function pass(ms: number): Promise<void> {
    flushSync();
    await vi.advanceTimersByTimeAsync(ms);
    flushSync();
}

function device(online: boolean): void {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(online);
    dispatchEvent(new Event(online ? 'online' : 'offline'));
}

beforeEach(() => {
    localStorage.clear();
    vi.useFakeTimers();
    at('10:32:00');
    app = signedIn(new Network());
    app.heardAt = Date.now();
    show(app, Connection, {});
});
afterEach(() => {
    cleanup();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
});

it('says that the device is offline, and of when is what is shown', async () => {
    at('10:33:20');
    device(false);
    await pass(toldAfterMs);
    expect(line()).toBe('Sin conexión. Ves lo que había a las 10:32.');
    device(true);
    await pass(overAfterMs);
    expect(line()).toBe('');
});

it('says nothing of a short break, and takes nothing back for a short return', async () => {
    device(false);
    await pass(toldAfterMs - 1);
    device(true);
    await pass(toldAfterMs);
    expect(line()).toBe('');
    app.away = true;
    await pass(toldAfterMs);
    const said = line();
    expect(said).toBe('No llegamos al servidor. Ves lo que había a las 10:32.');
    app.away = false;
    await pass(overAfterMs - 1);
    app.away = true;
    await pass(overAfterMs);
    expect(line()).toBe(said);
});

it('says the nearest of what is missing, since the first of it', async () => {
    app.delayed = true;
    await pass(toldAfterMs);
    expect(line()).toBe('Ahora no se puede publicar ni leer lo nuevo. Ves lo que había a las 10:32.');
    at('10:40:00');
    app.heardAt = Date.now();
    app.away = true;
    await pass(toldAfterMs);
    device(false);
    await pass(toldAfterMs);
    expect(line()).toBe('Sin conexión. Ves lo que había a las 10:32.');
});

it('says the day too when that is over', async () => {
    at('18:05:00');
    app.heardAt = Date.now();
    device(false);
    await pass(toldAfterMs);
    expect(line()).toBe('Sin conexión. Ves lo que había a las 18:05.');
    vi.setSystemTime(new Date('2026-03-11T08:00:00'));
    await pass(30_000);
    expect(line()).toBe('Sin conexión. Ves lo que había el 10 de marzo de 2026 a las 18:05.');
});

it('leads to what waits to be sent and is not on the screen, once the server is reached', async () => {
    const keep = (place: string, page: string, more: object) =>
        localStorage.setItem(`plaza:draft:1:${place}`, JSON.stringify({ fields: { text: 'Tres' }, attempt: null, at: Date.now(), page, ...more }));
    device(false);
    await pass(toldAfterMs);
    keep('thread:8', '/threads/8', {});
    keep('thread:9', '/threads/9', { waits: Date.now() });
    keep('ask', location.pathname, { waits: Date.now() });
    dispatchEvent(new StorageEvent('storage', { key: 'plaza:draft:1:thread:9' }));
    await pass(0);
    expect(line()).toContain('Sin conexión.');
    device(true);
    await pass(overAfterMs);
    expect(line()).toBe('Un texto tuyo espera a enviarse. Ver');
    expect(screen.getByRole('link', { name: 'Ver' }).getAttribute('href')).toBe('/threads/9');
    localStorage.clear();
    dispatchEvent(new StorageEvent('storage', { key: null }));
    await pass(0);
    expect(line()).toBe('');
});
