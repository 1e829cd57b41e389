/** What the shop's owner declares: values that only the school kitchens may see. */
export const shopCanaries: readonly { readonly identity: 'b'; readonly value: string }[] = [
  'Nut-free batches only, eleven pupils react.',
  'The code of the gate is on the caretaker’s board.',
  'Sixty tins of chickpeas for the allergy menu.',
  'Lentils had weevils in three of five packs.',
  'Your flour waits at the Tannery Row depot.',
].map((value) => ({ identity: 'b', value }));

export const shopPolicy: readonly object[] = [{ op: 'GET /healthz', anonymous: 'allow', scope: 'shared' }];
