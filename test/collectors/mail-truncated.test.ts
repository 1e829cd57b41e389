import { createSocket } from 'node:dgram';
import { decode, encode, TRUNCATED_RESPONSE } from 'dns-packet';
import { expect, test } from 'vitest';
import { createLive } from '../../src/collectors/live.ts';
import { mailRecordCollector } from '../../src/collectors/mail/collect-records.ts';
import { emailChecks } from '../../src/checks/email.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { coverageOf } from '../../src/checks/coverage.ts';
import { checklists } from '../../src/checklists/index.ts';
import { collect } from '../../src/engine/collect.ts';
import { judge } from '../../src/engine/judge.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';

test('bad input: a resolver that cuts every answer off and takes no TCP → no mail check passes or fails', async () => {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const { id, questions } = decode(query);
    const reply = encode({ type: 'response', id: id ?? 0, flags: TRUNCATED_RESPONSE, questions: questions ?? [] });
    socket.send(reply, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const config = configSchema.parse({
    target: { domains: [{ name: 'example.com', selectors: ['s1'] }] },
    lab: { resolver: `127.0.0.1:${socket.address().port}`, map: [] },
  });
  const signal = new AbortController().signal;
  const world = await createWorld({ scope: createScope({ config }), env: {}, signal });
  try {
    const dossier = await collect({
      target: { name: 'cut off', config },
      world,
      collectors: [mailRecordCollector],
      live: createLive(),
      run: 'test',
      tool: { name: 'launch-ready', version: 'test' },
      fingerprintKey: 'test',
      signal,
    });
    const { findings } = judge(dossier, checklists['b2b-api'], { checks: emailChecks, catalogue, coverageOf });
    const said = findings.filter(({ check }) => /^email\.(spf|dkim|dmarc|mx|senders|bimi|tls-rpt)$/.test(check));
    expect(said.length).toBeGreaterThan(6);
    expect(said.filter(({ status }) => status !== 'unproven').map(({ check, code }) => `${check} ${code}`)).toEqual([]);
  } finally {
    await world.close();
    socket.close();
  }
}, 30_000);
