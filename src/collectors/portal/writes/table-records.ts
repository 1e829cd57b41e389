import type { IdentityName } from '../../../model/identity.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isTableRead, rowAddress, tableRows } from '../tenancy/table-reads.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import { mayNotWrite } from './bench.ts';
import { type FieldForm, recordFields } from './field-form.ts';
import type { OwnRecord } from './own-fields.ts';
import { foreignOwnerIn } from './owner-value.ts';
import { privilegedIn, type SeenValues } from './privileged.ts';
import { changeAddress, oneRow } from './table-candidates.ts';

/**
 * The account's own rows in tables that the pages read straight from the database: its profile first, which is where a policy that
 * looks at the row and not at its columns lets an account make itself an administrator; then rows with a field that decides something.
 */
export function tableRecords(setting: Setting, asker: IdentityName, seen: SeenValues): readonly OwnRecord[] {
  const self = new Set((setting.session(asker)?.self ?? []).map((one) => one.toLowerCase()));
  const found = new Map<string, { readonly record: OwnRecord; readonly rank: number }>();
  for (const exchange of setting.exchanges) {
    if (exchange.identity !== asker || exchange.status >= 300 || !isTableRead(exchange)) continue;
    const { pathname, host } = new URL(exchange.url);
    if (mayNotWrite(setting, 'PATCH', pathname)) continue;
    for (const row of tableRows(exchangeContent(exchange).json)) {
      const id = typeof row.id === 'string' || typeof row.id === 'number' ? String(row.id) : '';
      const isSelf = Object.values(row).some((value) => typeof value === 'string' && self.has(value.toLowerCase()));
      const rank = isSelf ? 0 : 1;
      const known = found.get(pathname);
      if (id === '' || (known && known.rank <= rank)) continue;
      if (!isSelf && privilegedIn(row, seen).length === 0) continue;
      const url = rowAddress(exchange.url, id);
      const record: OwnRecord = {
        method: 'PATCH',
        template: pathname,
        host,
        read: { method: 'GET', url, like: exchange },
        fieldsOf: (view) =>
          rowFields(url, view, seen, isSelf ? (one) => foreignOwnerIn(setting, asker, one) : () => []),
      };
      found.set(pathname, { record, rank });
    }
  }
  return [...found.values()].sort((one, other) => one.rank - other.rank).map(({ record }) => record);
}

function rowFields(
  url: string,
  view: RawView,
  seen: SeenValues,
  ownerOf: (row: Readonly<Record<string, unknown>>) => ReturnType<typeof foreignOwnerIn>,
): FieldForm | undefined {
  const one = oneRow(view);
  const [row] = tableRows(one.content.json);
  const form = row && recordFields(changeAddress(url), one, seen, ownerOf(row));
  if (!form) return undefined;
  const { place } = form;
  return {
    ...form,
    place: {
      ...place,
      now: (later) => place.now(oneRow(later)),
      isAsBefore: (later) => place.isAsBefore(oneRow(later)),
    },
    shown: (later, extra) => form.shown(oneRow(later), extra),
  };
}
