import { describe, expect, it } from 'vitest';
import { oneOfEachOperation } from '../../src/engine/one-operation.ts';
import type { Finding } from '../../src/model/finding.ts';

function found(method: string, template: string, over: Partial<Finding> = {}): Finding {
  const subject = over.subject ?? `${method} ${template}`;
  return {
    id: `authz.write:changed:${subject}`,
    check: 'authz.write',
    area: 'authz',
    subject,
    code: 'changed',
    status: 'fail',
    severity: 'critical',
    confidence: 'certain',
    says: 'A changed a record of B.',
    why: '',
    breaks: '',
    fix: { summary: '', effort: '', owner: '', steps: [] },
    evidence: [{ label: 'A', value: 'sent it' }],
    reproduce: `curl -X ${method} 'https://app.example${template.replace(/\{\w*\}/g, '7')}'`,
    operation: { method, template },
    ...over,
  };
}
const subjects = (all: readonly Finding[]) => oneOfEachOperation(all).map(({ subject }) => subject);

describe('one finding of each operation', () => {
  it('is the one with the most general template, and names the others with what reproduces them', () => {
    const all = [
      found('PUT', '/w/north/briefs/{}'),
      found('PUT', '/w/{id}/briefs/{id}'),
      found('PUT', '/w/{wId}/briefs/{id}'),
    ];
    const [one, ...none] = oneOfEachOperation(all);
    expect(none).toEqual([]);
    expect(one?.subject).toBe('PUT /w/{id}/briefs/{id}');
    expect(one?.evidence.slice(1).map(({ value }) => value)).toEqual([
      "PUT /w/{wId}/briefs/{id}: curl -X PUT 'https://app.example/w/7/briefs/7'",
      "PUT /w/north/briefs/{}: curl -X PUT 'https://app.example/w/north/briefs/7'",
    ]);
    expect(oneOfEachOperation(all.toReversed())).toEqual([one]);
  });

  it('takes a page and what a script asks for in its place as one, and a change that could not be put back as the same', () => {
    expect(subjects([found('GET', '/invoices/print (server component)'), found('GET', '/invoices/print')])).toEqual([
      'GET /invoices/print',
    ]);
    const left = found('PUT', '/briefs/{id}', { code: 'changed-and-left' });
    expect(subjects([found('PUT', '/briefs/{}'), left])).toHaveLength(1);
  });

  it.each([
    ['another verb', found('PUT', '/briefs/{id}'), found('DELETE', '/briefs/{id}')],
    ['a word at the end', found('GET', '/orders/{id}'), found('GET', '/orders/export')],
    ['what is moved by a field', found('PATCH', '/assets/{id}'), found('PATCH', '/assets/{id} (moved by campaignId)')],
    ['another answer', found('PUT', '/briefs/{id}'), found('PUT', '/briefs/{id}', { code: 'deleted' })],
    [
      'another host',
      found('GET', '/a/{id}'),
      found('GET', '/a/{id}', { subject: 'x', reproduce: 'curl https://b.example/' }),
    ],
  ])('keeps %s apart', (_what, one, other) => {
    expect(oneOfEachOperation([one, other])).toEqual([one, other]);
  });

  it('leaves passes alone, and a flaw beside one that is waived', () => {
    const pass = found('GET', '/a/{id}', { status: 'pass' });
    const waived = found('GET', '/a/{id}', { waiver: { author: 'Ada', reason: 'known', until: '2027-01-01' } });
    const all = [pass, waived, found('GET', '/a/{id}')];
    expect(oneOfEachOperation(all)).toEqual(all);
  });
});
