// SPDX-License-Identifier: EUPL-1.2
// What somebody sees of a network, once loaded and then kept by events as the web application keeps it. Where that
// reads something again, so does this.
import type {Answer} from './client.ts';
import type {LiveEvent} from './live.ts';

export interface SeenThread { facts: any; posts: Map<number, any> }
type Ask = (path: string) => Promise<Answer>;

/** The facts that are the same for everybody. */
function factsOf({unread, can, superseded_by, duplicate_of, same_here, posts, bookmarked, shows, read_up_to, acts, ...facts}: any): any { return facts; }
function factsOfPost({my_vote, ...facts}: any): any { return facts; }
/** Of a deleted post its text and author are gone; the rest tells nobody anything. */
function shown(post: any): any {
  return post.deleted ? {id: post.id, number: post.number, deleted: true, author: post.author, body: post.body, html: post.html} : post;
}

export class LiveModel {
  groups = new Set<string>();
  threads = new Map<number, SeenThread>();
  notices: any[] = [];
  unread = 0;
  /** Whether `unread` must be right: nobody tells who does not belong to a group when notices of it come into sight or leave it. */
  counted = true;
  readonly watched = new Set<number>();

  constructor(private readonly ask: Ask) {}

  private async all(path: string): Promise<any[]> {
    const items: any[] = [];
    for (let before: string | null = null, more = true; more; more = before !== null) {
      const page: any = (await this.ask(`${path}${path.includes('?') ? '&' : '?'}limit=100${before ? `&before=${before}` : ''}`));
      if (page.status === 404) return [];  // left meanwhile: its event follows
      if (page.status !== 200) throw new Error(`${path}: ${page.status} ${page.text}`);
      items.push(...page.json.items);
      before = page.json.next;
    }
    return items;
  }

  async load(): Promise<void> {
    const groups = (await this.all('/groups?mine=true')).map(({slug}) => slug as string);
    this.groups = new Set(groups);
    this.threads = new Map();
    const ids = new Set(this.watched);
    for (const threads of await Promise.all(groups.map((slug) => this.all(`/groups/${slug}/threads`)))) for (const {id} of threads) ids.add(id);
    await Promise.all([...ids].map((id) => this.readThread(id)));
    await this.loadNotices();
  }

  async loadNotices(): Promise<void> {
    this.notices = await this.all('/notifications');
    this.unread = this.notices.filter(({read}) => !read).length;
    this.counted = this.allMine;
  }

  private belongs(facts: any): boolean { return this.groups.has(facts.group.slug) || this.watched.has(facts.id); }

  /** False where it may not be read, or leads elsewhere. */
  async readThread(id: number): Promise<boolean> {
    const answer = await this.ask(`/threads/${id}?limit=100`);
    // 308: merged into another.
    if (![200, 308, 404].includes(answer.status)) throw new Error(`thread ${id}: ${answer.status} ${answer.text}`);
    if (answer.status !== 200 || !this.belongs(answer.json)) {
      this.threads.delete(id);
      return false;
    }
    if (answer.json.posts.next) throw new Error(`thread ${id} is longer than a page`);
    this.threads.set(id, {facts: factsOf(answer.json), posts: new Map(answer.json.posts.items.map((post: any) => [post.number, factsOfPost(post)]))});
    return true;
  }

  async apply(event: LiveEvent): Promise<void> {
    const {kind, data} = event;
    const known = event.thread === null ? undefined : this.threads.get(event.thread);
    switch (kind) {
      case 'thread.created': case 'thread.changed': case 'thread.accepted':
        if (!this.belongs(data)) this.threads.delete(data.id);
        else if (!known) await this.readThread(data.id);
        else {
          known.facts = data;
          for (const post of known.posts.values()) post.accepted = post.number === data.accepted;
        }
        this.notices = this.notices.map((one) => (one.thread?.id === data.id ? {...one, thread: {...one.thread, title: data.title}} : one));
        break;
      case 'post.created': case 'post.edited':
        if (known && data.body === undefined) await this.readThread(event.thread!);
        else known?.posts.set(data.number, data);
        break;
      case 'post.hidden': {
        const post = known?.posts.get(data.number);
        if (post) known!.posts.set(data.number, {...post, author: null, body: '', html: '', accepted: false, deleted: true});
        // Written and deleted while the line was cut: what told of it went with it.
        else if (known) await this.readThread(event.thread!);
        break;
      }
      case 'useful.changed': {
        const post = known?.posts.get(data.number);
        if (post) post.useful = data.useful;
        break;
      }
      case 'applied.changed': {
        const post = known?.posts.get(data.number);
        if (post) post.applied = data.applied;
        break;
      }
      case 'same_problem.changed':
        if (known) known.facts = {...known.facts, ...data};
        break;
      case 'thread.gone':
        if (known && (event.group === null || known.facts.group.slug === event.group)) await this.readThread(event.thread!);
        break;
      case 'thread.ordered':
        await this.readThread(event.thread!);
        break;
      case 'membership.changed':
        return this.load();
      case 'notification': {
        const {notification} = data;
        this.counted &&= this.mine(notification.group);
        const had = this.notices.find(({id}) => id === notification.id);
        if (!had && data.change < 1) {
          await this.loadNotices();
          break;
        }
        this.unread += had ? Number(had.read) - Number(notification.read) : data.change;
        this.notices = notification.read ? this.notices.map((one) => (one === had ? notification : one))
          : [notification, ...this.notices.filter((one) => one !== had)];
        break;
      }
      case 'notifications.read':
        this.notices = this.notices.map((one) => (one.renewed_at <= data.up_to ? {...one, read: true} : one));
        this.unread = this.notices.filter(({read}) => !read).length;
        break;
      default:
    }
    const closed = kind === 'group.closed' && this.notices.some(({group}) => group?.slug === event.group);
    if (closed || kind === 'thread.gone' || (kind === 'thread.ordered' && ['moved', 'merged', 'split'].includes(data.act)) || ((kind === 'post.hidden' || kind === 'thread.ordered' || kind === 'thread.accepted') && this.notices.some(({thread}) => thread?.id === event.thread))) {
      await this.loadNotices();
    }
  }

  private mine(group: any): boolean { return group === null || this.groups.has(group.slug); }
  /** Whether all that is told of is of groups of one's own. */
  get allMine(): boolean { return this.notices.every(({group}) => this.mine(group)); }

  /** To be compared with another's. */
  picture(): unknown {
    return {
      groups: [...this.groups].sort(),
      threads: [...this.threads.values()].sort((a, b) => a.facts.id - b.facts.id)
        .map(({facts, posts}) => ({...facts, posts: [...posts.values()].sort((a, b) => a.number - b.number).map(shown)})),
      // Nobody tells who does not belong to a group that what they were told of there is changed, or closed to them.
      notices: this.notices.filter(({group}) => this.mine(group)).sort((a, b) => a.id - b.id),
    };
  }
}
