import type { CrossWrite } from '../../../collectors/write-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
import { allAlive, describeAlive } from '../atom-proof.ts';
import { describeTrial, sessionLost } from '../write-proof.ts';

type Code =
  | 'unchanged'
  | 'shared'
  | 'changed'
  | 'deleted'
  | 'acted'
  | 'added'
  | 'changed-and-left'
  | 'session-lost'
  | 'not-settled';

/** ASVS v5.0.0-8.2.2, 8.4.1, API1:2023: what a customer sends must not change another customer's record. */
export const writeCheck = defineCheck<'tenancy.write', Code>({
  id: 'authz.write',
  question: "Is a customer kept from changing another customer's records?",
  why: 'Reads are often guarded and writes forgotten: another verb, another route, a form. A changed record is worse than one that was seen.',
  breaks: 'A customer changes, adds or deletes what belongs to another one: bank details, orders, documents.',
  proof:
    'On a record of the test account B, B itself first changes a text and puts it back: so the way of writing works. Then A sends the same, in each way that the record takes (at its address, by the form of its page with a token of A’s own, by GraphQL mutation, by the page’s own request, as a POST that says it is another verb), each time with another mark, and B reads again, at the end once more after a pause. Objects that the audit plants for B are deleted by A, and made again below what is B’s; what cannot be put back (approving, cancelling, archiving) is done by A to records that the audit makes for it, and by B itself where A was refused; in tables that pages read directly (PostgREST) A plants rows under B, and moves its own there; of records whose body or form names the one that they stand below, A moves one of its own below B’s, and by the form of a record’s page that adds a text A puts one below B’s; either B reads A’s mark there or A reads B’s values in it. A status proves nothing. Everything is in a journal on disk before it is sent, and put back.',
  permit: 'write',
  cites: ['v5.0.0-8.2.2', 'v5.0.0-8.4.1', 'API1:2023'],
  needs: ['tenancy.write'],
  outcomes: {
    unchanged: { is: 'pass', says: "B's {object} stayed as it was in {count|way|ways} of writing." },
    shared: {
      is: 'not-applicable',
      says: 'A may change it, and meets it in its own lists as well: it is shared, and nobody’s alone.',
    },
    changed: { is: 'fail', says: "A changed B's {object} by {way} (answered {status}); it was put back." },
    deleted: { is: 'fail', says: 'A deleted an object that the audit had made for B (answered {status}).' },
    acted: {
      is: 'fail',
      says: 'A did “{action}” to a record that the audit had made for B (answered {status}), and B then saw it in another state.',
    },
    added: {
      is: 'fail',
      says: 'A added “{action}” to a record that the audit had made for B (answered {status}), and B then read it there.',
    },
    'changed-and-left': {
      is: 'fail',
      says: "A changed B's {object} by {way} (answered {status}); putting it back did not work: run undo.",
    },
    'session-lost': {
      is: 'unproven',
      says: 'A session died around the writes, so what stayed unchanged proves nothing.',
    },
    'not-settled': { is: 'unproven', says: "Whether B's {object} changed could not be read: {detail}." },
  },
  fix: {
    summary: 'Load the record by its id and the tenant of the session together, for every verb.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Write through the same scoped look-up as reads: UPDATE … WHERE id = ? AND tenant_id = ?, and answer 404 when no row was found.',
      'Check the parent as well where something is made below it, and every id of a bulk request.',
      'Put the check below the routes (a policy, row-level security), so that PUT, PATCH, POST, DELETE and overrides share it.',
      'Ignore X-HTTP-Method-Override and _method unless a page needs them, and route before authorizing.',
    ],
  },
  judge(values) {
    const record = values['tenancy.write'];
    return {
      ...judgeRecord(record),
      operation: { method: record.method, template: record.template },
      identities: [record.asker, record.owner],
      reproduce: record.reproduce,
    };
  },
});

const objects = { record: 'record', child: 'list', moved: 'list', planted: 'object', sacrificed: 'record' } as const;

const afterMove = {
  'owner-reads-it': 'B then read A’s record below its own',
  'asker-reads-more': 'A then read values of B’s in its own record',
  stored: 'the reference no longer was A’s own, and neither read more by it',
  no: 'nothing of A’s came to stand at a record of B’s',
} as const;

function ownDoing({ object, field, trials }: CrossWrite): string {
  if (object === 'record') return `changed "${field}" and put it back`;
  if (object !== 'sacrificed') return 'made the object through the portal';
  return trials.some(({ changed }) => changed) ? 'made the record' : `then did "${field}" itself, and saw it`;
}

function judgeRecord(record: CrossWrite): Answer<Code> {
  const object = objects[record.object];
  const evidence = [
    ...(record.object === 'moved'
      ? []
      : [
          {
            label: 'B itself',
            value: record.control ? ownDoing(record) : 'could not do it',
          },
        ]),
    ...record.trials.map((one) => ({
      label: `A: ${one.way}`,
      value:
        record.moved === undefined
          ? describeTrial(one)
          : `answered HTTP ${one.status}, ${one.outcome}; ${afterMove[record.moved]}`,
    })),
    ...(record.askerControl === undefined
      ? []
      : [{ label: 'A itself', value: record.askerControl ? 'changes its own record in this way' : 'could not do it' }]),
    ...(record.restored === null
      ? []
      : [{ label: 'put back', value: record.restored ? 'yes, and read again' : 'no: see undo' }]),
    describeAlive(record.alive),
  ];
  const hit = record.trials.find((one) => one.changed === true);
  if (hit && record.object === 'planted')
    return { code: 'deleted', data: { status: hit.status }, evidence, confidence: 'certain' };
  if (hit && record.shared) return { code: 'shared', evidence };
  if (hit && record.object === 'sacrificed')
    return {
      code: record.moved === undefined ? 'acted' : 'added',
      data: { action: record.field ?? '', status: hit.status },
      evidence,
      confidence: 'certain',
    };
  if (hit)
    return {
      code: record.restored === false ? 'changed-and-left' : 'changed',
      data: { object, way: hit.way, status: hit.status },
      evidence,
      confidence: 'certain',
    };
  const unsettled = (detail: string): Answer<Code> => ({
    code: 'not-settled',
    data: { object, detail },
    evidence,
    gap: gap(
      'inconclusive',
      `What A's writes did was not settled: ${detail}.`,
      'Send the printed request by hand as A and read as B.',
      10,
    ),
  });
  if (!record.control || record.trials.length === 0) return unsettled("B's own change could not be shown and put back");
  if (!allAlive(record.alive)) return sessionLost(evidence, 'the writes');
  if (record.moved === 'stored') return unsettled("A's record took the reference, and what it shows was not seen");
  if (record.trials.some((one) => one.changed === null)) return unsettled("B's own reading failed");
  // A further way that ends in an error changed nothing all the same; the owner's own way has to be answered.
  const busy = record.trials.find(({ status }, at) => status === 429 || (at === 0 && (status === 0 || status >= 500)));
  if (busy) return unsettled(`A's request ended in ${busy.outcome}`);
  if (record.askerControl === undefined && record.trials.every(({ status }) => status === 419 || status === 422))
    return unsettled('A was refused by a token of the form, not by whose record it is');
  if (record.askerControl === false)
    return unsettled(
      'A could not be shown to change even its own record in this way, so that a token or a role may have refused it',
    );
  return { code: 'unchanged', data: { object, count: record.trials.length }, evidence, confidence: 'firm' };
}
