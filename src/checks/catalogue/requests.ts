import { area, type CatalogueRow } from './catalogue-row.ts';

/** What the portal does with odd input and with too much of it. */
export const requests: readonly CatalogueRow[] = [
  ...area('validation', [
    [
      'malformed',
      ['A'],
      'abuse',
      'Is malformed input refused instead of breaking the server?',
      ['v5.0.0-2.2.1', 'v5.0.0-16.5.3'],
    ],
    ['unknown-fields', ['A'], 'abuse', 'Are unknown fields refused or ignored?', ['v5.0.0-15.3.3', 'API3:2023']],
    [
      'uploads',
      ['A'],
      'abuse',
      'Are harmful uploads refused?',
      ['v5.0.0-5.2.1', 'v5.0.0-5.2.2', 'v5.0.0-5.3.2', 'v5.0.0-1.3.4'],
    ],
    ['injection', ['A'], 'abuse', 'Is input kept apart from queries and pages?', ['v5.0.0-1.2.1', 'v5.0.0-1.2.4']],
    ['methods', ['A'], 'abuse', 'Are unexpected methods and content types refused?', ['v5.0.0-4.1.4', 'API8:2023']],
  ]),
  ...area('limits', [
    [
      'login',
      ['A'],
      'abuse',
      'Is password guessing slowed down, without locking out others?',
      ['v5.0.0-6.3.1', 'API2:2023', 'API4:2023'],
    ],
    ['forms', ['A'], 'abuse', 'Are public forms limited?', ['v5.0.0-2.4.1', 'API4:2023', 'API6:2023']],
    ['reset', ['A'], 'abuse', 'Are password resets limited?', ['v5.0.0-2.4.1', 'v5.0.0-6.3.1', 'API4:2023']],
    ['otp', ['A'], 'abuse', 'Are one-time codes protected from guessing?', ['v5.0.0-6.6.3', 'API2:2023', 'API4:2023']],
    ['invite', ['A'], 'abuse', 'Are invitations limited?', ['v5.0.0-2.4.1', 'API4:2023', 'API6:2023']],
    ['webhook', ['A'], 'abuse', 'Are webhooks limited?', ['v5.0.0-2.4.1', 'API4:2023']],
    ['search', ['A'], 'abuse', 'Is search limited?', ['v5.0.0-2.4.1', 'API4:2023']],
    ['api', ['A'], 'abuse', 'Is the API limited, sign-in more strictly than reading?', ['v5.0.0-2.4.1', 'API4:2023']],
    [
      'spoof',
      ['A'],
      'abuse',
      'Do forged address headers leave the limits as they are?',
      ['v5.0.0-4.1.3', 'v5.0.0-15.3.4', 'API4:2023'],
    ],
    ['retry-after', ['A'], 'abuse', 'Does a limit say when to come back?', ['RFC 6585 §4', 'RFC 9110 §10.2.3']],
  ]),
];
