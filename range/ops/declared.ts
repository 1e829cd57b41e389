/** What the desk's owner declares: values that only the inland depot may see. */
export const opsCanaries: readonly { readonly identity: 'b'; readonly value: string }[] = [
  'Leak is suspected below the Penhallow orchard.',
  'Camera loaned from the forestry office until Friday.',
  'Mini excavator for three days and a new turf for Mrs Penhallow.',
  'Never to be cut off: two residents on dialysis at home.',
  'Knows every farm gate between Ottery and the reservoir.',
  'Pressure logged for a week, down to 1.7 bar.',
].map((value) => ({ identity: 'b', value }));

export const opsPolicy: readonly object[] = [{ op: 'GET /healthz', anonymous: 'allow', scope: 'shared' }];
