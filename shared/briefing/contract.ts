import * as z from 'zod';
import { idPattern } from '../fhir/references.ts';

const id = z.string().regex(idPattern);
const text = (max: number) => z.string().trim().min(1).max(max);

/** POST /api/briefings (Idempotency-Key required). 201 with a BriefingView. The caller leads it; their facility is invited anyway. */
export const briefingPlan = z.object({
  title: text(200),
  /** ISO instant with a zone. */
  start: z.iso.datetime({ offset: true }),
  /** In this order; the meeting lasts as long as all of it. */
  agenda: z.array(z.object({ title: text(300), minutes: z.number().int().min(1).max(240) })).min(1).max(20),
  /** Everybody who works there may come. */
  facilities: z.array(id).max(60).default([]),
  /** Specialists of other facilities, by Practitioner id. */
  people: z.array(id).max(100).default([]),
});
export type BriefingPlan = z.input<typeof briefingPlan>;

/** POST /api/briefings/{id}/cancellations (Idempotency-Key required), by who leads it. */
export const briefingCancellation = z.object({ reason: text(500) });

/** POST /api/briefings/{id}/attendance: said on entering and every two minutes by whoever is in the room. 200 with `{}`. */
export const briefingAttendance = z.object({});

/** POST /api/briefings/{id}/minutes (Idempotency-Key required): signs them, once. One text for each item of the agenda that was dealt with. */
export const briefingMinutes = z.object({
  items: z.array(z.object({ number: z.number().int().min(1).max(20), text: text(6000) })).max(20),
  decisions: text(8000),
});
export type BriefingMinutes = z.infer<typeof briefingMinutes>;

/** POST /api/briefings/{id}/messages (Idempotency-Key required): to everybody in it, until the minutes are signed. 200 with a BriefingMessage. */
export const briefingMessage = z.object({ text: text(4000) });

/** `at`: ISO instant. */
export type BriefingMessage = { readonly id: string; readonly at: string; readonly by: Named; readonly text: string };

export type Named = { readonly id: string; readonly name: string };

/** `open`: people may enter, from half an hour before the start until four hours after the planned end. */
export const briefingStates = ['planned', 'open', 'over', 'cancelled'] as const;
export type BriefingState = (typeof briefingStates)[number];

/** Who was there, as the room noticed it: each stay from and to, ISO instants, to two minutes. */
export type Attendance = { readonly person: Named; readonly facility: Named; readonly stays: readonly { readonly from: string; readonly to: string }[] };

export type BriefingView = {
  readonly id: string;
  readonly title: string;
  readonly state: BriefingState;
  readonly start: string;
  readonly end: string;
  readonly opensAt: string;
  readonly agenda: readonly { readonly number: number; readonly title: string; readonly minutes: number }[];
  readonly host: Named;
  readonly facility: Named;
  readonly facilities: readonly Named[];
  readonly people: readonly Named[];
  /** As the caller stands to it. */
  readonly place: 'host' | 'attendee';
  readonly cancelled?: string;
  readonly attendance: readonly Attendance[];
  readonly minutes?: SignedMinutes;
  /** What was written in the room, oldest first. */
  readonly messages: readonly BriefingMessage[];
  /** Whether messages are taken now. */
  readonly mayWrite: boolean;
};

export type SignedMinutes = BriefingMinutes & {
  readonly documentId: string;
  readonly signedAt: string;
  readonly signedBy: Named;
  /** Checked against the public keys at the moment of the answer. */
  readonly valid: boolean;
};

/** GET /api/briefings: of the last month and all that come, the next one first, then the past ones. */
export type BriefingRow = Pick<BriefingView, 'id' | 'title' | 'state' | 'start' | 'end' | 'host' | 'facility' | 'place'> & { readonly signed: boolean };
export type BriefingRows = { readonly rows: readonly BriefingRow[] };
