// SPDX-License-Identifier: EUPL-1.2
// Archives and documents as people send them, and as nobody should.
import {crc32, deflateRawSync} from 'node:zlib';

export interface Entry { name: string; bytes: Buffer | string; stored?: boolean; locked?: boolean }

/** A ZIP archive; `claims` is what it says of the size of each entry. */
export function zip(entries: Entry[], claims?: number): Buffer {
  const parts: Buffer[] = [], directory: Buffer[] = [];
  let at = 0;
  for (const {name, bytes, stored, locked} of entries) {
    const whole = Buffer.from(bytes as string), data = stored ? whole : deflateRawSync(whole, {level: 9});
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(locked ? 1 : 0, 2);
    facts.writeUInt16LE(stored ? 0 : 8, 4);
    facts.writeUInt32LE(crc32(whole), 10);
    facts.writeUInt32LE(data.length, 14);
    facts.writeUInt32LE(claims ?? whole.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), facts, Buffer.from(name), data);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, tail, Buffer.from(name));
    at += 4 + facts.length + Buffer.byteLength(name) + data.length;
  }
  const index = Buffer.concat(directory), end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, index, end]);
}

const office = (entry: string, more: Entry[]) => zip([{name: '[Content_Types].xml', bytes: '<Types/>'}, {name: entry, bytes: '<x/>'}, ...more]);
export const docx = (...more: Entry[]) => office('word/document.xml', more);
export const xlsx = (...more: Entry[]) => office('xl/workbook.xml', more);
export const pptx = (...more: Entry[]) => office('ppt/presentation.xml', more);
export const openDocument = (kind: string, ...more: Entry[]) =>
  zip([{name: 'mimetype', bytes: `application/vnd.oasis.opendocument.${kind}`, stored: true}, {name: 'content.xml', bytes: '<x/>'}, ...more]);

export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
