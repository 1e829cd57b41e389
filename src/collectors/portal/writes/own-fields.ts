import { isItem } from '../../../parse/item-address.ts';
import { GapError } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, type Operation } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds } from '../tenancy/atoms.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { isTableRead } from '../tenancy/table-reads.ts';
import type { RawView } from '../tenancy/view.ts';
import { benchAt, mayNotWrite } from './bench.ts';
import { type FieldForm, recordFields } from './field-form.ts';
import { schemaOf } from './graphql-candidates.ts';
import { graphqlFields } from './graphql-fields.ts';
import { recordOfData } from './graphql-candidates.ts';
import { isOffered } from './offered.ts';
import { foreignOwnerIn } from './owner-value.ts';
import { ownFormFields } from './page-candidates.ts';
import type { SeenValues } from './privileged.ts';
import { proveFields } from './prove-fields.ts';
import { notPutBack, notShown, reproduce, withoutIds } from './reproduce-write.ts';
import { sentRecords } from './sent-fields.ts';
import { sentFormRecords } from './sent-form-records.ts';
import { tableRecords } from './table-records.ts';
import { recordIn, textFieldOf } from './text-field.ts';
import { withheldFields } from './withheld-fields.ts';

const ownLimit = 4;
const sentLimit = 3;

/** A record of the account's own, and how it may be changed. */
export interface OwnRecord {
  readonly method: string;
  readonly template: string;
  readonly host: string;
  readonly read: PlainRequest;
  /** A page was seen to make this change: where it cannot be shown to work, that is said. */
  readonly ofPage?: true;
  readonly fieldsOf: (view: RawView) => FieldForm | undefined;
  /** Who reads it, where the account's own page does not show everything. */
  readonly reader?: IdentityName;
}

/** authz.mass-assignment: the account's own records, its profile first; by the API, by GraphQL, by the forms of pages. */
export async function ownFields(setting: Setting, asker: IdentityName): Promise<void> {
  const { context } = setting;
  const seen = seenIn(setting.exchanges);
  const records = [
    ...restRecords(setting, asker, seen).slice(0, ownLimit),
    ...tableRecords(setting, asker, seen).slice(0, sentLimit),
    ...(await graphqlRecords(setting, asker, seen)).slice(0, 2),
    ...ownFormFields(setting, asker, seen).slice(0, 2),
    ...(await withheldFrom(setting, asker, seen)).slice(0, 2),
    ...sentRecords(setting, asker, seen).slice(0, sentLimit),
    ...sentFormRecords(setting, asker, seen).slice(0, sentLimit),
  ];
  const told = new Set<string>();
  const unshown = new Map<string, string>();
  for (const { method, template, host, read, fieldsOf, ofPage, reader } of records) {
    if (!reader && told.has(`${method} ${host}${withoutIds(template)}`)) continue;
    context.progress(`extra fields as ${asker}: ${template}`);
    const subject = { url: read.url, asker, what: `its own record (${template})` };
    const proof = await proveFields(subject, benchAt(setting, read, reader ?? asker), fieldsOf, ({ keys, kind }) =>
      isOffered(setting, asker, keys.at(-1) ?? '', read.like, kind),
    );
    if (!proof) {
      if (ofPage) unshown.set(template, method);
      continue;
    }
    told.add(`${method} ${host}${withoutIds(template)}`);
    const shown = proof.fields.find((one) => one.readBack === 'taken')?.field ?? proof.fields[0]?.field ?? 'role';
    const body = method === 'PATCH' ? JSON.stringify({ [shown]: 'CHANGED' }) : undefined;
    context.emit('tenancy.fields', `${method} ${template}${reader ? ' (fields that the page leaves out)' : ''}`, {
      ...proof,
      method,
      template,
      host,
      asker,
      reproduce: reproduce(setting, read, read.url, method === 'mutation' ? 'POST' : method, body, asker),
    });
    if (proof.fields.some((one) => one.restored === false)) throw new GapError(notPutBack(template));
  }
  const shown = new Set(context.seen('tenancy.fields').map(({ value }) => withoutIds(value.template)));
  for (const [template, method] of unshown)
    if (!shown.has(withoutIds(template)))
      context.gap('tenancy.fields', `${method} ${template}`, notShown(asker.toUpperCase()));
}

/** A user beside the owner of the same customer, and that owner beside staff. */
async function withheldFrom(setting: Setting, asker: IdentityName, seen: SeenValues): Promise<readonly OwnRecord[]> {
  const reader = asker === 'a2' ? 'a' : 'admin';
  return setting.session(reader) ? withheldFields(setting, asker, reader, seen) : [];
}

/** Values that anybody's answers hold in a field of this name. */
export function seenIn(exchanges: readonly Exchange[]): SeenValues {
  return (key) => [
    ...new Set(
      exchanges.flatMap((one) =>
        exchangeContent(one)
          .leaves.filter((leaf) => leaf.path.toLowerCase().endsWith(`.${key.toLowerCase()}`) && leaf.type === 'string')
          .map((leaf) => leaf.value),
      ),
    ),
  ];
}

const recordedBy = (operation: Operation, asker: IdentityName) =>
  operation.by.get(asker)?.find((one) => one.exchange.status < 300)?.exchange;

function restRecords(setting: Setting, asker: IdentityName, seen: SeenValues): readonly OwnRecord[] {
  const self = setting.session(asker)?.self ?? [];
  return setting.map.operations
    .filter((one) => isReplayable(one) && one.method === 'GET' && one.answers === 'api')
    .flatMap((operation) => {
      const exchange = recordedBy(operation, asker);
      if (!exchange || isTableRead(exchange) || mayNotWrite(setting, 'PATCH', new URL(exchange.url).pathname))
        return [];
      const content = exchangeContent(exchange);
      if (!textFieldOf(content) || !recordIn(content)) return [];
      const isSingle = isItem(operation.template);
      const own = self.some((name) => holds(content.text.toLowerCase(), name.toLowerCase())) && !isSingle;
      if (!own && !isSingle) return [];
      const url = new URL(exchange.url);
      url.search = '';
      const record: OwnRecord = {
        method: 'PATCH',
        template: operation.template,
        host: operation.host,
        read: { ...requestOf(exchange), url: url.href },
        fieldsOf: (view) =>
          recordFields(
            url.href,
            view,
            seen,
            own ? foreignOwnerIn(setting, asker, recordIn(view.content)?.record ?? {}) : [],
          ),
      };
      return [{ record, rank: own ? 0 : 1 }];
    })
    .sort((one, other) => one.rank - other.rank)
    .map(({ record }) => record);
}

async function graphqlRecords(setting: Setting, asker: IdentityName, seen: SeenValues): Promise<readonly OwnRecord[]> {
  const found: OwnRecord[] = [];
  for (const operation of setting.map.operations.filter((one) => one.method === 'query')) {
    const exchange = recordedBy(operation, asker);
    if (!exchange || !recordOfData(exchangeContent(exchange), '')) continue;
    const read = requestOf(exchange);
    const schema = await schemaOf(setting, read, asker);
    if (!schema) return found;
    const fieldsOf = (view: RawView) =>
      graphqlFields(schema, read, view, seen, (name) => !mayNotWrite(setting, 'mutation', name));
    const form = fieldsOf(await setting.ask(read, asker));
    const template = form && 'mutation' in form ? String(form.mutation) : '';
    if (form && !found.some((one) => one.template === template))
      found.push({ method: 'mutation', template, host: operation.host, read, fieldsOf });
  }
  return found;
}
