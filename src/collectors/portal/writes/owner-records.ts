import type { IdentityName } from '../../../model/identity.ts';
import { readAnswer } from '../tenancy/answer-text.ts';
import { isTenantName } from '../tenancy/known-references.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { learnedOf } from '../tenancy/tenant-values.ts';
import { benchAt, mayNotWrite } from './bench.ts';
import { metAs } from './owner-value.ts';
import { proveOwnerField } from './owner-field.ts';
import { plantedBy } from './planted-objects.ts';
import { reproduce } from './reproduce-write.ts';
import { isRecord, recordIn } from './text-field.ts';

/** authz.mass-assignment: objects that A makes, with the field that says whose they are set to B. */
export async function ownerRecords(setting: Setting, owner: IdentityName, asker: IdentityName): Promise<void> {
  const { context } = setting;
  const tried = new Set<string>();
  const learned = new Set(learnedOf(setting, owner, asker).map(({ key }) => key));
  for (const { url, made, proof, template, created } of await plantedBy(setting, owner)) {
    if (created === undefined) continue;
    const address = new URL(url);
    const key = `${address.host}${template}`;
    const isCommon = !address.pathname
      .split('/')
      .some((part) => /\d/.test(part) && !/^v\d+$/.test(part) && !setting.knows(asker, part));
    if (tried.has(key) || !isCommon || mayNotWrite(setting, 'DELETE', address.pathname)) continue;
    tried.add(key);
    const body = parsed(made.requestBody ?? '');
    const record = recordIn(readAnswer(made.body, made.responseHeaders['content-type'] ?? ''))?.record ?? {};
    const [name, value] =
      Object.entries(record).find(
        ([field, one]) =>
          (isTenantName(field) || learned.has(field)) &&
          /string|number/.test(typeof one) &&
          body?.[field] === undefined &&
          !metAs(setting, asker, field, String(one)),
      ) ?? [];
    if (!body || name === undefined) continue;
    context.progress(`an object of ${asker} that says it is ${owner}’s: ${template}`);
    const list: PlainRequest = { method: 'GET', url, like: made };
    const subject = { url, asker, owner, body, exchange: [proof], field: { name, value } };
    const field = await proveOwnerField(subject, benchAt(setting, list, asker), (as) => setting.ask(list, as));
    if (!field) continue;
    context.emit('tenancy.fields', `POST ${template}`, {
      control: true,
      fields: [field],
      method: 'POST',
      template,
      host: address.host,
      asker,
      reproduce: reproduce(setting, list, url, 'POST', JSON.stringify({ [name]: `THE ${name} OF ${owner}` }), asker),
    });
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
