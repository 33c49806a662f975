// SPDX-License-Identifier: EUPL-1.2
import type { UploadedFile } from '../../api/upload.ts';
import type { Outcome } from '../../api/problem.ts';

/** A scan takes a second or two; a scanner that is away may take a morning. */
const pauses = [1, 1, 2, 3, 5, 10];
const longestPause = 20;

/** What the scanner says of a file, asked for again and again while somebody wants to know; null when the file is gone, or nobody does. */
export async function verdict(
    ask: () => Promise<Outcome<Pick<UploadedFile, 'state'>>>,
    wanted: () => boolean,
    pause = (seconds: number) => new Promise<void>((done) => setTimeout(done, seconds * 1000)),
): Promise<'ready' | 'refused' | null> {
    for (let n = 0; wanted(); n++) {
        await pause(pauses[n] ?? longestPause);
        if (!wanted()) return null;
        const outcome = await ask();
        if (outcome.ok && outcome.value.state !== 'checking') return outcome.value.state;
        if (!outcome.ok && (outcome.problem.status === 404 || outcome.problem.status === 401)) return null;
    }
    return null;
}
