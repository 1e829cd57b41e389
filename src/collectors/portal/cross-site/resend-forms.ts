import type { ResentForm } from '../../forgery-evidence.ts';
import type { HttpResponse } from '../../../world/world.ts';
import { GapError } from '../../../model/gap.ts';
import { policyFor } from '../policy.ts';
import type { Exchange } from '../recorder.ts';
import { readAnswer } from '../tenancy/answer-text.ts';
import { createReplayer, type PlainRequest } from '../tenancy/replay.ts';
import { writeHeaders } from '../writes/guard-tokens.ts';
import type { Forging } from './forge-all.ts';
import { foreignHeaders } from './foreign-request.ts';
import { type KeptForm, keptForms } from './kept-forms.ts';
import { hasFurtherEffect } from '../writes/bench.ts';
import { proveKept } from './prove-kept.ts';
import { type ResendBench, type Said, resend } from './same-values.ts';
import { isFrameworkHeader } from '../operations/framework-headers.ts';

/** Sends the forms of the account's own pages with the values that stand there, see `resend`. */
export async function resendForms({ setting, session, attachment, origins }: Forging): Promise<readonly ResentForm[]> {
  const { world, signal } = setting.context;
  const replayer = createReplayer(world, [session], signal);
  const own = setting.exchanges.filter(({ identity }) => identity === session.identity);
  const never = (setting.context.target.config.writes?.never ?? []).map((op) => ({ op }));
  const ask = async (request: PlainRequest) => {
    const answer = await replayer.send(request, session);
    return answer.ok ? saidBy(answer.response) : undefined;
  };
  /** For whoever reads the journal: there is nothing to take back. */
  const note = async (url: string) => {
    const what = 'a form is sent with the values that stand in it';
    const id = await world.journal.plan({ identity: session.identity, method: 'POST', url, what });
    await world.journal.settle(id, { state: 'undone', detail: 'nothing to take back: the values are the same' });
  };
  const bench: ResendBench = {
    redact: world.vault.redact,
    read: (url, { like }) => ask({ method: 'GET', url, like: asNavigation(like), permit: 'sign-in' }),
    async sendOwn(body, { action, like, contentType }) {
      await note(action);
      const extra = await writeHeaders(session, action, contentType);
      const kept = extra.filter(([name]) => !isFrameworkHeader(name));
      return ask({ method: 'POST', url: action, body, like: asNavigation(like), permit: 'write', extra: kept });
    },
    async sendForged(body, { action, like, contentType }) {
      await note(action);
      const kept = (await session.context.cookies(action)).filter(({ name }) => attachment.goAnywhere.has(name));
      const way = { method: 'POST', contentType } as const;
      const headers = foreignHeaders(way, origins.foreign, 'cross-site', like, kept);
      try {
        const request = {
          url: action,
          method: 'POST',
          headers,
          body,
          permit: 'write',
          timeoutMs: 15_000,
          signal,
        } as const;
        return saidBy(await world.http.request(request));
      } catch (thrown) {
        if (signal.aborted || !(thrown instanceof GapError)) throw thrown;
        return undefined;
      }
    },
  };
  const { journal, clock } = world;
  /** Nothing is told of these beforehand: each change is in the journal itself. */
  const change = (form: KeptForm) =>
    hasFurtherEffect(new URL(form.action).pathname)
      ? Promise.resolve(undefined)
      : proveKept(form, {
          ...bench,
          identity: session.identity,
          journal,
          wait: (ms) => clock.wait(ms, signal),
          mark: () => `lr${world.randomHex(4)}`,
        });
  const forms = keptForms(own, (path) => policyFor(never, 'POST', path) !== undefined);
  return resend(forms, { ...bench, change });
}

/** As the browser asks by itself, where a script asked in the page's place. */
const asNavigation = (like: Exchange): Exchange => ({
  ...like,
  requestHeaders: Object.fromEntries(Object.entries(like.requestHeaders).filter(([name]) => !isFrameworkHeader(name))),
});

function saidBy({ status, headers, body }: HttpResponse): Said {
  const header = (name: string) => headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? '';
  const content = readAnswer(body, header('content-type'));
  return {
    status,
    location: header('location'),
    source: new TextDecoder().decode(body),
    leaves: content.leaves.map(({ value }) => value),
  };
}
