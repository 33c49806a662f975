// SPDX-License-Identifier: EUPL-1.2

/** What the server takes of one file. */
export const largestFile = 2 * 1024 * 1024;

/** The text of a file; what is no UTF-8 is taken for what Excel in Spain writes as plain CSV. */
export function textOf(bytes: ArrayBuffer): string {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
        return new TextDecoder('windows-1252').decode(bytes);
    }
}

/** Either name is taken by the server, and faults are told by the first. */
const otherNames: Record<string, string> = {
    domain: 'dominio', email: 'correo', language: 'idioma', name: 'nombre', position: 'puesto', relation: 'relacion', unit: 'unidad',
};

/** How the file itself calls a column. */
export function columnIn(csv: string, field: string): string {
    const header = (/^\uFEFF?([^\r\n]*)/.exec(csv)?.[1] ?? '').split(/[,;\t]/).map((name) => name.replaceAll('"', '').trim());
    const called = (wanted: string | undefined) => header.find((name) => name.toLowerCase() === wanted);
    return called(field) ?? called(otherNames[field]) ?? field;
}
