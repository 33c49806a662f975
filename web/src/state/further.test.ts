// SPDX-License-Identifier: EUPL-1.2
import { afterEach, expect, it, vi } from 'vitest';
import { Announcer } from './announcer.svelte.ts';
import { further } from './further.ts';

afterEach(() => {
    document.body.replaceChildren();
    vi.useRealTimers();
});

async function press(adds: number, whole: boolean): Promise<{ said: string; focus: string | undefined }> {
    document.body.innerHTML = '<main><h1 tabindex="-1">Inicio</h1><ul><li><a href="/1">Uno</a></li></ul><button>Cargar más</button></main>';
    const [rows, button] = [document.querySelector('ul'), document.querySelector('button')];
    const announcer = new Announcer();
    button?.focus();
    await further(announcer, () => rows, async () => {
        for (let at = 0; at < adds; at++) rows?.insertAdjacentHTML('beforeend', `<li><span>sin leer</span> <a href="/n${at}">Nueva ${at}</a></li>`);
        if (whole) button?.remove();
    }, () => whole);
    return { said: announcer.text, focus: document.activeElement?.textContent ?? undefined };
}

it('leaves the focus on the button while there is one', async () => {
    expect(await press(2, false)).toEqual({ said: 'Se han cargado 2 más.', focus: 'Cargar más' });
    expect(await press(0, false)).toEqual({ said: '', focus: 'Cargar más' });
});

it('gives it to the first that came when the button goes, and says that there are no more', async () => {
    expect(await press(1, true)).toEqual({ said: 'Se ha cargado # más. No hay más.'.replace('#', '1'), focus: 'Nueva 0' });
    expect(await press(0, true)).toEqual({ said: 'No hay más.', focus: 'Inicio' });
});
