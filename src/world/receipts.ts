import { timingSafeEqual } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Receipt, receiptSchema, signedReceiptSchema } from '../model/receipt.ts';
import { writeFileAtomically } from './files.ts';
import type { ProjectKey } from './project-key.ts';

const mostFiles = 500;
const largestBytes = 1024 * 1024;
const folderOf = (project: string) => join(project, '.launch-ready', 'receipts');

/** Keeps a receipt below the project folder, signed with the project's key; returns its path. */
export async function keepReceipt(project: string, key: ProjectKey, receipt: Receipt): Promise<string> {
  const text = JSON.stringify(receipt);
  const path = join(folderOf(project), `${receipt.drill}-${receipt.id}.json`);
  await writeFileAtomically(path, `${JSON.stringify({ receipt: text, signature: key.sign('receipt', text) })}\n`);
  return path;
}

export interface StoredReceipts {
  readonly receipts: readonly Receipt[];
  /** Files that this project's key did not sign, or that are no receipts. */
  readonly refused: readonly string[];
}

/** Every receipt of this project whose signature holds, oldest first. A folder that is not there holds none. */
export async function readReceipts(project: string, key: ProjectKey): Promise<StoredReceipts> {
  const folder = folderOf(project);
  const names = await readdir(folder).catch(() => [] as string[]);
  const receipts: Receipt[] = [];
  const refused: string[] = [];
  for (const name of names
    .filter((one) => one.endsWith('.json'))
    .sort()
    .slice(-mostFiles)) {
    const receipt = await readOne(join(folder, name), key);
    if (receipt) receipts.push(receipt);
    else refused.push(name);
  }
  receipts.sort((one, other) => (one.finishedAt < other.finishedAt ? -1 : 1));
  return { receipts, refused };
}

async function readOne(path: string, key: ProjectKey): Promise<Receipt | undefined> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > largestBytes) return undefined;
    const { receipt, signature } = signedReceiptSchema.parse(JSON.parse(bytes.toString('utf8')));
    const expected = Buffer.from(key.sign('receipt', receipt));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
    return receiptSchema.parse(JSON.parse(receipt));
  } catch {
    // Cut off, edited or foreign: it proves nothing, and the caller names it.
    return undefined;
  }
}
