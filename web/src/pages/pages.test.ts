// SPDX-License-Identifier: EUPL-1.2
// Pages with the whole application behind them and only the network made up.
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Component } from 'svelte';
import { facts, group, me, person, post, thread, threadPage } from '../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import type { LiveEvent, Post } from '../api/types.ts';
import type { App } from '../state/app.svelte.ts';
import { Marks } from '../state/marks.svelte.ts';
import { startRouter, useRoutes, type Place } from '../state/router.svelte.ts';
import GroupPage from './GroupPage.svelte';
import GroupsPage from './GroupsPage.svelte';
import HomePage from './HomePage.svelte';
import SearchPage from './SearchPage.svelte';
import ThreadPage from './ThreadPage.svelte';

let network: Network;
let app: App;
let cursor = 0;

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    Element.prototype.scrollIntoView = vi.fn();
    network = new Network();
    network
        .on('GET /groups', { body: { items: [group('contratacion')], next: null } })
        .on('GET /feed', { body: { items: [thread(10), thread(11)], next: null } })
        .on('PUT /threads/7/read', { status: 204 });
    app = signedIn(network);
    app.enter();
    network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
});
afterEach(() => {
    app.live.stop();
    vi.unstubAllGlobals();
});

function place(params: Record<string, string> = {}, query = '', hash = ''): Place {
    return { path: '/', params, query: new URLSearchParams(query), hash, page: HomePage as Component, visit: 1 };
}

function hear(kind: LiveEvent['kind'], data: object, id = 7): void {
    const event = { type: 'event', cursor: `c${++cursor}`, kind, group: 'contratacion', thread: id, data };
    network.socket.say(event as unknown as LiveEvent);
}

const live = ({ my_vote: _, ...data }: Post) => data;

describe('the home page', () => {
    it('shows a new question without being asked to', async () => {
        show(app, HomePage, {});
        await screen.findByRole('link', { name: 'Pregunta 10' });
        hear('thread.created', facts(12, { author: person(2) }), 12);
        await waitFor(() => expect(screen.getAllByRole('article')[0]?.textContent).toContain('Pregunta 12'));
    });

    it('lets it wait behind a pill while the list is used', async () => {
        show(app, HomePage, {});
        (await screen.findByRole('link', { name: 'Pregunta 10' })).focus();
        hear('thread.created', facts(12, { author: person(2) }), 12);
        const pill = await screen.findByRole('button', { name: '1 nueva' });
        expect(app.announcer.text).toBe('Novedad en Contratación: Pregunta 12');
        screen.getByRole('link', { name: 'Pregunta 12' });
        expect(screen.getAllByRole('article')).toHaveLength(2);
        hear('thread.created', facts(13, { author: person(2) }), 13);
        await fireEvent.click(await screen.findByRole('button', { name: '2 nuevas' }));
        expect(screen.getAllByRole('article').map((row) => within(row).getByRole('heading').textContent?.trim().slice(0, 11))).toEqual([
            'Pregunta 13',
            'Pregunta 12',
            'Pregunta 10',
            'Pregunta 11',
        ]);
        expect(pill.isConnected).toBe(false);
    });

    it('loads again when the gap was too long, and asks for nothing otherwise', async () => {
        show(app, HomePage, {});
        await screen.findByRole('link', { name: 'Pregunta 10' });
        expect(network.calls('GET /feed')).toHaveLength(1);
        network.on('GET /feed', { body: { items: [thread(20)], next: null } });
        network.socket.say({ type: 'hello', cursor: 'x', resumed: false });
        await screen.findByRole('link', { name: 'Pregunta 20' });
        expect(screen.queryByRole('link', { name: 'Pregunta 10' })).toBeNull();
    });

    it('says no longer that the server is away once it is heard', async () => {
        network.on('GET /feed', 'unreachable').on('GET /questions', 'unreachable').on('GET /me/unread', 'unreachable').on('GET /announcements', 'unreachable');
        show(app, HomePage, {});
        await screen.findByRole('alert');
        expect(app.away).toBe(true);
        network.on('GET /feed', { body: { items: [thread(10)], next: null } });
        network.socket.say({ type: 'hello', cursor: 'h2', resumed: true });
        expect(app.away).toBe(false);
        await screen.findByRole('link', { name: 'Pregunta 10' });
    });

    it('says what went wrong and tries again', async () => {
        network.on('GET /feed', 'unreachable');
        show(app, HomePage, {});
        const alert = await screen.findByRole('alert');
        network.on('GET /feed', { body: { items: [thread(10)], next: null } });
        await fireEvent.click(within(alert).getByRole('button'));
        await screen.findByRole('link', { name: 'Pregunta 10' });
    });
});

