/** Permanent codes of this slice; the words are in functions/_http/problems/briefing.ts. */
export type BriefingErrorCode =
  | 'BRIEFING_IN_THE_PAST'
  | 'BRIEFING_FACILITY_UNKNOWN'
  | 'BRIEFING_PERSON_UNKNOWN'
  | 'BRIEFING_NOT_YOURS'
  | 'BRIEFING_CANCELLED'
  | 'BRIEFING_TOO_EARLY'
  | 'BRIEFING_ITEM_UNKNOWN'
  | 'BRIEFING_MINUTES_SIGNED'
  | 'BRIEFING_MESSAGES_FULL';
