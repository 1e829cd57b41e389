import type { IdentityName } from '../../../model/identity.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, mayNotWrite } from './bench.ts';
import { isOffered } from './offered.ts';
import { plantedBy } from './planted-objects.ts';
import { privilegedIn, type SeenValues } from './privileged.ts';
import { proveCreated, recordHolding } from './prove-created.ts';
import { reproduce } from './reproduce-write.ts';
import { isRecord } from './text-field.ts';

const kindLimit = 2;
const fieldLimit = 2;

/**
 * authz.mass-assignment where something is made: what the portal shows of an object that its form made, and the form never sent (a
 * price, a role, a plan), is sent along with the making of a further one.
 */
export async function createdFields(setting: Setting, asker: IdentityName, seen: SeenValues): Promise<void> {
  const { context } = setting;
  const told = new Set<string>();
  for (const { url, made, proof, template, created, list = url } of await plantedBy(setting, asker)) {
    if (created === undefined) continue;
    const body = made.requestBody ?? '';
    const sent = jsonOf(body);
    if (told.size >= kindLimit || told.has(template) || !sent || mayNotWrite(setting, 'POST', new URL(url).pathname))
      continue;
    const shown = [made, ...setting.exchanges.filter((one) => one.identity === asker && one.method === 'GET')]
      .map((one) => recordHolding(exchangeContent(one).json, proof))
      .filter((one) => one !== undefined)
      .sort((one, other) => Object.keys(other).length - Object.keys(one).length)[0];
    const known = new Set(Object.keys(sent).map((key) => key.toLowerCase()));
    const candidates = privilegedIn(shown ?? {}, seen)
      .filter(({ keys }) => keys.length === 1 && !known.has(keys[0]?.toLowerCase() ?? ''))
      .slice(0, fieldLimit);
    if (candidates.length === 0) continue;
    told.add(template);
    context.progress(`extra fields as ${asker}: making another one at ${template}`);
    const like: PlainRequest = { method: 'GET', url: list, like: made };
    const contentType = made.requestHeaders['content-type'] ?? 'application/json';
    const fields = await proveCreated(
      { asker, url, body, contentType, proof, list },
      { ...benchAt(setting, like, asker), readAt: (place) => setting.ask({ ...like, url: place }, asker) },
      candidates,
      ({ keys, kind }) => isOffered(setting, asker, keys.at(-1) ?? '', made, kind),
    );
    const shownField = fields.find(({ readBack }) => readBack === 'taken')?.field ?? fields[0]?.field ?? '';
    context.emit('tenancy.fields', `POST ${template} (a new one)`, {
      method: 'POST',
      template,
      host: new URL(created).host,
      asker,
      control: true,
      making: true,
      fields,
      reproduce: reproduce(setting, like, url, 'POST', JSON.stringify({ [shownField]: 'CHANGED' }), asker),
    });
  }
}

function jsonOf(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