describe('a thread', () => {
    const asker = { can: { reply: true, answer: true, mark: true, accept: true, edit: true, close: true, order: false } };

    async function open(posts: Post[], change = {}, hash = '') {
        network.on('GET /threads/7', { body: threadPage(posts, change) }).on('GET /threads/7/posts', { body: { items: [], next: null } });
        show(app, ThreadPage, { place: place({ id: '7' }, '', hash) });
        await screen.findByRole('heading', { level: 1, name: 'Pregunta 7' });
    }

    it.each(['123)', '0', '1e3', '9007199254740993', 'x'])('that cannot exist (%s) is asked for by nobody', async (id) => {
        show(app, ThreadPage, { place: place({ id }) });
        await screen.findByRole('heading', { name: 'No encontramos esa conversación' });
        expect(network.socket.sent).toEqual([]);
        expect(network.sent.filter(({ path }) => path.startsWith('/threads'))).toEqual([]);
    });

    it('is watched while it is open, and read again once watching stands', async () => {
        await open([post(1)]);
        expect(network.socket.sent).toContainEqual({ type: 'watch', thread: 7 });
        network.on('GET /threads/7/posts', ({ query }) => ({
            body: { items: query.get('after') === '1' ? [post(2)] : [], next: null },
        }));
        network.socket.say({ type: 'watching', thread: 7, cursor: 'w' });
        await screen.findByText('Texto 2');
    });

    it('shows what others write, once, and says it to who listens', async () => {
        await open([post(1)]);
        hear('post.created', live(post(2, { author: person(5, 'Pau Ferrer') })));
        await screen.findByText('Texto 2');
        hear('post.created', live(post(2, { author: person(5, 'Pau Ferrer') })));
        expect(screen.getAllByText('Texto 2')).toHaveLength(1);
        expect(app.announcer.text).toBe('Mensaje nuevo de Pau Ferrer.');
        screen.getByRole('button', { name: 'Ver 1 mensaje nuevo' });
    });

    it('lets only the asker say what solved it, and take it back', async () => {
        network
            .on('PUT /threads/7/accepted', { body: thread(7, { ...asker, state: 'solved', accepted: 2 }) })
            .on('DELETE /threads/7/accepted', { body: thread(7, { ...asker, state: 'answered' }) });
        await open([post(1), post(2)], asker);
        await fireEvent.click(screen.getByRole('button', { name: 'Esto lo resolvió' }));
        await screen.findByText('Solución aceptada');
        expect(network.calls('PUT /threads/7/accepted')[0]?.body).toEqual({ number: 2 });
        await fireEvent.click(screen.getByRole('button', { name: 'No lo resolvió' }));
        await screen.findByRole('button', { name: 'Esto lo resolvió' });
    });

    it('has under an answer of somebody else useful and reply, and nothing more but a menu', async () => {
        await open([post(1), post(2)]);
        const answer = document.getElementById('p2') as HTMLElement;
        const names = within(answer).getAllByRole('button').map((button) => button.getAttribute('aria-label') ?? button.textContent?.trim());
        expect(names).toEqual(['Útil', 'Responder', 'Más acciones del mensaje 2']);
    });

    it('counts useful at once, and puts it right when it is refused', async () => {
        network.on('PUT /posts/10002/useful', refusal(503, 'unavailable'));
        await open([post(1), post(2, { useful: 4 })]);
        app.marks = new Marks(app);
        const useful = screen.getByRole('button', { name: /Útil/ });
        await fireEvent.click(useful);
        expect(useful.textContent).toContain('5');
        await screen.findByRole('alert');
        expect(useful.textContent).toContain('4');
        expect(useful.getAttribute('aria-pressed')).toBe('false');
    });

    it('is read only for who does not belong to the group', async () => {
        await open([post(1), post(2)], { can: { reply: false, answer: false, mark: false, accept: false, edit: false, close: false, order: false } });
        expect(screen.queryByRole('textbox')).toBeNull();
        expect(screen.queryByRole('button', { name: 'Responder' })).toBeNull();
        screen.getByRole('link', { name: 'Ir a Contratación' });
    });

    it('of an archived group asks no member to join', async () => {
        const can = { reply: false, answer: false, accept: false, edit: false };
        network.on('GET /groups', { body: { items: [group('contratacion', { archived: true })], next: null } });
        await app.groups.load();
        await open([post(1)], { can });
        screen.getByText('Este grupo está archivado', { exact: false });
        expect(screen.queryByText('tienes que formar parte', { exact: false })).toBeNull();
    });

    it('gives the focus to what was written, and says so', async () => {
        network
            .on('POST /threads/7/posts', { status: 201, body: post(3, { role: 'comment', parent: 2, author: person(1) }) })
            .on('PUT /posts/10001', { body: post(1, { body: 'Mejor' }) });
        await open([post(1), post(2)]);
        await fireEvent.click(within(document.getElementById('p2') as HTMLElement).getByRole('button', { name: 'Responder' }));
        await fireEvent.input(screen.getByRole('textbox', { name: 'Tu comentario' }), { target: { value: 'Gracias' } });
        const form = screen.getByRole('form', { name: 'Tu comentario' });
        await fireEvent.click(within(form).getByRole('button', { name: 'Comentar' }));
        await waitFor(() => expect(document.activeElement?.id).toBe('p3'));
        expect(app.announcer.text).toBe('Publicado.');
        await fireEvent.click(screen.getByRole('button', { name: 'Más acciones del mensaje 1' }));
        await fireEvent.click(screen.getByRole('menuitem', { name: 'Editar' }));
        await fireEvent.input(await screen.findByRole('textbox', { name: 'Editar' }), { target: { value: 'Mejor' } });
        await fireEvent.click(screen.getByRole('button', { name: 'Guardar' }));
        await waitFor(() => expect(document.activeElement?.id).toBe('p1'));
        expect(app.announcer.text).toBe('Cambios guardados.');
    });

    it('marks the post that the address speaks of', async () => {
        useRoutes([{ pattern: '/threads/:id', load: async () => ({ default: ThreadPage as Component<any> }) }]);
        history.replaceState(null, '', '/threads/7');
        const stop = startRouter();
        await open([post(1), post(2, { accepted: true })], { accepted: 2, state: 'solved' });
        await fireEvent.click(screen.getByRole('link', { name: 'Ir a la solución' }));
        await waitFor(() => expect(document.activeElement?.id).toBe('p2'));
        expect([...document.querySelectorAll('.post.target')].map(({ id }) => id)).toEqual(['p2']);
        stop();
    });

    it('follows a link to a post through as many pages as it takes', async () => {
        network.on('GET /threads/7', ({ query }) => {
            const page = Number(query.get('before') ?? 0);
            const items = page === 0 ? [post(1), post(2)] : [post(page * 2 + 1), post(page * 2 + 2)];
            return { body: threadPage(items, { posts: { items, next: page < 3 ? String(page + 1) : null } }) };
        });
        show(app, ThreadPage, { place: place({ id: '7' }, '', 'p6') });
        await screen.findByText('Texto 6');
        expect(screen.queryByText('Texto 7')).toBeNull();
        await fireEvent.click(screen.getByRole('button', { name: 'Cargar más mensajes' }));
        await screen.findByText('Texto 8');
    });

    it('sends a comment the same way again after a reload, wherever it was begun', async () => {
        network.on('POST /threads/7/posts', 'unreachable');
        const comment = post(3, { role: 'comment', parent: 2 });
        await open([post(1), post(2), comment]);
        await fireEvent.click(within(document.getElementById('p3') as HTMLElement).getByRole('button', { name: 'Responder' }));
        const write = async () => {
            const form = screen.getByRole('form', { name: 'Tu comentario' });
            await fireEvent.click(within(form).getByRole('button', { name: 'Comentar' }));
        };
        await fireEvent.input(screen.getByRole('textbox', { name: 'Tu comentario' }), { target: { value: 'Un matiz' } });
        await write();
        await fireEvent.click(await screen.findByRole('button', { name: 'No enviar' }));
        cleanup();
        await open([post(1), post(2), comment]);
        network.on('POST /threads/7/posts', { status: 201, body: post(4, { role: 'comment', parent: 2 }) });
        await write();
        await waitFor(() => expect(network.calls('POST /threads/7/posts')).toHaveLength(2));
        const [first, second] = network.calls('POST /threads/7/posts');
        expect(first?.body).toEqual({ role: 'comment', parent: 2, body: 'Un matiz' });
        expect(second?.body).toEqual(first?.body);
        expect(second?.headers.get('Idempotency-Key')).toBe(first?.headers.get('Idempotency-Key'));
    });

    it('marks as read what was shown, once', async () => {
        await open([post(1), post(2)], { read_up_to: 1 });
        await waitFor(() => expect(network.calls('PUT /threads/7/read').map(({ body }) => body)).toEqual([{ number: 2 }]));
    });

    it('leaves nothing on the page when access ended', async () => {
        await open([post(1)]);
        network.on('GET /threads/7', refusal(404, 'not_found'));
        network.socket.say({
            type: 'event',
            cursor: 'gone',
            kind: 'membership.changed',
            group: 'contratacion',
            thread: null,
            data: { my_membership: 'none' },
        } as never);
        await screen.findByRole('heading', { name: 'Ya no formas parte de este grupo' });
        expect(screen.queryByText('Texto 1')).toBeNull();
    });

    it('takes nothing for markup but what the server made of Markdown', async () => {
        const markup = '<img src=x onerror=alert(1)>';
        const author = { ...person(5, markup), post: markup, administration: { id: 1, name: markup, band: null } };
        await open([post(1, { author, html: '<p>un <em>texto</em></p>' }), post(2, { body: markup, html: '<p></p>' })], {
            tags: [markup],
            group: { slug: 'contratacion', name: markup },
        });
        hear('thread.changed', facts(7, { title: markup }));
        await screen.findByRole('heading', { level: 1, name: markup });
        expect(document.querySelector('.prose em')?.textContent).toBe('texto');
        expect(document.querySelector('img')).toBeNull();
    });
});

