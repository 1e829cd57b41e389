import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runSpfSuite } from './spf-suite.ts';

const total = 203;
const enough = 201;
const usual = resolve(import.meta.dirname, '../../../shared/vectors/spf/rfc7208-tests.yml');
const about =
  'The RFC 7208 test suite of the openspf project (rfc7208-tests.yml, release 2014.04, 203 cases; it is also in the test folder of pyspf). ' +
  'It is not part of this repository: put it at ../shared/vectors/spf/rfc7208-tests.yml or name its place: npm run conformance -- FILE';

/** Prints `N of 203` and the cases that differ; 0 at 201 or more, also where the suite is not there and nobody named it. */
async function main([named]: readonly string[]): Promise<number> {
  const file = named === undefined ? usual : resolve(named);
  if (!existsSync(file)) {
    console.log(`Not run: there is no ${named ?? '../shared/vectors/spf/rfc7208-tests.yml'}.\n${about}`);
    return named === undefined ? 0 : 64;
  }
  const outcomes = await runSpfSuite(readFileSync(file, 'utf8'));
  const passed = outcomes.filter((one) => one.passed).length;
  for (const one of outcomes.filter((each) => !each.passed)) {
    const wanted = `${one.expected.join(' or ')}${one.explanation === undefined ? '' : ` (${one.explanation})`}`;
    console.log(
      `differs: ${one.scenario} / ${one.name}: ${one.got} (${one.gotExplanation}; ${one.because}), expected ${wanted}`,
    );
  }
  console.log(`${passed} of ${outcomes.length}`);
  return passed >= enough || (outcomes.length !== total && passed === outcomes.length) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
