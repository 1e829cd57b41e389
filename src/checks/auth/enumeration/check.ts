import type { AnswerDifference, EnumerationTrial, TimeComparison } from '../../../collectors/access-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'alike'
  | 'alike-without-time'
  | 'tells'
  | 'says-taken'
  | 'time-tells'
  | 'not-offered'
  | 'not-settled'
  | 'time-not-seen'
  | 'time-noisy';

const called: Readonly<Record<EnumerationTrial['surface'], string>> = {
  'sign-in': 'sign-in',
  reset: 'forgotten password',
  'sign-up': 'new account',
};
const kinds: Readonly<Record<AnswerDifference['what'], string>> = {
  status: 'status',
  text: 'text',
  answer: 'answer of the API',
  address: 'page that follows',
  cookies: 'cookies',
  step: 'next step',
};
/** The clearest for a person first. */
const order: readonly AnswerDifference['what'][] = ['text', 'status', 'step', 'answer', 'address', 'cookies'];

/** Milliseconds that somebody far away can tell, with patience. */
const audibleMs = 20;
const surely = 0.001;

/** ASVS v5.0.0-6.3.8: nobody learns from a form who is a customer. */
export const enumeration = defineCheck<'access.enumeration', Code>({
  id: 'auth.enumeration',
  question: 'Do sign-in, reset and sign-up answer alike for known and unknown people?',
  why: 'A form that tells who is known is asked for a million addresses by a script. The answer is the list of customers, and of those worth a guess at the password.',
  breaks: 'Competitors read who your customers are; thieves know whom to write to in your name.',
  proof:
    'Each form is sent for a declared test account and for a name that nobody has, in fresh browsers, with what was typed, numbers, keys and dates masked. A difference in status, text, answer, next page or cookies counts when it comes again in the other order. At most two wrong passwords are sent for a real account, and the right one after them; it stops at the first sign of a limit. Times are compared with a burner account only, in turn and by ranks.',
  permit: 'abuse',
  cites: ['v5.0.0-6.3.8'],
  needs: ['access.enumeration'],
  outcomes: {
    alike: {
      is: 'pass',
      says: 'The form for {form} answers alike for known and unknown people: text, status, and time ({known} and {unknown} ms).',
    },
    'alike-without-time': {
      is: 'pass',
      says: 'The form for {form} answers alike for known and unknown people; its time is not compared, for each try makes an account.',
    },
    tells: {
      is: 'fail',
      says: 'The form for {form} tells known from unknown people by its {what}: “{known}” against “{unknown}”, in both orders.',
    },
    'says-taken': { is: 'fail', says: 'The form for {form} says, twice, that the address has an account: “{text}”.' },
    'time-tells': {
      is: 'fail',
      says: 'The form for {form} takes {known} ms for known people and {unknown} ms for unknown ones ({tries} tries each).',
    },
    'not-offered': { is: 'not-applicable', says: 'The sign-in page offers no form for {form}.' },
    'not-settled': {
      is: 'unproven',
      says: 'The form for {form} answered otherwise each time, so known and unknown people could not be told apart from chance.',
    },
    'time-not-seen': {
      is: 'unproven',
      says: 'The form for {form} says the same to known and unknown people; its times were not compared: {detail}.',
    },
    'time-noisy': {
      is: 'unproven',
      says: 'The form for {form} says the same to known and unknown people; its times are too uneven to tell ({known} and {unknown} ms).',
    },
  },
  fix: {
    summary: 'Give one answer in both cases: same words, same status, same work.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Sign-in: one message, “E-mail address or password is not right”, with 401, whatever was wrong; verify the password against a fixed hash where nobody has the name, so that it takes as long.',
      'Reset: always “If we know this address, a mail is on its way”, and send from a queue after the answer.',
      'Sign-up: always “Look into your mail”; who has an account already gets a mail that says so.',
      'Switches: Supabase and Firebase “email enumeration protection”, Auth0 generic messages, Keycloak as it is, Devise config.paranoid = true, Django PasswordResetView as it is, Laravel Fortify by your own response classes, Cognito PreventUserExistenceErrors.',
    ],
  },
  judge(values) {
    const trial = values['access.enumeration'];
    return { ...judgeTrial(trial), reproduce: trial.reproduce };
  },
});

