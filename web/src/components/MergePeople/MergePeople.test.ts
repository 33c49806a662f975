// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { me } from '../../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import { consoleCalls } from '../../api/console-calls.ts';
import type { ConsolePerson } from '../../api/types.ts';
import MergePeople from './MergePeople.svelte';

const account = (id: number, name: string): ConsolePerson => ({
    person: { ...me.person, id, name }, email: `${id}@villar.test`, status: 'active', role: null, sessions: 0, last_used_at: null, suspension: null,
} as unknown as ConsolePerson);
const gone = account(90, 'Pau Ferrer'), first = account(91, 'Ana Ruiz'), last = account(92, 'Iker Sanz');
const begun = { id: 7, gone: { id: 90, name: 'Pau Ferrer' }, kept: { id: 92, name: 'Iker Sanz' }, by: 'Ana', state: 'begun', refusal: null, failing: false, began_at: '2026-05-04T08:00:00.000Z', finished_at: null };
const merger = (kept: ConsolePerson) => ({ gone, kept, threads: 1, posts: 2, groups: 3, appointments: 1 });

let network: Network;
const previews = new Map<string | null, (answer: never) => void>();

beforeEach(() => {
    previews.clear();
    HTMLDialogElement.prototype.showModal = function () {
        this.open = true;
    };
    HTMLDialogElement.prototype.close = () => {};
    network = new Network();
    network
        .on('GET /console/people', { body: { items: [gone, first, last], next: null } })
        .on('GET /console/people/90/merger', ({ query }) => new Promise<never>((done) => previews.set(query.get('into'), done)));
});
afterEach(() => vi.unstubAllGlobals());

const choose = (one: ConsolePerson) => fireEvent.click(screen.getByRole('button', { name: `Se queda esta: ${one.person.name}` }));
const answer = (one: ConsolePerson) => previews.get(String(one.person.id))!({ body: merger(one) } as never);
const field = (name: RegExp) => screen.getByLabelText(name) as HTMLInputElement;

async function look() {
    const app = signedIn(network);
    const onbegun = vi.fn();
    const said = vi.spyOn(app.announcer, 'say');
    const calls = app.api.using(consoleCalls);
    const asked = vi.spyOn(calls, 'previewMerger');
    vi.spyOn(app.api, 'using').mockReturnValue(calls);
    show(app, MergePeople, { person: gone, onbegun, onclose: vi.fn() });
    await fireEvent.input(field(/^Nombre o correo/), { target: { value: 'villar' } });
    await screen.findByRole('button', { name: /Ana Ruiz/ });
    return { onbegun, said, asked };
}

it('merges into the account that was chosen last, whichever answer comes last', async () => {
    const { asked } = await look();
    await choose(first);
    await choose(last);
    await waitFor(() => expect(previews.size).toBe(2));
    answer(last);
    await screen.findByText(/lo suyo pasa a Iker Sanz/);
    await fireEvent.input(field(/^Motivo/), { target: { value: 'Es la misma persona' } });
    answer(first);
    await Promise.all(asked.mock.results.map(({ value }) => value));
    await tick();
    screen.getByText(/lo suyo pasa a Iker Sanz/);
    network.on('POST /console/people/90/merger', { status: 202, body: begun });
    await fireEvent.submit(field(/^Motivo/).form!);
    await waitFor(() => expect(network.calls('POST /console/people/90/merger')[0]!.body.into).toBe(92));
});

it('has one key for one merger whose answer was lost', async () => {
    const { onbegun } = await look();
    await choose(last);
    await waitFor(() => expect(previews.has('92')).toBe(true));
    answer(last);
    await screen.findByText(/lo suyo pasa a Iker Sanz/);
    await fireEvent.input(field(/^Motivo/), { target: { value: 'Es la misma persona' } });
    network.on('POST /console/people/90/merger', 'unreachable');
    await fireEvent.submit(field(/^Motivo/).form!);
    await screen.findByRole('alert');
    network.on('POST /console/people/90/merger', { status: 202, body: begun });
    await fireEvent.submit(field(/^Motivo/).form!);
    await waitFor(() => expect(onbegun).toHaveBeenCalled());
    const keys = network.calls('POST /console/people/90/merger').map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys[0]).toBeTruthy();
    expect(keys[1]).toBe(keys[0]);
});

it('keeps the focus in the dialog, and says how many accounts were found', async () => {
    const { said } = await look();
    expect(said).toHaveBeenLastCalledWith('2 cuentas');
    await choose(last);
    await waitFor(() => expect(previews.has('92')).toBe(true));
    answer(last);
    await waitFor(() => expect(document.activeElement).toBe(field(/^Motivo/)));
    await fireEvent.click(screen.getByRole('button', { name: 'Elegir otra' }));
    await waitFor(() => expect(document.activeElement).toBe(field(/^Nombre o correo/)));
});
