import type { Me, Role } from '../../shared/identity/contract.ts';

/** Where each role begins its day. */
const first: Readonly<Record<Role, string>> = {
  station: '/station', specialist: '/specialist', coordinator: '/specialist', patient: '/patient', viewer: '/overview', auditor: '/office', research: '/overview', system: '/overview',
};
const order: readonly Role[] = ['station', 'specialist', 'coordinator', 'patient', 'viewer', 'auditor', 'research', 'system'];

export function landingOf(person: Pick<Me, 'roles'>): string {
  const role = order.find((candidate) => person.roles.includes(candidate));
  return role === undefined ? '/overview' : first[role];
}
