/** `filter[owner][id]`, `where.org.eq` and `variables.input.orgId` end in what matters; operators do not. */
export function lastName(name: string): string {
  const parts = name
    .split(/[.[\]]+/)
    .filter((part) => part !== '' && !/^(\$?(eq|in|is|equals|contains|ne|like|value)|\d+)$/i.test(part));
  const last = parts.at(-1) ?? name;
  return /^(id|uuid|slug|key)$/i.test(last) && parts.length > 1 ? `${parts.at(-2)}_${last}` : last;
}

/** Form tokens against forged requests, and the state of a page that posts itself back: each session has its own. */
export function isGuardToken(slot: { readonly name: string }): boolean {
  // Livewire's state of a component, sealed.
  if (/^components\.\d+\.snapshot$/.test(slot.name)) return true;
  return /csrf|xsrf|^_token$|authenticity_?token|requestverificationtoken|^form_?(token|key|build_id)$|nonce|^_*(view_?state(generator|encrypted)?|eventvalidation|previouspage|requestdigest)$/i.test(
    lastName(slot.name),
  );
}
