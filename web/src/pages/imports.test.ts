// SPDX-License-Identifier: EUPL-1.2
// Files that are brought in: what is done is what was tried, and what was wrong can be taken back.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import CsvImport from '../components/CsvImport/CsvImport.svelte';
import type { App } from '../state/app.svelte.ts';
import DomainsCsvPage from './DomainsCsvPage.svelte';
import PeopleCsvPage from './PeopleCsvPage.svelte';

let network: Network;
let app: App;

beforeEach(() => {
    vi.stubGlobal('scrollTo', vi.fn());
    network = new Network();
    app = signedIn(network);
});
afterEach(() => vi.unstubAllGlobals());

const field = () => screen.getByLabelText('Fichero CSV');
async function choose(text: string) {
    const bytes = new TextEncoder().encode(text);
    Object.defineProperty(field(), 'files', { configurable: true, value: [{ size: bytes.length, arrayBuffer: async () => bytes.buffer }] });
    await fireEvent.change(field());
}
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }));
const slow = { timeout: 6_000 };

it('does no file that was not tried', async () => {
    const answers: ((value: unknown) => void)[] = [];
    const send = vi.fn((_csv: string, _dryRun: boolean) => new Promise((done) => answers.push(done)));
    show(app, CsvImport, { hint: '', send });
    await choose('uno');
    await press('Comprobar');
    await choose('dos');
    answers[0]!({ ok: true, value: { act: 'Enviar 1 invitación', counts: ['Líneas leídas: 1'], errors: [] } });
    await waitFor(() => expect(screen.getByRole('button', { name: 'Comprobar' }).getAttribute('aria-busy')).toBe('false'));
    expect(screen.queryByRole('button', { name: 'Enviar 1 invitación' })).toBeNull();
    await press('Comprobar');
    answers[1]!({ ok: true, value: { act: 'Enviar 1 invitación', counts: ['Líneas leídas: 1'], errors: [] } });
    await press('Enviar 1 invitación');
    expect(send.mock.calls.map(([csv, dryRun]) => [csv, dryRun])).toEqual([['uno', true], ['dos', true], ['dos', false]]);
    expect((field() as HTMLInputElement).disabled).toBe(true);
});

const done = (id: number, dry_run: boolean) => ({
    id, dry_run, finished: true, report: { read: 1, invited: 1 }, by: 'Rosa Gil', began_at: '2026-05-04T08:00:00.000Z', can_be_taken_back: !dry_run,
});

it('goes on asking how far an import has come after one answer was lost', async () => {
    network.on('POST /console/people_imports', { status: 201, body: { ...done(5, true), finished: false, report: {} } });
    network.on('GET /console/people_imports/5', () => {
        network.on('GET /console/people_imports/5', { body: done(5, true) });
        return refusal(503, 'unavailable');
    });
    show(app, PeopleCsvPage, {});
    await choose('nombre,correo,dir3');
    await press('Comprobar');
    await screen.findByText('Líneas leídas: 1', undefined, slow);
    expect(screen.queryByRole('alert')).toBeNull();
}, 10_000);

it('offers nothing to do where no line can be used, and names the column as the file does', async () => {
    const errors = [{ line: 2, field: 'email', reason: 'not_an_address' }];
    network.on('POST /console/people_imports', { status: 201, body: { ...done(5, true), report: { read: 1, invited: 0, errors } } });
    show(app, PeopleCsvPage, {});
    await choose('Nombre;"Correo";dir3\r\nMala;mala;L01');
    await press('Comprobar');
    await screen.findByRole('cell', { name: 'Correo' });
    expect(screen.getAllByRole('button').map((button) => button.textContent)).toEqual(['Comprobar']);
    expect(screen.getByText(/No hay ninguna línea que usar/)).toBeTruthy();
});

it('takes back what was done also after another file was tried, and starts a file once', async () => {
    let tries = 0;
    network.on('POST /console/people_imports', ({ body }) =>
        !body.dry_run && ++tries === 1 ? 'unreachable' : { status: 201, body: done(body.dry_run ? 5 : 6, body.dry_run) });
    show(app, PeopleCsvPage, {});
    await choose('nombre,correo,dir3');
    await press('Comprobar');
    await press('Enviar 1 invitación');
    await screen.findByRole('alert');
    await press('Enviar 1 invitación');
    await screen.findByRole('button', { name: /^Deshacer este envío/ });
    const keys = network.calls('POST /console/people_imports').filter(({ body }) => !body.dry_run).map(({ headers }) => headers.get('Idempotency-Key'));
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
    await choose('corregido');
    await press('Comprobar');
    await screen.findByText('Comprobado: no se ha cambiado nada todavía.');
    screen.getByRole('button', { name: /^Deshacer este envío/ });
});

it('takes back what somebody else brought in, found in the list', async () => {
    network.on('GET /console/people_imports', { body: { items: [done(8, true), done(7, false), { ...done(6, false), can_be_taken_back: false }] } });
    show(app, PeopleCsvPage, {});
    expect((await screen.findAllByText(/Rosa Gil/)).length).toBe(2);
    HTMLDialogElement.prototype.showModal = function () {
        this.open = true;
    };
    HTMLDialogElement.prototype.close = () => {};
    network.on('DELETE /console/people_imports/7', { body: { ...done(7, false), can_be_taken_back: false, report: { read: 1, invited: 1, withdrawn: 1 } } });
    await press(/^Deshacer este envío/);
    await press('Retirar los enlaces');
    await screen.findByText(/^1 enlace retirado/);
    expect(screen.queryByRole('button', { name: /^Deshacer este envío/ })).toBeNull();
});

it('follows domains that a job takes in, and lists what was brought in', async () => {
    const one = (id: number, dry_run: boolean, finished: boolean) => ({
        id, dry_run, finished, failing: false, report: finished ? { read: 2, created: 2, unchanged: 0, errors: [] } : {}, by: 'Rosa Gil', began_at: '2026-05-04T08:00:00.000Z',
    });
    network.on('GET /console/domain_imports', { body: { items: [] } });
    network.on('POST /console/domains', ({ body }) => ({ status: 202, body: one(body.dry_run ? 5 : 6, body.dry_run, false) }));
    network.on('GET /console/domain_imports/5', { body: one(5, true, true) });
    network.on('GET /console/domain_imports/6', { body: one(6, false, true) });
    show(app, DomainsCsvPage, {});
    await choose('dir3,domain');
    await press('Comprobar');
    await waitFor(() => screen.getByRole('button', { name: 'Añadir 2 dominios' }), slow);
    await press('Añadir 2 dominios');
    await screen.findByText(/Espera su turno o se está leyendo/);
    await screen.findByText(/Rosa Gil · Nuevos: 2/, undefined, slow);
    screen.getByText('Hecho.');
}, 15_000);
