import { describe, expect, test } from 'vitest';
import { emailChecks } from '../../src/checks/email.ts';
import type { MailEvidence } from '../../src/collectors/mail-evidence.ts';
import { lookalikeCollector } from '../../src/collectors/mail/collect-lookalikes.ts';
import { receivedMailCollector } from '../../src/collectors/mail/collect-received.ts';
import { mailRecordCollector } from '../../src/collectors/mail/collect-records.ts';
import { mailPolicyCollector } from '../../src/collectors/mail/collect-sts.ts';
import { broken, runJob, type Setting, settingOf, trouble } from './network-setting.ts';

type Zone = Readonly<Record<string, readonly string[] | 'servfail' | 'timeout' | 'refused'>>;
const domain = 'example.com';
const sound: Zone = {
  [`TXT ${domain}`]: ['v=spf1 ip4:192.0.2.0/24 -all'],
  [`TXT _dmarc.${domain}`]: ['v=DMARC1; p=reject; rua=mailto:d@example.com'],
  [`MX ${domain}`]: ['10 mx.example.com'],
  'A mx.example.com': ['192.0.2.25'],
};
const dnsOf = (zone: Zone): Setting['dns'] => {
  const names = Object.keys(zone).map((key) => key.split(' ')[1] ?? '');
  return (name, type) => {
    const found = zone[`${type} ${name}`];
    if (typeof found === 'string') return { status: found };
    if (found && found.length > 0) return { status: 'ok', records: [...found] };
    return { status: names.some((one) => one === name || one.endsWith(`.${name}`)) ? 'nodata' : 'nxdomain' };
  };
};
const configured = { target: { domains: [{ name: domain, selectors: ['s1'] }] } };
const look = (zone: Zone, more: Partial<Setting> = {}) =>
  runJob(mailRecordCollector, domain, { dns: dnsOf({ ...sound, ...zone }), config: configured, ...more });

/** The codes that the check of this id answers to what was collected. */
async function codes(id: string, zone: Zone, more: Partial<Setting> = {}): Promise<readonly string[]> {
  const { value } = await look(zone, more);
  const check = emailChecks.find((one) => one.id === id);
  const kinds = ['mail.spf', 'mail.dkim', 'mail.dmarc', 'mail.mx', 'mail.tls-rpt', 'mail.bimi'] as const;
  const values = Object.fromEntries(kinds.map((kind) => [kind, value(kind)])) as unknown as MailEvidence;
  const context = { now: new Date(0), limits: {}, environmentOf: () => 'production', subject: domain };
  return [check?.judge(values as never, context) ?? []].flat().map(({ code }) => code);
}

