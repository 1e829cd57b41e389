import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';
import type { MailVariant } from '../internet/mail-variant.ts';
import * as servers from './mail-servers.ts';
import * as signing from './mail-signing.ts';
import * as spf from './mail-spf.ts';

type WithDomain<Entry> = Entry & { readonly mail: MailVariant };
const allFlaws: readonly WithDomain<Flaw>[] = [...spf.spfFlaws, ...signing.signingFlaws, ...servers.serverFlaws];
const allDecoys: readonly WithDomain<Decoy>[] = [...spf.spfDecoys, ...signing.signingDecoys, ...servers.serverDecoys];
const allCases: readonly WithDomain<UnprovenCase>[] = [
  ...spf.spfCases,
  ...signing.signingCases,
  ...servers.serverCases,
];

export const flaws: readonly Flaw[] = allFlaws;
export const decoys: readonly Decoy[] = allDecoys;
export const unprovenCases: readonly UnprovenCase[] = allCases;

/** What a mail domain looks like for each id that has one of its own. */
export const mailVariants: ReadonlyMap<string, MailVariant> = new Map(
  [...allFlaws, ...allDecoys, ...allCases].map(({ id, mail }) => [id, mail]),
);
