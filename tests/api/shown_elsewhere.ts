// SPDX-License-Identifier: EUPL-1.2
// What nobody in the permission matrix can do, and the file that shows it done.
import {basename} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {visited} from '../support/contract.ts';

export const shownElsewhere: Record<string, string> = {
  ask_for_email_change: 'recovery.test.ts',
  begin_second_factor: 'second_factor.test.ts',
  change_password: 'account.test.ts',
  confirm_address: 'leavers.test.ts',
  confirm_email_change: 'recovery.test.ts',
  confirm_second_factor: 'second_factor.test.ts',
  finish_sign_in: 'second_factor.test.ts',
  look_at_password_reset: 'recovery.test.ts',
  read_outbox: 'mails.test.ts',
  remove_second_factor: 'second_factor.test.ts',
  renew_recovery_codes: 'second_factor.test.ts',
  reset_password: 'recovery.test.ts',
  resubscribe: 'mails.test.ts',
  share_thread: 'keeping_threads.test.ts',
  sign_in: 'session.test.ts',
  unsubscribe: 'mails.test.ts',
};

/** The last test of each of these files: what is left to it was answered as done while it ran. */
export function showsWhatTheMatrixLeaves(url: string): void {
  const file = basename(fileURLToPath(url));
  it('shows at work what the permission matrix leaves to this file', () => {
    const left = Object.keys(shownElsewhere).filter((id) => shownElsewhere[id] === file);
    expect(left).not.toEqual([]);
    expect(left.filter((id) => ![...visited].some((seen) => seen.startsWith(`${id} 2`)))).toEqual([]);
  });
}
