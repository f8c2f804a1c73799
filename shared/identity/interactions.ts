/** What can be done with resources, as the policy tells them apart. `history` is the reading of older versions. */
export const interactions = ['read', 'search', 'create', 'update', 'delete', 'history'] as const;
export type Interaction = (typeof interactions)[number];
