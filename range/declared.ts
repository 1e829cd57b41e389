/** What the launch's owner declares in the configuration: values that only customer B may see, and what all share. */
export const declaredCanaries: readonly { readonly identity: 'b'; readonly value: string }[] = [
  'Eleven sites on one policy.',
  'Lives above surgery three. Do not ring before ten.',
  'Damper for the riser',
  'statement-brightwater',
  'Looks after eleven practices between Merrowhaven and Colney.',
  'Extraction duct survey',
  'Autoclave room extract trips',
  'Compressor oil in the dental air',
  'The kettle stays: it is the only earth bond tester on site, says the inspector.',
].map((value) => ({ identity: 'b', value }));

export const declaredPolicy: readonly object[] = [
  { op: 'GET /api/v1/announcements', scope: 'shared' },
  ...['plans', 'plans/*', 'catalogue', 'catalogue/*', 'session'].map((path) => ({
    op: `GET /api/v1/${path}`,
    anonymous: 'allow',
    scope: 'shared',
  })),
  { op: 'GET /healthz', anonymous: 'allow', scope: 'shared' },
  { op: 'GET /api/v1/tips/current', scope: 'shared' },
];
