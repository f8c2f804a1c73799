/** What people are here for. Apart from the contract, so that judging a token needs none of its schemas. */
export const roles = ['station', 'specialist', 'coordinator', 'patient', 'viewer', 'auditor', 'research', 'system'] as const;
export type Role = (typeof roles)[number];
