import type { IdentityName } from '../../../model/identity.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isAtomLike } from '../tenancy/atoms.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';

const lookLimit = 4;

/**
 * How the owner reads a record that goes by this reference, where the asker is kept from it: at its own address, by a page that says
 * its name, and what the owner reads there the asker does not. What all may read is a common thing, and may be named by all.
 */
export async function keptRecord(
  setting: Setting,
  reference: string,
  label: string,
  owner: IdentityName,
  asker: IdentityName,
): Promise<readonly PlainRequest[] | undefined> {
  const reads = setting.exchanges.filter(
    (one) =>
      one.identity === owner &&
      one.method === 'GET' &&
      one.status === 200 &&
      one.afterSignIn &&
      isAbout(one.url, reference) &&
      (label.length < 3 || exchangeContent(one).text.includes(label)),
  );
  const looks = [...new Map(reads.map((one) => [one.url, one])).values()].slice(0, lookLimit);
  for (const one of looks) {
    const telling = exchangeContent(one).leaves.filter(
      (leaf) => isAtomLike(leaf) && !setting.knows(asker, leaf.value) && !setting.frames(owner, leaf.value),
    );
    if (telling.length === 0) continue;
    const view = await setting.ask(requestOf(one), asker);
    const reached = view.outcome === 'failed' || telling.some((leaf) => view.content.text.includes(leaf.value));
    if (!reached) return looks.map(requestOf);
  }
  return undefined;
}

/** A record is read at an address of its own, or as the one row of a table that has its id (PostgREST). */
function isAbout(address: string, reference: string): boolean {
  const { pathname, searchParams } = new URL(address);
  return pathname.split('/').includes(reference) || searchParams.get('id') === `eq.${reference}`;
}
