import type { Gap } from '../model/gap.ts';
import { gap } from '../model/gap.ts';
import type { Permit } from '../model/permit.ts';

const meaning: Readonly<Record<string, string>> = {
  guess: 'asks for addresses that no page links to',
  'cross-tenant': "reads one test account's data as another",
  write: 'changes objects of the declared test accounts and puts them back',
  abuse: 'sends bursts, odd input and uploads',
  load: 'sends traffic at a fixed rate',
};

/** Why a permit is not granted for a host and what would grant it; undefined when it is granted (CONTRACT.md). */
export function permitGap(
  permit: Permit,
  host: string,
  state: { readonly listed: boolean; readonly owned: boolean; readonly named: boolean },
): Gap | undefined {
  if (!state.listed) return unlistedGap(host);
  if (permit === 'look' || permit === 'sign-in') return undefined;
  if (!state.owned) {
    return gap(
      'no-consent',
      `This look at ${host} ${meaning[permit] ?? 'needs consent'}, and nobody has shown that ${host} is theirs.`,
      `Run \`launch-ready consent ${host}\` and publish the token it prints, as a DNS record or as a file.`,
      10,
    );
  }
  if (permit === 'guess' || permit === 'cross-tenant' || state.named) return undefined;
  return gap(
    'no-consent',
    `This look at ${host} ${meaning[permit] ?? 'needs consent'}, and that was not asked for.`,
    `Add \`--permit ${permit}\` to the command.`,
    1,
  );
}

/** A host that nobody listed is reported, never contacted. */
export function unlistedGap(host: string): Gap {
  return gap(
    'refused',
    `${host} is not one of the listed hosts, so nothing was sent to it.`,
    `If ${host} is yours, add it to target.hosts in the config.`,
    1,
  );
}