describe('a group', () => {
    it('can be joined, and its threads are there', async () => {
        network
            .on('GET /groups/contratacion', { body: group('contratacion', { my_membership: 'none' }) })
            .on('GET /groups/contratacion/threads', ({ query }) => ({ body: { items: query.get('limit') ? [] : [thread(10)], next: null } }))
            .on('PUT /groups/contratacion/members/me', { body: { state: 'member' } });
        show(app, GroupPage, { place: place({ slug: 'contratacion' }) });
        await screen.findByRole('link', { name: 'Pregunta 10' });
        await fireEvent.click(screen.getByRole('button', { name: /Unirme/ }));
        await screen.findByText('Formas parte del grupo');
        screen.getByText('13 personas', { exact: false });
    });

    it('that cannot be read again stays, with what is being written in it', async () => {
        network
            .on('GET /groups/contratacion', { body: group('contratacion') })
            .on('GET /groups/contratacion/threads', ({ query }) => ({ body: { items: query.get('limit') ? [] : [thread(10)], next: null } }));
        show(app, GroupPage, { place: place({ slug: 'contratacion' }) });
        await screen.findByRole('link', { name: 'Pregunta 10' });
        const title = screen.getByLabelText('Tu pregunta en una frase') as HTMLTextAreaElement;
        await fireEvent.input(title, { target: { value: 'A medias' } });
        network.on('GET /groups/contratacion', refusal(503, 'unavailable'));
        network.socket.say({ type: 'hello', cursor: 'x', resumed: false });
        const alert = (await screen.findByText('Lo que ves puede no estar al día.', { exact: false })).closest('[role=alert]') as HTMLElement;
        expect([title.isConnected, title.value]).toEqual([true, 'A medias']);
        screen.getByRole('link', { name: 'Pregunta 10' });
        network.on('GET /groups/contratacion', { body: group('contratacion') });
        await fireEvent.click(within(alert).getByRole('button'));
        await waitFor(() => expect(alert.isConnected).toBe(false));
    });

    it('there is none of is said, with what to do', async () => {
        network.on('GET /groups', { body: { items: [], next: null } });
        app.session.me = me;
        show(app, GroupsPage, {});
        await screen.findByText('Crea el primero si tu red lo permite.', { exact: false });
        expect(screen.getByRole('link', { name: 'Crear un grupo' }).getAttribute('href')).toBe('/nuevo-grupo');
        await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'padrón' } });
        await screen.findByText('Ningún grupo se llama así.');
    });

    it('of mine that could not be asked for is said where it is missed', async () => {
        network.on('GET /groups', refusal(503, 'unavailable'));
        app.enter();
        show(app, HomePage, {});
        await fireEvent.focus(screen.getByLabelText('Tu pregunta en una frase'));
        await waitFor(() => expect(screen.getAllByRole('alert')).toHaveLength(2));
        network.on('GET /groups', { body: { items: [group('contratacion')], next: null } });
        await fireEvent.click(within(screen.getAllByRole('alert')[0] as HTMLElement).getByRole('button'));
        await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
        screen.getByRole('option', { name: 'Contratacion' });
    });

    it('that is private asks for nothing it may not know', async () => {
        network.on('GET /groups/secretaria', { body: group('secretaria', { kind: 'private', my_membership: 'none' }) });
        show(app, GroupPage, { place: place({ slug: 'secretaria' }) });
        await screen.findByRole('button', { name: /Pedir entrar/ });
        expect(network.calls('GET /groups/secretaria/threads')).toEqual([]);
    });

    it('that does not exist or may not be known is said to be neither', async () => {
        show(app, GroupPage, { place: place({ slug: 'oculto' }) });
        await screen.findByRole('heading', { name: 'No encontramos ese grupo' });
    });
});

