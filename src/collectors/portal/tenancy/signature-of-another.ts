import type { IdentityName } from '../../../model/identity.ts';
import { isAtomLike } from './atoms.ts';
import { crossCandidates } from './cross-candidates.ts';
import { isSameFile } from './is-same-file.ts';
import { metAnyway } from './met-anyway.ts';
import { curlFor } from './reproduce.ts';
import { absentReference, isSigned, putInto } from './requests.ts';
import type { Setting } from './setting.ts';
import { turnedSignature } from './turned-signature.ts';
import { toView } from './view.ts';

const fileLimit = 3;

/**
 * authz.files, signed addresses of which both customers were only given those of common files: the asker's own, with the owner's file put
 * in, opened by nobody. What is signed has to name the file. Only a file that the asker's lists do not lead to counts, which is not what
 * an absent one is answered with and holds words that the asker never met.
 */
export async function collectSignatureOfAnother(
  setting: Setting,
  owner: IdentityName,
  asker: IdentityName,
): Promise<void> {
  const { context, map, exchanges } = setting;
  const proofs = setting.canariesOf(owner).map((one) => one.proof);
  const told = new Set(
    context
      .seen('tenancy.file')
      .flatMap(({ value }) => ('kind' in value && value.kind === 'signed' ? [value.template] : [])),
  );
  const candidates = crossCandidates(map, owner, asker, exchanges, proofs).filter(
    ({ askerRequest, slot, origin }) =>
      origin === 'swapped' && slot.place === 'path' && askerRequest.method === 'GET' && isSigned(askerRequest.url),
  );
  for (const { operation, askerRequest, slot } of candidates.slice(0, fileLimit * 2)) {
    if (told.size >= fileLimit || told.has(operation.template)) continue;
    const given = await setting.ask(askerRequest, 'anonymous');
    const again = await setting.ask(askerRequest, 'anonymous');
    if (!isSameFile(given, again)) continue;
    const absent = putInto(askerRequest, slot, absentReference(slot.value, context.world.randomHex));
    if ((await setting.ask(absent, 'anonymous')).outcome === 'data') continue;
    const { leaves, text } = given.content;
    const words =
      leaves.length > 0 ? leaves : text.split('\n').map((line) => ({ value: line.trim(), type: 'string' as const }));
    const isOwners = (value: string) => !setting.knows(asker, value) && !setting.knows('anonymous', value);
    if (!words.some((one) => isAtomLike(one) && isOwners(one.value))) continue;
    if (await metAnyway(setting, slot.value, owner, asker)) continue;
    const turned = turnedSignature(askerRequest.url);
    const other = turned && (await setting.ask({ ...askerRequest, url: turned }, 'anonymous'));
    const view = (one: typeof given) => toView(one, [], context.world.mark);
    told.add(operation.template);
    context.emit('tenancy.file', `${operation.method} ${operation.template}`, {
      kind: 'signed',
      method: operation.method,
      template: operation.template,
      host: operation.host,
      owner,
      expired: false,
      asGiven: view(given),
      changed: [
        { what: 'object', view: view(again), same: true },
        ...(other ? [{ what: 'signature' as const, view: view(other), same: isSameFile(given, other) }] : []),
      ],
      reproduce: curlFor(askerRequest, 'anonymous', context.world.vault.redact),
    });
  }
}
