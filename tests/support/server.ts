// SPDX-License-Identifier: EUPL-1.2
// One `plaza serve` on a free port, stopped by its process id, its log read at the end.
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {filesOf} from './database.ts';
import {binary, root, slowness, within} from './environment.ts';
import {bounded} from './wait.ts';

export type Settings = Record<string, string>;

/** Limits no test meets unless it is about them. */
export const generous: Settings = Object.fromEntries(
  ['READ', 'SEARCH', 'WRITE', 'SIGN_IN', 'LIVE', 'ANONYMOUS'].map((name) => [`PLAZA_LIMITS_${name}`, '1000000']));

/** A machine with other work gives a request longer than production would; no test but those about waiting may hang on it. */
const patient: Settings = {PLAZA_ANSWER_WITHIN_MS: String(5_000 * slowness)};

/** The longest wait as it is promised, for tests about waiting. */
export const prompt: Settings = {PLAZA_ANSWER_WITHIN_MS: String(900 * slowness)};

function environment(settings: Settings): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PLAZA_')));
  return {...inherited, ...settings};
}

export interface Finished { code: number | null; stdout: string; stderr: string }

/** Runs a command of the program to its end. */
export async function run(args: string[], settings: Settings = {}, input = ''): Promise<Finished> {
  const child = spawn(binary(), args, {cwd: root, env: environment(settings), stdio: 'pipe'});
  let stdout = '', stderr = '';
  child.stdout.on('data', (part) => { stdout += part; });
  child.stderr.on('data', (part) => { stderr += part; });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return {code, stdout, stderr};
}

/** Words of a sanitizer's report. */
const broken = /AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:|terminate called/;

export class Server {
  /** What must never stand in the log: passwords, tokens, texts of people. */
  readonly secrets = new Set<string>();
  log = '';
  ended: {code: number | null; signal: NodeJS.Signals | null} | null = null;
  private readonly closed: Promise<void>;

  private constructor(private readonly child: ChildProcess, readonly port: number, stdoutAfter: () => string) {
    this.closed = once(child, 'close').then(([code, signal]) => { this.ended = {code, signal}; });
    this.extra = stdoutAfter;
  }

  private readonly extra: () => string;

  /** `surroundings`: a command that becomes what it is given, in other surroundings. */
  static async start(databaseUrl: string, settings: Settings = {}, surroundings: string[] = []): Promise<Server> {
    const [program, ...words] = [...surroundings, binary(), 'serve'];
    const child = spawn(program!, words, {
      cwd: root,
      env: environment({PLAZA_DATABASE_URL: databaseUrl, PLAZA_LISTEN: '127.0.0.1:0', PLAZA_FILES_DIR: filesOf(databaseUrl), PLAZA_FILES_RESERVE_MB: '1', ...generous, ...patient, ...settings}),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '', after = '';
    const onLog = (part: Buffer) => { log += part; };
    child.stderr!.on('data', onLog);
    const lines = createInterface({input: child.stdout!});
    const first = new Promise<string>((done, fail) => {
      lines.once('line', (line) => { lines.on('line', (more) => { after += more + '\n'; }); done(line); });
      child.once('close', (code) => fail(new Error(`plaza serve ended with ${code} before it listened:\n${log}`)));
    });
    try {
      const {listening} = JSON.parse(await bounded('plaza serve listens', first, 20_000)) as {listening: string};
      const server = new Server(child, Number(listening.split(':').at(-1)), () => after);
      server.log = log;
      child.stderr!.off('data', onLog);
      child.stderr!.on('data', (part) => { server.log += part; });
      return server;
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  get pid(): number { return this.child.pid!; }
  get host(): string { return `127.0.0.1:${this.port}`; }
  get origin(): string { return `http://${this.host}`; }

  signal(name: NodeJS.Signals): void { this.child.kill(name); }

  async wait(ms = 20_000): Promise<{code: number | null; signal: NodeJS.Signals | null}> {
    await bounded(`the end of plaza serve\n${this.log.slice(-2000)}`, this.closed, ms);
    return this.ended!;
  }

  async kill(): Promise<void> {
    if (!this.ended) this.child.kill('SIGKILL');
    await this.wait();
    this.check();
  }

  /** Asks it to end, and finds fault with how it ended and with what it logged. */
  async stop(): Promise<void> {
    const early = this.ended;
    if (!early) this.child.kill('SIGTERM');
    let end: Awaited<ReturnType<Server['wait']>>;
    try {
      end = await this.wait(25_000);
    } catch (error) {
      this.child.kill('SIGKILL');
      throw error;
    }
    this.check();
    if (early) throw new Error(`plaza serve had ended by itself (${JSON.stringify(early)}):\n${this.log.slice(-4000)}`);
    if (end.code !== 0) throw new Error(`plaza serve ended with ${JSON.stringify(end)}:\n${this.log.slice(-4000)}`);
  }

  /** The log holds no secret and no report of a sanitizer; standard output only its first line. */
  check(): void {
    const found = broken.exec(this.log);
    if (found) throw new Error(`the server reported ${found[0]}:\n${this.log.slice(Math.max(0, found.index - 200), found.index + 6000)}`);
    for (const secret of this.secrets) {
      const at = this.log.indexOf(secret);
      if (at >= 0) throw new Error(`a secret stands in the log: …${this.log.slice(Math.max(0, at - 200), at + 80)}…`);
    }
    if (this.extra()) throw new Error(`standard output holds more than its first line: ${this.extra()}`);
  }

  /** Structured lines of the log. */
  entries(): Record<string, unknown>[] {
    return this.log.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  }
}

export const startBound = () => within(2_000);
