import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { GapError, gap } from '../../model/gap.ts';
import type { InboxConfig } from '../../model/inbox-config.ts';
import type { FoundMail, MailSource } from './inbox.ts';

type FolderConfig = Extract<InboxConfig, { kind: 'folder' }>;
interface Entry {
  readonly path: string;
  readonly folder: string;
}

const maxNew = 500;
const maxFileBytes = 8 * 1024 * 1024;
const settledMs = 300;
const junk = /^\.?(junk|spam|bulk|quarantine)/i;

/** A Maildir (cur, new, folders with a leading dot) or folders of .eml files, two levels deep. What is there at the mark stays unread. */
export function folderInbox(config: FolderConfig, nowMs: () => number): MailSource {
  const known = new Set<string>();

  const list = async (): Promise<readonly Entry[]> => {
    const entries: Entry[] = [];
    const visit = async (path: string, folder: string, depth: number): Promise<void> => {
      for (const item of await readdir(path, { withFileTypes: true })) {
        const full = join(path, item.name);
        if (item.isDirectory() && depth > 0 && item.name !== 'tmp') {
          const inside = ['cur', 'new'].includes(item.name) ? folder : item.name;
          await visit(full, inside, depth - 1);
        } else if (item.isFile() && isMail(item.name, path)) entries.push({ path: full, folder });
      }
    };
    try {
      await visit(config.path, 'INBOX', 2);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new GapError(
        gap(
          'unreadable',
          `The folder of inbox ${config.name} cannot be read (${code}).`,
          `Check inboxes: ${config.name}.path, and that this user may read it.`,
        ),
        { cause: error },
      );
    }
    return entries;
  };
  // A Maildir file is renamed from new/x to cur/x:2,S when somebody reads it: the same message.
  const keyOf = ({ path, folder }: Entry) => `${folder}/${(path.split(/[\\/]/).pop() ?? '').replace(/:2,.*$/, '')}`;

  return {
    pauseMs: 100,
    async mark() {
      for (const entry of await list()) known.add(keyOf(entry));
    },
    async look() {
      const found: FoundMail[] = [];
      for (const entry of (await list()).filter((one) => !known.has(keyOf(one))).slice(0, maxNew)) {
        // It may have been moved between the listing and now.
        const about = await stat(entry.path).catch(() => undefined);
        if (!about || (nowMs() - about.mtimeMs < settledMs && !isMaildir(entry.path))) continue;
        const raw = about.size > maxFileBytes ? undefined : await readFile(entry.path).catch(() => undefined);
        known.add(keyOf(entry));
        if (raw === undefined) continue;
        found.push({ raw, folder: entry.folder, spam: junk.test(entry.folder), receivedAt: about.mtime });
      }
      return found;
    },
    close: async () => known.clear(),
  };
}

const isMaildir = (path: string) => /[\\/](cur|new)[\\/][^\\/]+$/.test(path);

/** Mail servers write under another name first; a dot or such an ending is a message on its way. */
function isMail(name: string, folder: string): boolean {
  if (name.startsWith('.') || /\.(tmp|part|swp|lock|json|log)$/i.test(name)) return false;
  return /\.(eml|msg|mail|txt)$/i.test(name) || /[\\/](cur|new)$/.test(folder);
}