function judgeTrial(trial: EnumerationTrial): Answer<Code> {
  const { surface, pairs, lasting, time } = trial;
  const form = called[surface];
  const evidence = [
    ...pairs.map(({ first, differences }) => ({
      label: `${first} first`,
      value:
        differences.map((one) => `${kinds[one.what]}: “${one.known}” against “${one.unknown}”`).join('; ') || 'alike',
    })),
    ...(time
      ? [
          {
            label: 'times',
            value: `${time.knownMedianMs} ms known, ${time.unknownMedianMs} ms unknown (medians), longer in ${Math.round(time.longer * 100)} of 100 comparisons, p = ${time.byChance}`,
          },
        ]
      : []),
    ...(trial.timeNotTried ? [{ label: 'times', value: `not compared: ${trial.timeNotTried}` }] : []),
    ...(surface === 'sign-in'
      ? [
          {
            label: 'wrong passwords for the test account',
            value: `${trial.wrongPasswords}${trial.signsInAfter === undefined ? '' : trial.signsInAfter ? ', it signs in afterwards' : ', it could not be signed in afterwards'}`,
          },
        ]
      : []),
  ];
  if (trial.notOffered)
    return {
      code: 'not-offered',
      data: { form },
      evidence: [{ label: 'sign-in page', value: 'examined; no link or button of it leads to such a form' }],
    };
  if (trial.saysTaken !== undefined)
    return {
      code: 'says-taken',
      data: { form, text: trial.saysTaken },
      evidence: [{ label: 'known, twice', value: trial.saysTaken }],
      confidence: 'firm',
    };
  const [worst] = order.flatMap((what) => lasting.filter((one) => one.what === what));
  if (worst && pairs.length > 1)
    return {
      code: 'tells',
      data: {
        form,
        what: kinds[worst.what],
        known: worst.known || 'nothing of the kind',
        unknown: worst.unknown || 'nothing of the kind',
      },
      evidence,
      confidence: 'certain',
    };
  const flaps = pairs.length > 1 && pairs.every(({ differences }) => differences.some(({ what }) => what === 'status'));
  if (pairs.length === 0 || flaps)
    return {
      code: 'not-settled',
      data: { form },
      evidence,
      gap: gap('inconclusive', 'The answers changed by themselves.', 'Send the form by hand a few times.', 10),
    };
  if (time) return judgeTime(form, time, evidence);
  if (surface === 'sign-up') return { code: 'alike-without-time', data: { form }, evidence, confidence: 'firm' };
  const detail = trial.timeNotTried ?? 'nothing was measured';
  return {
    code: 'time-not-seen',
    data: { form, detail },
    evidence,
    gap: gap(
      'inconclusive',
      `Times were not compared: ${detail}.`,
      'Set LR_BURNER_USER and LR_BURNER_PASSWORD to a test account that may be locked, and run again.',
      5,
    ),
  };
}

function judgeTime(form: string, time: TimeComparison, evidence: Answer<Code>['evidence']): Answer<Code> {
  const data = {
    form,
    known: Math.round(time.knownMedianMs),
    unknown: Math.round(time.unknownMedianMs),
    tries: time.pairs,
  };
  const gapMs = Math.abs(time.knownMedianMs - time.unknownMedianMs);
  const apart = time.longer >= 0.95 || time.longer <= 0.05;
  if (apart && time.byChance < surely * 3 && gapMs >= Math.max(audibleMs, time.spreadMs))
    return { code: 'time-tells', data, evidence, confidence: 'firm' };
  // A difference that nobody hears over a network is none, however regular.
  if (gapMs < audibleMs || (time.longer > 0.2 && time.longer < 0.8 && gapMs < 2 * time.spreadMs))
    return { code: 'alike', data, evidence, confidence: 'firm' };
  return {
    code: 'time-noisy',
    data,
    evidence,
    gap: gap(
      'inconclusive',
      'The times of the answers scatter too much.',
      'Run again when the portal is at rest, with --only auth.enumeration.',
    ),
  };
}
