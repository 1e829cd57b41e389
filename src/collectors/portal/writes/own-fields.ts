import { GapError } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable } from '../operations/operation-map.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds } from '../tenancy/atoms.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, mayNotWrite } from './bench.ts';
import { proveFields } from './prove-fields.ts';
import { notPutBack, reproduce } from './reproduce-write.ts';
import { recordIn, textFieldOf } from './text-field.ts';

const ownLimit = 4;

/** authz.mass-assignment: the account's own records, its profile first. */
export async function ownFields(setting: Setting, asker: IdentityName): Promise<void> {
  const { context, map } = setting;
  const self = setting.session(asker)?.self ?? [];
  const known = (key: string) => [
    ...new Set(
      setting.exchanges.flatMap((one) =>
        exchangeContent(one)
          .leaves.filter((leaf) => leaf.path.toLowerCase().endsWith(`.${key.toLowerCase()}`) && leaf.type === 'string')
          .map((leaf) => leaf.value),
      ),
    ),
  ];
  const records = map.operations
    .filter((one) => isReplayable(one) && one.method === 'GET' && one.answers === 'api')
    .flatMap((operation) => {
      const exchange = operation.by.get(asker)?.find((one) => one.exchange.status < 300)?.exchange;
      if (!exchange || mayNotWrite(setting, 'PATCH', new URL(exchange.url).pathname)) return [];
      const content = exchangeContent(exchange);
      if (!textFieldOf(content) || !recordIn(content)) return [];
      const own =
        self.some((name) => holds(content.text.toLowerCase(), name.toLowerCase())) && !operation.template.endsWith('}');
      if (!own && !operation.template.endsWith('}')) return [];
      return [{ operation, exchange, rank: own ? 0 : 1 }];
    })
    .sort((one, other) => one.rank - other.rank);
  for (const { operation, exchange } of records.slice(0, ownLimit)) {
    context.progress(`extra fields as ${asker}: ${operation.template}`);
    const url = new URL(exchange.url);
    url.search = '';
    const request = { ...requestOf(exchange), url: url.href };
    const subject = { url: url.href, asker, what: `its own record (${operation.template})` };
    const proof = await proveFields(subject, benchAt(setting, request, asker), known);
    if (!proof) continue;
    const taken = proof.fields.find((one) => one.readBack === 'taken')?.field ?? proof.fields[0]?.field ?? 'role';
    context.emit('tenancy.fields', `PATCH ${operation.template}`, {
      ...proof,
      method: 'PATCH',
      template: operation.template,
      host: operation.host,
      asker,
      reproduce: reproduce(setting, request, url.href, 'PATCH', JSON.stringify({ [taken]: 'CHANGED' }), asker),
    });
    if (proof.fields.some((one) => one.restored === false)) throw new GapError(notPutBack(operation.template));
  }
}
