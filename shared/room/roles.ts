import type { RoomRole } from './contract.ts';

const managers: readonly RoomRole[] = ['host', 'specialist', 'station'];

/** Whoever answers for the room (or leads a briefing): is never kept in the lobby, may admit, mute and send out. */
export const mayManage = (role: RoomRole): boolean => managers.includes(role);
