// SPDX-License-Identifier: EUPL-1.2
// Sending a file, with its progress. What fetch cannot tell, the older way can.
import type { components } from './generated/openapi.ts';
import { problemFrom, unreachable, type Outcome } from './problem.ts';

export type UploadedFile = components['schemas']['own_file'];

/** As the server takes them (`largest_file`). */
export const largestFile = 25 * 1024 * 1024;

export function upload(file: File, language: string, onprogress: (share: number) => void): { cancel: () => void; done: Promise<Outcome<UploadedFile>> } {
    const request = new XMLHttpRequest();
    const done = new Promise<Outcome<UploadedFile>>((answer) => {
        const failed = () => answer({ ok: false, problem: { ...unreachable } });
        request.onerror = request.onabort = request.ontimeout = failed;
        request.upload.onprogress = ({ loaded, total }) => onprogress(loaded / Math.max(total, 1));
        request.onload = () => {
            let body: unknown = null;
            try {
                body = JSON.parse(request.responseText);
            } catch {
                // A proxy in between answers in its own words.
            }
            const retry = request.getResponseHeader('Retry-After');
            if (request.status === 201) answer({ ok: true, value: body as UploadedFile });
            else answer({ ok: false, problem: problemFrom(body, new Response(null, { status: request.status, headers: retry ? { 'Retry-After': retry } : {} })) });
        };
    });
    request.open('POST', `${location.origin}/api/v1/files?name=${encodeURIComponent([...file.name].slice(-200).join('') || 'archivo')}`);
    request.setRequestHeader('X-Plaza', '1');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Accept-Language', language);
    request.send(file);
    return { cancel: () => request.abort(), done };
}
