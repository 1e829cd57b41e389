import type { IdentityName } from '../../../model/identity.ts';
import { isAtomLike } from '../tenancy/atoms.ts';
import { ownersAlone } from '../tenancy/owners-alone.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { sentValues } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';

const enough = 2;

/**
 * Values in an answer to the asker that the owner met and the asker did not, where one of them at least speaks of a record that the
 * asker is refused; undefined where there is nothing of the kind.
 */
export async function rowsOfAnother(
  setting: Setting,
  { content }: RawView,
  request: PlainRequest,
  owner: IdentityName,
  asker: IdentityName,
): Promise<{ readonly texts: readonly string[] } | undefined> {
  if (!setting.session(owner)) return undefined;
  const sent = sentValues(request);
  const leaves = content.leaves.filter(
    (leaf) =>
      isAtomLike(leaf) &&
      !sent.includes(leaf.value) &&
      setting.knows(owner, leaf.value) &&
      !setting.frames(owner, leaf.value) &&
      !setting.knows(asker, leaf.value) &&
      !setting.knows('anonymous', leaf.value),
  );
  const texts = [...new Set(leaves.map(({ value }) => value))];
  if (texts.length < enough || (await ownersAlone(setting, leaves, owner, asker)).size === 0) return undefined;
  return { texts };
}