describe('a search', () => {
    it('shows extracts with their marks, and which answer solved it', async () => {
        network.on('GET /search', {
            body: {
                items: [{ thread: thread(7, { accepted: 3, state: 'solved' }), number: 3, extract: 'un <mark>contrato</mark> &lt;b&gt;' }],
                next: null,
            },
        });
        show(app, SearchPage, { place: place({}, 'q=contrato&group=contratacion&state=solved') });
        expect((await screen.findByText('contrato')).tagName).toBe('MARK');
        screen.getByText('Solución:', { exact: false });
        expect(screen.getByRole('link', { name: 'Pregunta 7' }).getAttribute('href')).toBe('/threads/7#p3');
        expect(Object.fromEntries(network.calls('GET /search')[0]?.query ?? [])).toEqual({
            q: 'contrato',
            group: 'contratacion',
            state: 'solved',
        });
    });

    it('keeps its results when there are no more to be had just now', async () => {
        const item = (id: number) => ({ thread: thread(id), number: 1, extract: 'texto' });
        network.on('GET /search', ({ query }) => (query.get('before') ? 'unreachable' : { body: { items: [item(7)], next: 'a' } }));
        show(app, SearchPage, { place: place({}, 'q=contrato') });
        await fireEvent.click(await screen.findByRole('button', { name: 'Cargar más' }));
        const alert = await screen.findByRole('alert');
        screen.getByRole('link', { name: 'Pregunta 7' });
        network.on('GET /search', ({ query }) => ({ body: { items: [item(query.get('before') ? 8 : 9)], next: null } }));
        await fireEvent.click(within(alert).getByRole('button'));
        await screen.findByRole('link', { name: 'Pregunta 8' });
        screen.getByRole('link', { name: 'Pregunta 7' });
    });

    it('without result offers to ask it, with the words', async () => {
        network.on('GET /search', { body: { items: [], next: null } });
        show(app, SearchPage, { place: place({}, 'q=tasa por cocotero') });
        const ask = await screen.findByRole('link', { name: 'Preguntar «tasa por cocotero»' });
        expect(new URL(ask.getAttribute('href') ?? '', location.href).searchParams.get('text')).toBe('tasa por cocotero');
    });
});
