/** Who is asking: `anonymous`, customer A, customer B of another tenant, a second user in A's tenant, staff, admin. */
export const identityNames = ['anonymous', 'a', 'b', 'a2', 'staff', 'admin', 'burner'] as const;
export type IdentityName = (typeof identityNames)[number];
export const accountNames = ['a', 'b', 'a2', 'staff', 'admin', 'burner'] as const;
export type AccountName = (typeof accountNames)[number];
