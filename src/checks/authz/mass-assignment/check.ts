import type { ExtraField } from '../../../collectors/write-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'left-out'
  | 'taken'
  | 'page-alone'
  | 'offered'
  | 'taken-unseen'
  | 'stored'
  | 'nothing-privileged'
  | 'not-settled';

/** ASVS v5.0.0-15.3.3, API3:2023: a write takes the fields that it is for and no others. */
export const massAssignment = defineCheck<'tenancy.fields', Code>({
  id: 'authz.mass-assignment',
  question: 'Are role, price and owner fields in a write refused or ignored?',
  why: 'Frameworks can copy everything that is sent into the record. Then a customer who adds "role": "admin" to the form becomes one.',
  breaks: 'A customer makes itself admin, gives itself the dearest plan or sets its own price.',
  proof:
    'A changes a harmless text of its own record and puts it back. Then the same change carries a further field: one that decides a role, a plan or a price, with another value that the portal knows, and one that nobody knows. A reads the record again; what had been taken is put back. The owner’s field is tried with an object that is made for it and deleted: one that A makes must not appear at B. What the portal shows of an object that its form made, and the form does not send, is sent along with the making of a further one. A field that the portal’s own pages let the account change is no flaw. Where the same page has a form with more fields for somebody who may do more (the customer’s owner beside an ordinary user, staff beside the owner), those are sent along too, and read there.',
  permit: 'write',
  cites: ['v5.0.0-15.3.3', 'v5.0.0-8.2.3', 'API3:2023'],
  needs: ['tenancy.fields'],
  outcomes: {
    'left-out': { is: 'pass', says: 'Sent along with a change, {fields}: nothing of it was stored.' },
    taken: { is: 'fail', says: '{who} set "{field}" ({kind}) of its own record to another value, and read it back.' },
    'page-alone': {
      is: 'warn',
      says: 'Only the page keeps the text "{field}" from this account: sent along, it was stored. Decide who may change it.',
    },
    offered: {
      is: 'pass',
      says: 'A set "{field}", and the portal’s own pages let it do so; other fields of the kind stayed as before.',
    },
    'taken-unseen': {
      is: 'unproven',
      says: '{who} set "{field}" ({kind}) and read it back; whether the pages let an account do so could not be seen.',
    },
    stored: { is: 'warn', says: 'A field that nobody knows was stored and came back; no privileged field was.' },
    'nothing-privileged': {
      is: 'not-applicable',
      says: 'The record shows no field for a role, plan or price, and an unknown field was not stored.',
    },
    'not-settled': { is: 'unproven', says: 'Whether "{field}" was taken could not be read.' },
  },
  fix: {
    summary: 'List the fields that each write takes, and drop or refuse all others.',
    effort: '1–3 h',
    owner: 'engineer',
    steps: [
      'Validate bodies with a strict schema (zod strictObject, pydantic extra="forbid", class-validator whitelist + forbidNonWhitelisted).',
      'Never pass the body to the model: Object.assign(user, req.body), update(req.body), Model(**data). Rails: permit only the fields of the form.',
      'Change roles, plans and prices by operations of their own, with a check of who asks.',
    ],
  },
  judge(values) {
    const record = values['tenancy.fields'];
    return {
      ...judgeRecord(record),
      operation: { method: record.method, template: record.template },
      identities: [record.asker],
      reproduce: record.reproduce,
    };
  },
});

function judgeRecord({ fields, control, making, asker }: ExtraField): Answer<Code> {
  const who = asker.toUpperCase();
  const evidence = [
    {
      label: making ? 'without further fields' : 'a harmless text',
      value: making ? 'made through the portal' : control ? 'changed and put back' : 'could not be changed',
    },
    ...fields.map((one) => ({
      label: `with "${one.field}" (${one.kind})`,
      value: `HTTP ${one.status}; read back: ${one.readBack}${one.offered === undefined ? '' : one.offered === null ? '; no page could be looked at' : one.offered ? '; the pages let A change it' : '; no page offers it'}; the text of the same request ${one.restTaken ? 'arrived' : 'did not arrive'}${one.restored === false ? '; not put back, see undo' : ''}`,
    })),
  ];
  const all = fields.filter((one) => one.readBack === 'taken' && one.kind !== 'unknown');
  const isText = ({ kind }: Field) => kind === 'withheld-text';
  const taken = all.find((one) => one.offered !== true && !isUnseen(one) && !isText(one));
  if (taken)
    return {
      code: 'taken',
      data: { who, field: taken.field, kind: namedKind(taken) },
      evidence,
      confidence: 'certain',
    };
  const unseen = all.find(isUnseen);
  if (unseen)
    return {
      code: 'taken-unseen',
      data: { who, field: unseen.field, kind: namedKind(unseen) },
      evidence,
      gap: gap(
        'inconclusive',
        `No page of the account could be opened to see whether it offers "${unseen.field}".`,
        'Look at the form by hand: where it has no such field, take it out of the write.',
        5,
      ),
    };
  const open = fields.find(
    (one) => one.readBack === 'unclear' || one.status === 0 || one.status === 429 || one.status >= 500,
  );
  if (open || fields.length === 0)
    return {
      code: 'not-settled',
      data: { field: open?.field ?? 'role' },
      evidence,
      gap: gap(
        'inconclusive',
        'The record could not be read after the write.',
        'Send the printed request by hand and read the record.',
        10,
      ),
    };
  const text = all.find((one) => isText(one) && one.offered !== true);
  if (text) return { code: 'page-alone', data: { field: text.field }, evidence, confidence: 'firm' };
  if (fields.some((one) => one.readBack === 'taken' && one.kind === 'unknown')) return { code: 'stored', evidence };
  if (all[0]) return { code: 'offered', data: { field: all[0].field }, evidence, confidence: 'firm' };
  const privileged = fields.filter((one) => one.kind !== 'unknown');
  if (privileged.length === 0) return { code: 'nothing-privileged', evidence };
  return {
    code: 'left-out',
    data: { fields: privileged.map((one) => `${one.field} (${one.restTaken ? 'ignored' : 'refused'})`).join(', ') },
    evidence,
    confidence: 'firm',
  };
}

type Field = ExtraField['fields'][number];

const namedKind = ({ kind }: Field) =>
  kind.startsWith('withheld') ? 'a field that the page leaves out for this account' : kind;

/** A price or plan is sometimes the account's own to set: then its page has a field for it. Roles and owners hardly are. */
function isUnseen({ kind, offered }: Field): boolean {
  return offered === null && (kind === 'price' || kind === 'plan' || kind.startsWith('withheld'));
}
