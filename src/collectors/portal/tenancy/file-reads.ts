import { gap } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { endName, endOfSigned } from '../../../parse/signed-address.ts';
import type { SignedFile } from '../../surface-evidence.ts';
import { isReplayable } from '../operations/operation-map.ts';
import { betweenProbes } from './alive.ts';
import type { PlainRequest } from './replay.ts';
import { curlFor } from './reproduce.ts';
import { isSigned, requestOf } from './requests.ts';
import { isSameFile } from './is-same-file.ts';
import { requireTwoTenants } from './require-two-tenants.ts';
import type { Setting } from './setting.ts';
import { turnedSignature } from './turned-signature.ts';
import { toView } from './view.ts';

const fileLimit = 4;

/**
 * authz.files, signed addresses: the key is the address, so it must end, and neither its end nor its object may be changed. One that
 * opens nothing for nobody needs a session besides: then it is the asker who changes it.
 */
export async function collectSignedFiles(setting: Setting, owner: IdentityName, asker: IdentityName): Promise<void> {
  const { context } = setting;
  const now = context.world.clock.now().getTime();
  const signed = setting.map.operations
    .filter(isReplayable)
    .flatMap((operation) =>
      (operation.by.get(owner) ?? [])
        .filter(
          ({ exchange }) => exchange.status < 300 && isSigned(exchange.url) && !isMet(setting, exchange.url, asker),
        )
        .slice(0, 1)
        .map(({ exchange }) => ({ operation, exchange })),
    )
    .slice(0, fileLimit);
  for (const { operation, exchange } of signed) {
    const request = requestOf(exchange);
    const ends = endOfSigned(new URL(exchange.url));
    const given = await setting.ask(request, 'anonymous');
    const again = given.outcome === 'data' ? given : await setting.ask(request, owner);
    const as = given.outcome === 'data' ? 'anonymous' : asker;
    const changeAs = async () => {
      const changed: SignedFile['changed'][number][] = [];
      for (const { what, url } of changesOf(exchange.url)) {
        const view = await setting.ask({ ...request, url }, as);
        changed.push({ what, view: toView(view, [], context.world.mark), same: isSameFile(again, view) });
      }
      return changed;
    };
    if (as === asker) requireTwoTenants(setting);
    const probes = as === asker ? [await setting.probe(asker)] : [];
    const { result: changed, alive } = await betweenProbes(probes, changeAs, setting.renew);
    if (!alive.every((one) => one.before && one.after)) {
      const lost = gap(
        'session-lost',
        `The session of ${asker} was lost while this was asked.`,
        'Run again with longer sessions.',
      );
      context.gap('tenancy.file', `${operation.method} ${operation.template}`, lost);
      continue;
    }
    context.emit('tenancy.file', `${operation.method} ${operation.template}`, {
      kind: 'signed',
      method: operation.method,
      template: operation.template,
      host: operation.host,
      owner,
      ...(ends === undefined ? {} : { lifetimeSeconds: Math.round((ends - now) / 1000) }),
      expired: ends !== undefined && ends < now,
      asGiven: toView(again, [], context.world.mark),
      changed,
      reproduce: curlFor(withoutSignature(request), as, context.world.vault.redact),
    });
  }
}

/** The asker is shown the same file in ordinary use: it is nobody's own. */
function isMet({ exchanges }: Setting, address: string, asker: IdentityName): boolean {
  const bare = (url: string) => url.replace(/[?#].*$/, '');
  return exchanges.some((one) => one.identity === asker && bare(one.url) === bare(address));
}

function changesOf(address: string): { what: 'signature' | 'expiry' | 'unsigned'; url: string }[] {
  const changes: { what: 'signature' | 'expiry' | 'unsigned'; url: string }[] = [];
  const change = (name: string, to: (value: string) => string) => {
    const url = new URL(address);
    url.searchParams.set(name, to(url.searchParams.get(name) ?? ''));
    return url.href;
  };
  const sign = turnedSignature(address);
  if (sign) changes.push({ what: 'signature', url: sign });
  const end = endName(new URL(address));
  if (end && sign) changes.push({ what: 'expiry', url: change(end, later) });
  const bare = new URL(address);
  bare.search = '';
  changes.push({ what: 'unsigned', url: bare.href });
  return changes;
}

function later(value: string): string {
  if (/^\d+$/.test(value)) return String(Number(value) + (value.length >= 13 ? 86_400_000 : 86_400));
  return Number.isNaN(Date.parse(value)) ? value : new Date(Date.parse(value) + 86_400_000).toISOString();
}

function withoutSignature(request: PlainRequest): PlainRequest {
  const url = new URL(request.url);
  url.search = '';
  return { ...request, url: url.href };
}
