import * as z from 'zod';
export type { CallRecording, Calls, CallStay } from './quality.ts';
export type { RecordingReport } from './recording.ts';

export const roomRoles = ['host', 'specialist', 'station', 'patient', 'relative', 'interpreter', 'observer', 'attendee'] as const;
export type RoomRole = (typeof roomRoles)[number];

/** A TURN server with credentials that end soon, as RTCPeerConnection takes it. */
export type IceServer = { readonly urls: readonly string[]; readonly username: string; readonly credential: string };

/** POST /api/consultations/{id}/room-tokens, and the answer of POST /api/invitation-redemptions. */
export type RoomPass = {
  /** JWT (ES256) for the SFU alone: aud `sfu`, short-lived; the SFU checks it against GET /api/keys. */
  readonly token: string;
  /** WebSocket address of the SFU. */
  readonly url: string;
  readonly room: string;
  readonly role: RoomRole;
  readonly name: string;
  readonly expiresAt: string;
  /** For networks that let neither UDP nor TCP to the media ports through; empty where there is no TURN. */
  readonly iceServers: readonly IceServer[];
};

/** POST /api/consultations/{id}/invitations. The secret is in the link's fragment: no log ever sees it. */
export const roomInvitation = z.object({ role: z.enum(['specialist', 'patient', 'relative', 'interpreter']), name: z.string().trim().min(1).max(100) });
export type RoomInvitation = z.infer<typeof roomInvitation>;
export type RoomInvitationAnswer = { readonly url: string; readonly expiresAt: string };

/** POST /api/invitation-redemptions */
export const invitationRedemption = z.object({ secret: z.string().min(20).max(200) });
export type InvitationRedemption = z.infer<typeof invitationRedemption>;

/** POST /api/invitation-talks (public): what was written for the whole room. The secret is in the body, for no log to see. */
export const invitationTalk = invitationRedemption;

/** POST /api/invitation-messages (public, Idempotency-Key required): writes to the whole room. Answers with RoomMessages too. */
export const invitationMessage = invitationRedemption.extend({ text: z.string().trim().min(1).max(4000) });
export type InvitationMessage = z.infer<typeof invitationMessage>;

/** Oldest first; `id` is that of the Communication. */
export type RoomMessages = { readonly messages: readonly { readonly id: string; readonly at: string; readonly by: string; readonly text: string }[] };

/** Claims of the join token. `jti` is single-use within its life; `sub` is the person, never chosen by the client. */
export const roomClaims = z.object({
  sub: z.string(),
  room: z.string(),
  role: z.enum(roomRoles),
  name: z.string(),
  /** False for an observer: may see and hear, not speak. */
  speak: z.boolean(),
  jti: z.string(),
  /** The consultation that the call belongs to: its quality is stored there. Absent: a room without one. */
  consultation: z.string().max(64).optional(),
  /** May ask the room for its consent to a recording: the deployment allows it, and there is a record that it belongs to. */
  record: z.boolean().optional(),
});
export type RoomClaims = z.infer<typeof roomClaims>;
