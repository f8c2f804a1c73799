/** Permanent codes of this slice's use cases; the words are in functions/_http/problems/room.ts. */
export type RoomErrorCode = 'ROOM_CLOSED' | 'ROOM_REPORT_REFUSED' | 'ROOM_RECORDING_OFF' | 'ROOM_RECORDING_REFUSED' | 'ROOM_NO_HOST' | 'ROOM_NOT_OPEN_YET' | 'ROOM_NOT_FOR_YOU' | 'ROOM_INVITATION_UNKNOWN' | 'ROOM_INVITATION_EXPIRED';
