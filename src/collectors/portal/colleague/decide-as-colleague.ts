import { type Gap, gap } from '../../../model/gap.ts';
import type { FunctionTrial } from '../../write-evidence.ts';
import { decisionWords } from '../actions/action-words.ts';
import { tryAction } from '../actions/try-actions.ts';
import { formsInOrder } from '../canaries/forms-in-order.ts';
import type { CrawlResult } from '../crawl/crawl.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { pageKey } from '../crawl/page-key.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { Onlooker } from './look-at-page.ts';
import type { OwnerAction } from './owner-offers.ts';
import { withinTrial } from './within-trial.ts';

type Creator = CrawlResult['creators'][number];

const formLimit = 16;
const actionLimit = 4;
const formsPerPage = 2;
const limitMs = 90_000;

/** Approving and the like: A's page offers it for a record that the audit makes as A for it, A2 sends the request, A's page is read again. */
export async function decideAsColleague(
  setting: Setting,
  a: Onlooker,
  a2: Onlooker,
  actions: readonly OwnerAction[],
): Promise<readonly Omit<FunctionTrial, 'alive'>[]> {
  const { context } = setting;
  const { clock } = context.world;
  const creators = formsInOrder(context.live.get(crawlsSlot)?.get('a')?.creators ?? [], formLimit);
  const began = clock.monotonicMs();
  const trials: Omit<FunctionTrial, 'alive'>[] = [];
  const done = new Set<string>();
  for (const { page, page2, said, label } of actions)
    for (const creator of formsBeside(creators, page)) {
      const key = `${pageKey(page)} ${label}`;
      if (done.has(key) || trials.length >= actionLimit || clock.monotonicMs() - began > limitMs) continue;
      const tried = await tryAction(setting, a, { creator }, label, { owner: 'a', asker: 'a2' }, a2);
      if (!tried) continue;
      done.add(key);
      const { status, outcome, changed, control } = tried.proof;
      // Not even its owner could: that the other one could not says nothing.
      if (changed === false && !control) continue;
      trials.push({
        method: tried.method,
        template: tried.template,
        host: tried.host,
        ...withinTrial(setting, tried.method, tried.template),
        reproduce: tried.reproduce,
        write: { way: 'the request of the page', status, outcome, changed },
        within: {
          does: 'decide',
          field: label,
          page: page2,
          said,
          restored: null,
          ...(decisionWords.test(label) ? { decision: true as const } : {}),
        },
      });
    }
  return trials;
}

/** What of it could not be tried: no form makes a record that has it. */
export function notTried(
  actions: readonly OwnerAction[],
  trials: readonly Pick<FunctionTrial, 'within'>[],
): Gap | undefined {
  const tried = new Set(trials.map(({ within }) => within?.field));
  // “Close” may be about a window, and “Cancel” about a form.
  const labels = [...new Set(actions.map(({ label }) => label))]
    .filter((label) => decisionWords.test(label) && !tried.has(label))
    .slice(0, 4);
  if (labels.length === 0) return undefined;
  return gap(
    'nothing-to-compare',
    `Only the pages of a customer’s owner offer what cannot be put back (${labels.map((one) => `“${one}”`).join(', ')}), and no record that the audit could make has it.`,
    'Send the request of the owner’s page with the ordinary user’s session, on a record that may be spoilt.',
    10,
  );
}

/** The forms that make what this page lists: they stand on it, below it, or above it. */
function formsBeside(creators: readonly Creator[], page: string): readonly Creator[] {
  const path = ({ pathname, hash }: URL) => `${pathname}${/^#[/!]/.test(hash) ? hash : ''}`.replace(/\/$/, '');
  const here = path(new URL(page));
  return creators
    .filter((one) => {
      const there = path(new URL(one.page));
      return there === here || there.startsWith(`${here}/`) || (there !== '' && here.startsWith(`${there}/`));
    })
    .slice(0, formsPerPage);
}
