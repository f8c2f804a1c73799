/** Permanent codes of this slice; the words are in functions/_http/problems/booking.ts. */
export type BookingErrorCode =
  | 'BOOKING_SLOT_UNKNOWN'
  | 'BOOKING_SLOT_IN_PAST'
  | 'BOOKING_SLOT_TAKEN'
  | 'BOOKING_SLOT_OTHER_SPECIALTY'
  | 'BOOKING_SLOT_OTHER_FACILITY'
  | 'BOOKING_SLOT_OTHER_SPECIALIST'
  | 'BOOKING_ALREADY_BOOKED'
  | 'BOOKING_SEARCH_TOO_WIDE'
  | 'BOOKING_DUTY_NOT_YOURS';
