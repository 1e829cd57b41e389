import { parseAllDocuments } from 'yaml';
import { checkHost, type SpfQuestion } from '../../src/parse/spf/check-host.ts';
import type { SpfAnswer, SpfLookUp, SpfRecordType } from '../../src/parse/spf/look-up.ts';

export interface SpfSuiteTest {
  readonly scenario: string;
  readonly name: string;
  readonly expected: readonly string[];
  readonly explanation?: string;
  readonly got: string;
  readonly gotExplanation: string;
  readonly because: string;
  readonly passed: boolean;
}

type Entry = string | Readonly<Record<string, unknown>>;
interface Scenario {
  readonly description: string;
  readonly tests: Readonly<Record<string, SuiteCase>>;
  readonly zonedata: Readonly<Record<string, readonly Entry[]>>;
}
interface SuiteCase {
  readonly helo: string;
  readonly host: string;
  readonly mailfrom: string;
  readonly result: string | readonly string[];
  readonly explanation?: string;
}

export interface SpfSuiteCase {
  readonly scenario: string;
  readonly name: string;
  readonly question: SpfQuestion;
  readonly expected: readonly string[];
  readonly explanation?: string;
  readonly lookUp: SpfLookUp;
}

/** The cases of an RFC 7208 suite in the YAML form of the openspf project. */
export function spfScenarios(yaml: string): readonly SpfSuiteCase[] {
  return parseAllDocuments(yaml).flatMap((document) => {
    const scenario = document.toJS() as Scenario | null;
    if (!scenario?.tests) return [];
    const lookUp = lookUpIn(scenario.zonedata);
    return Object.entries(scenario.tests).map(([name, { helo, host, mailfrom, result, explanation }]) => ({
      scenario: scenario.description,
      name,
      question: { ip: host, helo, sender: mailfrom },
      expected: [result].flat(),
      ...(explanation === undefined ? {} : { explanation }),
      lookUp,
    }));
  });
}

/** Runs every case. */
export async function runSpfSuite(yaml: string): Promise<readonly SpfSuiteTest[]> {
  const outcomes: SpfSuiteTest[] = [];
  for (const { scenario, name, question, expected, explanation: wanted, lookUp } of spfScenarios(yaml)) {
    const { result, explanation = 'DEFAULT', because } = await checkHost(question, lookUp);
    const explained = wanted === undefined || result !== 'fail' || explanation === wanted;
    outcomes.push({
      scenario,
      name,
      expected,
      ...(wanted === undefined ? {} : { explanation: wanted }),
      got: result,
      gotExplanation: explanation,
      because,
      passed: expected.includes(result) && explained,
    });
  }
  return outcomes;
}

const longestAliasChain = 10;

/** The suite's zone as DNS: an SPF entry is a TXT record too, unless the name has TXT entries of its own. */
function lookUpIn(zone: Scenario['zonedata']): SpfLookUp {
  const names = new Map(Object.entries(zone).map(([name, entries]) => [name.toLowerCase(), entries]));
  return async (asked, type) => {
    let name = asked.toLowerCase();
    for (let link = 0; link < longestAliasChain; link += 1) {
      const entries = names.get(name);
      if (!entries) return { status: 'nxdomain', records: [] };
      const alias = valuesOf(entries, 'CNAME')[0];
      if (alias === undefined) return answerFrom(entries, type);
      name = String(alias).toLowerCase().replace(/\.$/, '');
    }
    return { status: 'trouble', records: [] };
  };
}

function answerFrom(entries: readonly Entry[], type: SpfRecordType): SpfAnswer {
  const own = valuesOf(entries, type);
  const values = type === 'TXT' && own.length === 0 ? valuesOf(entries, 'SPF') : own;
  const records = values.filter((value) => value !== 'NONE').map((value) => textOf(value, type));
  if (records.length > 0) return { status: 'ok', records };
  // What the suite says of a timeout holds for everything that the name has not listed.
  if (values.includes('TIMEOUT') || entries.includes('TIMEOUT')) return { status: 'trouble', records: [] };
  return { status: 'nodata', records: [] };
}

function valuesOf(entries: readonly Entry[], type: string): readonly unknown[] {
  return entries.flatMap((entry) => (typeof entry === 'object' && type in entry ? [entry[type]] : []));
}

function textOf(value: unknown, type: SpfRecordType): string {
  if (type === 'MX' && Array.isArray(value)) return value.join(' ');
  return Array.isArray(value) ? value.join('') : String(value);
}