describe('mail records', () => {
  test('bad input: a resolver that answers nothing → every mail check unproven, none fails', async () => {
    const dns: Setting['dns'] = () => ({ status: 'timeout' });
    for (const { id } of emailChecks.filter(
      (one) => !['email.mta-sts', 'email.lookalike', 'email.delivery'].includes(one.id),
    )) {
      const said = await codes(id, {}, { dns });
      const check = emailChecks.find((one) => one.id === id);
      expect(
        said.map((code) => check?.outcomes[code]?.is),
        id,
      ).toEqual(said.map(() => 'unproven'));
    }
  });
  test('bad input: SERVFAIL once for a mail record → asked again, and judged', async () => {
    let count = 0;
    const zone = dnsOf(sound);
    const flaky: Setting['dns'] = (name, type) => {
      if (`${type} ${name}` !== `TXT ${domain}`) return zone?.(name, type) ?? { status: 'nodata' };
      count += 1;
      return count === 1 ? { status: 'servfail' } : { status: 'ok', records: ['v=spf1 -all'] };
    };
    const { value } = await look({}, { dns: flaky });
    expect(value('mail.spf')?.tree.outcome).toBe('record');
  });
  test('bad input: a resolver that lies and answers every name with the same TXT record → no key, no policy and no senders are made of it', async () => {
    const dns: Setting['dns'] = (_name, type) =>
      type === 'TXT' ? { status: 'ok', records: ['welcome to the hotel network'] } : { status: 'nxdomain' };
    expect(await codes('email.spf', {}, { dns })).toEqual(['missing']);
    expect(await codes('email.dkim', {}, { dns })).toEqual(['selector-missing']);
    expect(await codes('email.dmarc', {}, { dns })).toEqual(['missing']);
  });
  test('bad input: a resolver that answers every name with the same DKIM key → usual selectors prove nothing', async () => {
    const zone = dnsOf(sound);
    const dns: Setting['dns'] = (name, type) =>
      type === 'TXT' && name.includes('._domainkey.')
        ? { status: 'ok', records: ['v=DKIM1; p='] }
        : (zone?.(name, type) ?? { status: 'nodata' });
    const config = { target: { domains: [{ name: domain }] } };
    expect(await codes('email.dkim', {}, { dns, config })).toEqual(['no-selector-known']);
  });
  test('bad input: a CNAME loop at a selector and at _dmarc → said as a loop', async () => {
    const loop = (name: string): Zone => ({
      [`TXT ${name}`]: 'servfail',
      [`CNAME ${name}`]: ['x.example'],
      'CNAME x.example': [name],
    });
    expect(await codes('email.dkim', loop(`s1._domainkey.${domain}`))).toEqual(['alias-loop']);
    expect(await codes('email.dmarc', loop(`_dmarc.${domain}`))).toEqual(['alias-loop']);
  });
  test('a resolver that hands out the alias alone is helped', async () => {
    const key = { [`CNAME s1._domainkey.${domain}`]: ['k.vendor.example'], 'TXT k.vendor.example': ['v=DKIM1; p='] };
    expect(await codes('email.dkim', key)).toEqual(['revoked']);
  });
  test('bad input: a TXT record of 4 KB → read whole, cut in the evidence', async () => {
    const long = `v=spf1 ${Array.from({ length: 230 }, (_, at) => `ip4:192.0.2.${at}`).join(' ')} -all`;
    expect(await codes('email.spf', { [`TXT ${domain}`]: [long] })).toEqual(['long-record']);
  });
  test('the domain is taken from the portal’s host where none is listed, and nothing is held against one without mail', async () => {
    const config = { target: {} };
    const setting = { hosts: ['app.example.com'], config: { target: { hosts: [{ name: 'app.example.com' }] } } };
    expect(mailRecordCollector.subjects(settingOf({ ...setting }).target, settingOf(setting).world)).toEqual([domain]);
    expect(await codes('email.spf', { [`TXT ${domain}`]: [], [`MX ${domain}`]: [] }, { ...setting })).toEqual([
      'unnamed',
    ]);
    const nowhere = settingOf({ hosts: ['127.0.0.1', 'my-shop.pages.dev'], config });
    expect(mailRecordCollector.subjects(nowhere.target, nowhere.world)).toMatchObject({ reason: 'not-configured' });
  });
  test.each([
    ['Example.COM.', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['portal@example.com', 'example.com'],
    [' mail.example.com ', 'mail.example.com'],
  ])('a domain written as %s is %s', (name, expected) => {
    const setting = settingOf({ config: { target: { domains: [{ name }] } } });
    expect(mailRecordCollector.subjects(setting.target, setting.world)).toEqual([expected]);
  });
  test('names with underscores, spaces and capitals in selectors are asked as DNS has them', async () => {
    const config = { target: { domains: [{ name: domain, selectors: [' S1._domainkey.example.com '] }] } };
    expect((await look({}, { config })).queried).toContain(`TXT s1._domainkey.${domain}`);
  });
});

describe('MTA-STS policies', () => {
  const zone: Zone = { ...sound, [`TXT _mta-sts.${domain}`]: ['v=STSv1; id=1'] };
  const policy = (more: Partial<Setting>) =>
    runJob(mailPolicyCollector, domain, { dns: dnsOf(zone), config: configured, ...more });
  test('the file is asked for once, with its certificate verified', async () => {
    const { asked, value } = await policy({ http: () => ({ status: 200, body: 'version: STSv1' }) });
    expect(asked.map(({ url, allowInvalidCertificate }) => ({ url, allowInvalidCertificate }))).toEqual([
      { url: 'https://mta-sts.example.com/.well-known/mta-sts.txt', allowInvalidCertificate: undefined },
    ]);
    expect(value('mail.sts')?.policy).toMatchObject({ status: 200, text: 'version: STSv1' });
  });
  test('nothing is asked where no policy is announced', async () => {
    const { asked } = await runJob(mailPolicyCollector, domain, { dns: dnsOf(sound), config: configured });
    expect(asked).toEqual([]);
  });
  test('bad input: a policy host that is down → gap, asked twice', async () => {
    const { value, asked } = await policy({ http: () => trouble('unreachable'), tls: () => broken('refused') });
    expect(value('mail.sts')?.policyGap?.reason).toBe('unreachable');
    expect(asked).toHaveLength(2);
  });
});

describe('lookalikes', () => {
  const run = (dns: Setting['dns']) => runJob(lookalikeCollector, domain, { dns, config: configured });
  test('only names that take mail are said to', async () => {
    const { value } = await run(
      dnsOf({ 'MX exmaple.com': ['10 mx.exmaple.com'], 'MX example.net': ['0 .'], 'A examplle.com': ['192.0.2.1'] }),
    );
    expect(value('mail.lookalikes')?.found.map(({ domain: name, mail }) => `${name} ${mail}`)).toEqual([
      'example.net false',
      'examplle.com false',
      'exmaple.com true',
    ]);
  });
  test('bad input: a resolver that refuses foreign names → counted as not looked up', async () => {
    const { value } = await run(() => ({ status: 'refused' }));
    expect(value('mail.lookalikes')).toMatchObject({ failed: value('mail.lookalikes')?.asked, found: [] });
  });
  test('no server of a lookalike is contacted', async () => {
    const { asked, shaken } = await run(dnsOf({ 'MX exmaple.com': ['10 mx.exmaple.com'] }));
    expect([...asked, ...shaken]).toEqual([]);
  });
});

describe('mail that was received', () => {
  const arrived = (more: object) => ({
    arrived: { fromOwn: true, fromDomain: domain, dkim: [{ domain, selector: 'S9', aligned: true }], ...more },
  });
  const run = (subject: string, value: object, zone: Zone) =>
    runJob(receivedMailCollector, domain, { dns: dnsOf({ ...sound, ...zone }), config: configured }, [
      { subject, value },
    ]);
  test('names the selector that the portal signs with', async () => {
    const key = { [`TXT s9._domainkey.${domain}`]: ['v=DKIM1; p='] };
    const { value } = await run(domain, arrived({}), key);
    expect(value('mail.received-keys')?.selectors).toMatchObject([
      { selector: 's9', from: 'received', end: 'records' },
    ]);
  });
  test('a From domain that nobody listed gets its DMARC judged, and its keys', async () => {
    const other = {
      fromDomain: 'News.example.org',
      dkim: [{ domain: 'news.example.org', selector: 'a', aligned: true }],
    };
    const { value } = await run('elsewhere.example', arrived(other), {});
    expect(value('mail.dmarc')?.domain).toBe('news.example.org');
    expect(value('mail.dkim')).toMatchObject({ domain: 'news.example.org', selectors: [{ selector: 'a' }] });
  });
  test('bad input: mail with a stranger’s From → nothing of the stranger is looked up', async () => {
    const { queried } = await run(domain, arrived({ fromOwn: false, fromDomain: 'stranger.example' }), {});
    expect(queried).toEqual([]);
  });
});
