// SPDX-License-Identifier: EUPL-1.2
// "Programar" without an answer: in the end there is one text, and it is said where it stands.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { group, thread } from '../../../tests/support/examples.ts';
import { Network, refusal, show, signedIn, type Sent } from '../../../tests/support/network.ts';
import ThreadForm from '../ThreadForm/ThreadForm.svelte';

let network: Network;
let place: string;
const onsent = vi.fn();
const asked = () => network.calls('POST /groups/contratacion/threads');
const scheduled = () => network.sent.filter(({ method, path }) => method === 'PUT' && path.endsWith('/publication'));

beforeEach(() => {
    localStorage.clear();
    onsent.mockClear();
    network = new Network();
    network.on('POST /groups/contratacion/threads', { status: 201, body: thread(9) });
});
afterEach(() => vi.unstubAllGlobals());

/** A question whose scheduling was asked for once, and got this answer. */
async function tried(answer: Parameters<Network['on']>[1], props: Record<string, unknown> = {}) {
    const app = signedIn(network);
    app.groups.items = [group('contratacion')];
    app.groups.loaded = true;
    vi.spyOn(app.drafts, 'newKey').mockReturnValue('0123456789abcdef0123');
    place = 'later-0123456789abcdef';
    network.on(`PUT /me/drafts/${place}/publication`, answer);
    show(app, ThreadForm, { place: 'ask', onsent, open: true, group: 'contratacion', ...props });
    await type('¿Mañana?');
    if (!props.kept) await fireEvent.click(screen.getByRole('button', { name: 'Publicar más tarde…' }));
    await press(props.kept ? 'Guardar cambios' : 'Programar');
    await waitFor(() => expect(scheduled()).toHaveLength(1));
}
const type = (text: string) => fireEvent.input(screen.getByLabelText('Tu pregunta en una frase'), { target: { value: text } });
const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }));
const row = () => ({ place, version: 5, saved_at: '2026-11-22T10:00:00Z', publication: null });
/** What was sent last waits for its time, unless it says something else by now. */
const waits = (fields = {}) =>
    network
        .on('GET /me/drafts', { body: { items: [row()], ended: [] } })
        .on(`GET /me/drafts/${place}`, { body: { ...row(), page: '', fields: { ...scheduled().at(-1)!.body.fields, ...fields } } });

it('sends the changed text to the place of the first', async () => {
    await tried('unreachable');
    await screen.findByRole('alert');
    network.on(`PUT /me/drafts/${place}/publication`, { body: { version: 6 } });
    await type('¿Mañana o pasado?');
    await press('Programar');
    await screen.findByText(/^Programado\./);
    expect(scheduled().map(({ path, body }) => [path.split('/')[3], body.version, body.request.title])).toEqual([
        [place, 0, '¿Mañana?'],
        [place, 0, '¿Mañana o pasado?'],
    ]);
    expect(screen.queryByRole('alert')).toBeNull();
});

it.each([false, true])('of one that had its time goes on from what was kept without an answer; changed from elsewhere: %s', async (changed) => {
    let standing: object = {};
    const kept = { place: 'later-0123456789abcdef', fields: { title: 'Antes', kind: 'question', group: 'contratacion' }, page: '', version: 5, saved_at: '2026-11-22T10:00:00Z', publication: { publish_at: '2030-01-01T08:00:00Z', group: group('contratacion').id, way: 'threads', title: 'Antes', kind: 'question', confirmed: 5, refused: null } };
    await tried('unreachable', { kept, place: kept.place });
    standing = { ...kept, version: 6, fields: scheduled()[0]!.body.fields };
    network.on(`GET /me/drafts/${place}`, () => ({ body: standing }));
    network.on(`PUT /me/drafts/${place}/publication`, ({ body }: Sent) => (body.version === 6 ? { body: { version: 7 } } : refusal(409, 'conflict')));
    await type('¿Mañana o pasado?');
    if (changed) standing = { ...standing, fields: { title: 'De otro equipo' } };
    await press('Guardar cambios');
    if (changed) await screen.findByText(/^Este texto se ha cambiado desde otro sitio/);
    else await waitFor(() => expect(location.pathname).toBe('/borradores'));
    expect(scheduled().map(({ body }) => body.version)).toEqual(changed ? [5, 5] : [5, 5, 6]);
});

it('says where to look when that text was changed or published elsewhere, and takes another place then', async () => {
    await tried(refusal(409, 'conflict'));
    await screen.findByText(/^Este texto ya se había programado/);
    expect(screen.getByRole('link', { name: 'Ver en Borradores' }).getAttribute('href')).toBe('/borradores');
    expect(screen.queryByRole('alert')).toBeNull();
});

it('published at once after all, takes back what may wait, and says so where it is out already', async () => {
    await tried('unreachable');
    waits();
    network.on(`DELETE /me/drafts/${place}`, refusal(503, 'unavailable'));
    await press('Cancelar');
    await press('Preguntar');
    await waitFor(() => expect(network.calls(`DELETE /me/drafts/${place}`)).toHaveLength(1));
    await screen.findByRole('alert');
    expect(asked()).toHaveLength(0);
    network.on('GET /me/drafts', { body: { items: [], ended: [{ place, version: 5 }] } });
    await press('Preguntar');
    await screen.findByText(/^Lo que programaste sí llegó/);
    expect(asked()).toHaveLength(0);
    // Having read that, they want it published as well.
    await press('Preguntar');
    await waitFor(() => expect(asked()).toHaveLength(1));
});

it('publishes once what was taken back', async () => {
    await tried('unreachable');
    waits();
    network.on(`DELETE /me/drafts/${place}`, { status: 204 });
    await press('Cancelar');
    await press('Preguntar');
    await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
    expect(network.calls(`DELETE /me/drafts/${place}`)[0]?.query.get('version')).toBe('5');
});

it('takes back the later of two that were sent there, also after a reload', async () => {
    await tried('unreachable');
    await screen.findByRole('alert');
    await type('¿Mañana o pasado?');
    await press('Programar');
    await waitFor(() => expect(scheduled()).toHaveLength(2));
    await screen.findByRole('alert');
    const app = signedIn(network);
    app.groups.items = [group('contratacion')];
    app.groups.loaded = true;
    document.body.replaceChildren();
    show(app, ThreadForm, { place: 'ask', onsent, open: true, group: 'contratacion' });
    expect((screen.getByLabelText('Tu pregunta en una frase') as HTMLTextAreaElement).value).toBe('¿Mañana o pasado?');
    waits();
    network.on(`DELETE /me/drafts/${place}`, { status: 204 });
    await press('Preguntar');
    await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
    expect(network.calls(`DELETE /me/drafts/${place}`)).toHaveLength(1);
});

it('leaves what was changed elsewhere since, and says where it is before anything is published', async () => {
    await tried('unreachable');
    waits({ title: '¿Mañana? Con lo que he añadido en el portátil' });
    await press('Cancelar');
    await press('Preguntar');
    await screen.findByText(/^Lo que programaste sí llegó, y después se ha cambiado/);
    expect(screen.getByRole('link', { name: 'Ver' }).getAttribute('href')).toBe('/borradores');
    expect([network.calls(`DELETE /me/drafts/${place}`), asked()]).toEqual([[], []]);
    await press('Preguntar');
    await waitFor(() => expect(asked()).toHaveLength(1));
    expect(network.calls(`DELETE /me/drafts/${place}`)).toEqual([]);
});
