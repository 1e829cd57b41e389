import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentPlace, scanDocument, type ScanSink } from '../../secrets/scan-document.ts';
import { type Sighting, sightingOf } from '../../secrets/sighting.ts';
import { markWith, overlapBytes, pieceBytes, safePath } from './scan-objects.ts';

export interface FileJob {
  readonly root: string;
  /** Relative to the root. */
  readonly files: readonly string[];
  readonly markKey: string;
  /** What is deployed or logged: nothing there is a rehearsal. */
  readonly live?: boolean;
}
export interface FileReport {
  readonly sightings: readonly Sighting[];
  readonly left: readonly { readonly path: string; readonly what: string }[];
  readonly unreadable: readonly { readonly path: string; readonly why: string }[];
  readonly pointers: number;
  readonly bytes: number;
}

const mostSightings = 50_000;
/** A file that fits is taken apart as one; larger ones are read in pieces. */
const wholeUntil = 48 * 1024 * 1024;

/** Reads files in pieces that overlap and searches each. A file that grows meanwhile is read to the length it had. */
export function scanFiles(job: FileJob, onProgress: (files: number, bytes: number) => void): FileReport {
  const mark = markWith(job.markKey);
  const { live = false } = job;
  const sightings: Sighting[] = [];
  const seen = new Set<string>();
  const left: { path: string; what: string }[] = [];
  const unreadable: { path: string; why: string }[] = [];
  let pointers = 0;
  let bytes = 0;
  const sink: ScanSink = {
    hit: (hit) => {
      const sighting = sightingOf({ ...hit, path: safePath(hit.path) }, mark);
      // What stands in an overlap is seen twice.
      const key = `${sighting.mark} ${sighting.path} ${sighting.original ?? ''} ${sighting.line}`;
      if (seen.has(key) || sightings.length >= mostSightings) return;
      seen.add(key);
      sightings.push(sighting);
    },
    left: (where, what) => left.push({ path: safePath(where), what }),
  };
  for (const path of job.files) {
    try {
      const fd = openSync(join(job.root, path), 'r');
      try {
        const { size } = fstatSync(fd);
        bytes += size;
        if (size <= wholeUntil) {
          const whole = readPiece(fd, 0, size);
          if (whole.length < 400 && whole.toString('latin1', 0, 24) === 'version https://git-lfs.') pointers += 1;
          scanDocument(whole, { path, live }, sink);
        } else scanInPieces(fd, size, { path, live }, sink);
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      unreadable.push({ path: safePath(path), why: (error as NodeJS.ErrnoException).code ?? 'unreadable' });
    }
    onProgress(1, 0);
  }
  return { sightings, left, unreadable, pointers, bytes };
}

function scanInPieces(fd: number, size: number, place: DocumentPlace, sink: ScanSink): void {
  let linesBefore = 0;
  for (let at = 0; at < size; at += pieceBytes) {
    const piece = readPiece(fd, at, Math.min(pieceBytes + overlapBytes, size - at));
    if (piece.length === 0) return;
    scanDocument(piece, { ...place, linesBefore }, sink);
    for (let i = piece.indexOf(10); i >= 0 && i < pieceBytes; i = piece.indexOf(10, i + 1)) linesBefore += 1;
  }
}

function readPiece(fd: number, from: number, length: number): Buffer {
  const piece = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const got = readSync(fd, piece, filled, length - filled, from + filled);
    if (got === 0) break;
    filled += got;
  }
  return piece.subarray(0, filled);
}

/** The name that git gives a file's content. */
export function gitName(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
