// SPDX-License-Identifier: EUPL-1.2
// A real mail server beside the tests (mail_server.py), told what to do at which step of a conversation.
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {root} from './environment.ts';
import type {Settings} from './server.ts';
import {until} from './wait.ts';

export type Step = 'connect' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'content' | 'accepted';
/** Without encryption and signing in. */
export const steps: Step[] = ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'content', 'accepted'];
export type Action = {do: 'reply'; words: string} | {do: 'hang'} | {do: 'drop'};

export interface Message {
  id: string; from: string; to: string[]; subject: string; headers: [string, string][]; text: string; html: string;
  defects: string[]; encrypted: boolean; signed_in: boolean; ehlo: string; raw: string;
}

export interface MailServerOptions { certificate?: string; key?: string; tls_at_once?: boolean; auth_required?: boolean; port?: number }

export class MailServer {
  /** What it has taken over with a 250, in order. */
  readonly messages: Message[] = [];
  readonly reached: Step[] = [];
  private planned = 0;
  private faults = '';

  private constructor(private readonly child: ChildProcess, public port: number) {}

  static async start(options: MailServerOptions = {}): Promise<MailServer> {
    const child = spawn('/usr/bin/python3', [join(root, 'tests', 'support', 'mail_server.py'), JSON.stringify(options)], {stdio: 'pipe'});
    const server = new MailServer(child, 0);
    child.stderr!.on('data', (part) => { server.faults += part; });
    createInterface({input: child.stdout!}).on('line', (line) => {
      const told = JSON.parse(line);
      if (told.port) server.port = told.port;
      if (told.planned) server.planned++;
      if (told.step) server.reached.push(told.step);
      if (told.message) server.messages.push(told.message);
    });
    await until('the mail server listens', () => {
      if (child.exitCode !== null) throw new Error(server.faults);
      return server.port;
    });
    return server;
  }

  /** What a server of Plaza needs to send by it. */
  settings(more: Settings = {}): Settings {
    return {
      PLAZA_SMTP_URL: `smtp://127.0.0.1:${this.port}`, PLAZA_SMTP_STARTTLS: 'never', PLAZA_SMTP_REPLY_SECONDS: '20',
      PLAZA_MAIL_FROM: 'plaza@plaza.example', PLAZA_PUBLIC_URL: 'https://plaza.example', ...more,
    };
  }

  /** The next time this step is reached. */
  async next(step: Step, action: Action): Promise<void> {
    const before = this.planned;
    this.child.stdin!.write(JSON.stringify({step, ...action}) + '\n');
    await until('the mail server knows', () => this.planned > before);
  }

  /** Letters to one address. */
  to(address: string): Message[] { return this.messages.filter((message) => message.to.includes(address)); }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
