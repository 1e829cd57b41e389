import type { EvidenceMap } from '../../src/collectors/evidence-map.ts';
import type { Dossier } from '../../src/model/dossier.ts';
import type { TestsslFacts } from './peers.ts';

/** Our names of versions by testssl.sh's. */
const ownName: Readonly<Record<string, string>> = {
  SSLv2: 'SSLv2',
  SSLv3: 'SSLv3',
  TLS1: 'TLSv1',
  TLS1_1: 'TLSv1.1',
  TLS1_2: 'TLSv1.2',
  TLS1_3: 'TLSv1.3',
};

export interface TestsslAgreement {
  /** Versions about which both say the same: taken, or not. */
  readonly versions: number;
  /** Suites of a version that both found. */
  readonly suites: number;
  /** Every other statement, in words. */
  readonly otherwise: readonly string[];
}

/** Holds what we say of one server against testssl.sh: each version, each suite of each version. */
export function compareWithTestssl(name: string, dossier: Dossier, theirs: TestsslFacts): TestsslAgreement {
  const seen = <K extends 'net.protocols' | 'net.ciphers'>(kind: K) => {
    const one = dossier.evidence.find((each) => each.kind === kind && each.subject === name);
    return one?.seen ? (one.value as unknown as EvidenceMap[K]) : undefined;
  };
  const otherwise: string[] = [];
  let versions = 0;
  for (const [theirName, offered] of theirs.versions) {
    const version = ownName[theirName];
    const outcome = seen('net.protocols')?.versions.find((one) => one.version === version)?.outcome;
    if ((outcome === 'accepted') === offered) versions += 1;
    else otherwise.push(`${version}: we say ${outcome}, testssl.sh ${offered ? 'offered' : 'not offered'}`);
  }
  const ours = new Set(
    (seen('net.ciphers')?.offers ?? []).flatMap(({ version, suites }) => suites.map((suite) => `${version} ${suite}`)),
  );
  const found = new Set(
    [...theirs.suites].map((text) => {
      const [version = '', suite = ''] = text.split(' ');
      return `${ownName[version] ?? version} ${suite}`;
    }),
  );
  otherwise.push(...[...ours].filter((one) => !found.has(one)).map((one) => `${one}: found by us alone`));
  otherwise.push(...[...found].filter((one) => !ours.has(one)).map((one) => `${one}: found by testssl.sh alone`));
  return { versions, suites: [...ours].filter((one) => found.has(one)).length, otherwise };
}
