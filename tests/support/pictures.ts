// SPDX-License-Identifier: EUPL-1.2
// Pictures as people and others send them, made without any library.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {crc32, deflateSync} from 'node:zlib';

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(data.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), out.length - 4);
  return out;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function png(width: number, height: number, depth: number, colour: number, rows: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = depth;
  head[9] = colour;
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows, {level: 9})), chunk('IEND', Buffer.alloc(0))]);
}

/** Of two colours: left and right halves, as [red, green, blue]. */
export function twoHalves(width: number, height: number, left: number[], right: number[]): Buffer {
  const row = Buffer.alloc(1 + 3 * width);
  for (let x = 0; x < width; ++x) row.set(x < width / 2 ? left : right, 1 + 3 * x);
  return png(width, height, 8, 2, Buffer.concat(Array.from({length: height}, () => row)));
}

/** The same in greys. */
export function greyHalves(width: number, height: number, left: number, right: number): Buffer {
  const row = Buffer.alloc(1 + width);
  for (let x = 0; x < width; ++x) row[1 + x] = x < width / 2 ? left : right;
  return png(width, height, 8, 0, Buffer.concat(Array.from({length: height}, () => row)));
}

/** Valid from the first to the last byte, of one bit a pixel, all black. */
export const vast = (width: number, height: number) => png(width, height, 1, 0, Buffer.alloc((1 + Math.ceil(width / 8)) * height));

/** What a tool of libvips makes of a picture: `vips copy IN OUT[options]`. */
export function converted(picture: Buffer, to: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'plaza-picture-'));
  try {
    const from = join(folder, 'in.png');
    execFileSync('/bin/sh', ['-c', 'cat > "$1"', 'sh', from], {input: picture});
    execFileSync('vips', ['copy', from, join(folder, to)]);
    return readFileSync(join(folder, to.replace(/\[.*/, '')));
  } finally {
    rmSync(folder, {recursive: true});
  }
}

/** The same as a JPEG in cyan, magenta, yellow and black. */
export function inks(picture: Buffer): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'plaza-picture-'));
  try {
    const [from, to] = [join(folder, 'in.png'), join(folder, 'out.jpg')];
    execFileSync('/bin/sh', ['-c', 'cat > "$1"', 'sh', from], {input: picture});
    execFileSync('vips', ['colourspace', from, to, 'cmyk']);
    return readFileSync(to);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

/** The pixel at a place of a picture, as [red, green, blue]. */
export function pixel(picture: Buffer, name: string, x: number, y: number): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'plaza-picture-'));
  try {
    const file = join(folder, name);
    execFileSync('/bin/sh', ['-c', 'cat > "$1"', 'sh', file], {input: picture});
    return execFileSync('vips', ['getpoint', file, String(x), String(y)], {encoding: 'utf8'}).trim().split(/\s+/).map(Number);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

/** A JPEG with where it was taken in EXIF (42° 7' N), in XMP and in a comment. */
export function located(jpeg: Buffer, marker: string): Buffer {
  const entry = (tag: number, type: number, count: number, value: Buffer) => {
    const out = Buffer.alloc(12);
    out.writeUInt16LE(tag, 0);
    out.writeUInt16LE(type, 2);
    out.writeUInt32LE(count, 4);
    value.copy(out, 8, 0, 4);
    return out;
  };
  const number = (value: number) => { const out = Buffer.alloc(4); out.writeUInt32LE(value); return out; };
  const directory = (...entries: Buffer[]) => { const count = Buffer.alloc(2); count.writeUInt16LE(entries.length); return Buffer.concat([count, ...entries, number(0)]); };
  const text = Buffer.from(`${marker}\0`, 'latin1');
  const first = 8, gps = first + 2 + 24 + 4, degrees = gps + 2 + 24 + 4, words = degrees + 24;
  const tiff = Buffer.concat([
    Buffer.from('II*\0', 'latin1'), number(first),
    directory(entry(0x010e, 2, text.length, number(words)), entry(0x8825, 4, 1, number(gps))),
    directory(entry(1, 2, 2, Buffer.from('N\0\0\0', 'latin1')), entry(2, 5, 3, number(degrees))),
    ...[42, 1, 7, 1, 0, 1].map(number), text,
  ]);
  const segment = (kind: number, data: Buffer) => {
    const head = Buffer.from([0xff, kind, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  };
  return Buffer.concat([
    jpeg.subarray(0, 2), segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/">${marker}</x:xmpmeta>`, 'latin1')),
    segment(0xfe, text), jpeg.subarray(2),
  ]);
}
