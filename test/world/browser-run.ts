// A run of its own process for browser-life.test.ts: opens a page, says which process the browser is, and waits.
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { configSchema } from '../../src/model/config.ts';

const [url = '', ending = ''] = process.argv.slice(2);
const run = new AbortController();
const scope = createScope({ config: configSchema.parse({}), url });
const world = await createWorld({ scope, env: process.env, signal: run.signal });
const context = await world.browser.context({ identity: 'a' });
const page = await context.newPage();
await page.goto(url);
process.stdout.write('ready\n');
if (ending === 'throw') throw new Error('a mistake of ours');
if (ending === 'abort') run.abort();
if (ending === 'exit') process.exit(3);
if (ending === 'close') await world.close();
