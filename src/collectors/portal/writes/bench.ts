import type { IdentityName } from '../../../model/identity.ts';
import { withoutCall } from '../operations/calling-headers.ts';
import { policyFor } from '../policy.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { rawView } from '../tenancy/view.ts';
import { beyondUndo, dangerWords } from '../words.ts';
import { writeHeaders } from './guard-tokens.ts';
import type { WriteBench, WriteForm } from './prove-record.ts';

/** Headers by which a request says that it is meant to be of another method. */
const overrides = ['x-http-method-override', 'x-http-method', 'x-method-override'] as const;

/** The bench of a proof at the real portal: everything goes through the fence, each write with `write`. */
export function benchAt(setting: Setting, readRequest: PlainRequest, owner: IdentityName): WriteBench {
  const { world, signal } = setting.context;
  return {
    journal: world.journal,
    read: () => setting.ask(readRequest, owner),
    mark: () => `lr${world.randomHex(5)}`,
    wait: (ms) => world.clock.wait(ms, signal),
    async write(as: IdentityName, form: WriteForm) {
      const session = setting.session(as);
      const path = new URL(form.url).pathname;
      if (!session || mayNotWrite(setting, form.method, path))
        return rawView(as, { ok: false, detail: 'not written by the rules of the config' }, '');
      const headers = await writeHeaders(session, form.url, form.contentType ?? 'application/json');
      return setting.ask(
        {
          method: form.method,
          url: form.url,
          like: withoutCall(readRequest.like),
          permit: 'write',
          ...(form.body === undefined ? {} : { body: form.body }),
          extra: [
            ...headers.filter(([name]) => form.body !== undefined || name !== 'content-type'),
            ...(form.headers ?? []),
            ...(form.override ? overrides.map((name) => [name, form.override ?? ''] as const) : []),
          ],
        },
        as,
      );
    },
  };
}

/** A name or path that says more than a change of a text: it deletes, approves, sends. What pages send is tried only without. */
export function hasFurtherEffect(name: string): boolean {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[/_.-]+/g, ' ');
  return dangerWords.test(words) || beyondUndo.test(name);
}

/** Operations that the owner of the portal or prudence excludes. */
export function mayNotWrite(setting: Setting, method: string, path: string): boolean {
  const { writes } = setting.context.target.config;
  return (
    beyondUndo.test(path) ||
    policyFor(
      (writes?.never ?? []).map((op) => ({ op })),
      method,
      path,
    ) !== undefined
  );
}
