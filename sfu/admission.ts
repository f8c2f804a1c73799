import type { RoomRole } from '../shared/room/contract.ts';
import { mayManage } from '../shared/room/roles.ts';
import type { LobbyMode } from '../shared/room/kinds.ts';

/** `let in`: a manager did so by hand, or the person was in before. `sentOut`: only a manager's hand lets them in again. */
export type Newcomer = { readonly role: RoomRole; readonly standing: 'new' | 'let in' | 'sent out' };

/** Whoever does not answer for the room waits in the lobby, unheard and unseen: until a manager is there, or lets them in. */
export function mayEnter({ role, standing }: Newcomer, present: readonly RoomRole[], mode: LobbyMode): boolean {
  if (mayManage(role) || standing === 'let in') return true;
  return standing === 'new' && mode === 'automatic' && present.some(mayManage);
}

type Waiting = { readonly presence: string; readonly claims: { readonly role: RoomRole }; readonly standing: Newcomer['standing'] };

/** Those in the lobby who may come in now. */
export function whoMayEnter<Person extends Waiting>(people: readonly Person[], mode: LobbyMode): readonly Person[] {
  const roles = people.map(({ claims }) => claims.role);
  return people.filter(({ presence, claims, standing }) => presence === 'lobby' && mayEnter({ role: claims.role, standing }, roles, mode));
}
