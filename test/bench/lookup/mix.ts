/**
 * How often each fault happens, 0 to 1. The province's report gives two figures: 88.4 % looked up by citizen card, 91.2 % of the insured
 * matched with the population register. Everything marked `assumed` is a guess to be replaced by counts of a pilot.
 */
export type Mix = {
  /** Of the desk. */
  readonly desk: {
    /** Read from the card's QR; the rest is typed. assumed */
    readonly scanned: number;
    /** A wrong digit in a typed number. assumed: about one keystroke in 2,000 */
    readonly wrongDigit: number;
    /** A letter wrong in a typed name. assumed */
    readonly typedName: number;
    /** Day and month swapped when typed. assumed */
    readonly typedSwap: number;
    /** Only the year is known. assumed */
    readonly yearOnly: number;
    /** The insurer has told the card at an earlier visit. assumed */
    readonly knownCard: number;
    /** The number of the paper card stands in the record. assumed */
    readonly paperCard: number;
    /** The old nine-digit number stands in the record, of those born before 2007. assumed */
    readonly oldNumber: number;
    /** Of scanned cards: the old number was read from the QR too, whose second field is often empty. assumed */
    readonly oldInQr: number;
    /**
     * The paper (or VNeID, VssID on a phone) that shows a typed number lies on the desk, so that the clerk can compare. assumed: the insurer
     * takes a number that is merely told, so not every number has a paper; a citizen ID nearly always, the insurance card stays at home more often,
     * the old ID mostly.
     */
    readonly atHand: { readonly citizenId: number; readonly card: number; readonly previousId: number };
    /** The clerk taps one of the numbers without looking at the paper. assumed */
    readonly tapSlip: number;
    /** A near-twin has a record at this station too. assumed: a commune station sees most of its people */
    readonly twinKnownHere: number;
  };
  /** Of the insurer's register. */
  readonly register: {
    /** 94 % are insured (insurer's yearly figure, from memory). own */
    readonly noCard: number;
    /** Citizen ID not linked to the card: 8.8 % (91.2 % matched). */
    readonly unlinked: number;
    readonly expired: number; // assumed
    readonly withdrawn: number; // assumed
    /** Reported as moved, with a new card under the ten digits. assumed */
    readonly moved: number;
    /** Replaced by a newer card. assumed: levels changed for whole groups in 2026 */
    readonly replaced: number;
    readonly replacedTwice: number; // assumed
    /** Issued by defence or police: looked at by hand, by rule. assumed */
    readonly byHand: number;
    readonly tonePlacement: number; // assumed: two spelling habits are about equally common
    readonly noMarks: number; // assumed: lists converted from old code pages
    readonly otherOrder: number; // assumed
    readonly toneSlip: number; // assumed: hỏi for ngã
    readonly wrongLetter: number; // assumed: can't be found by any spelling
    /** The year alone, of those born before 1965 and of the others. assumed: many older people know no day */
    readonly yearOnlyOld: number;
    readonly yearOnly: number;
    readonly firstOfJanuary: number; // assumed
    readonly swapped: number; // assumed
    readonly wrongDate: number; // assumed
    readonly wrongSex: number; // assumed
    /** The number is linked to a relative's card. assumed */
    readonly mislinked: number;
  };
  /** Of people: how many have a near-twin among the others, and how often the twin's number is typed for them. */
  readonly twins: number;
  readonly twinsNumberTyped: number;
  /** Of each call to the portal. assumed */
  readonly portal: { readonly slow: number; readonly fault: number; readonly wrongShape: number; readonly unauthorized: number; readonly ownFault: number; readonly dropped: number };
};

export const usualMix: Mix = {
  desk: { scanned: 0.85, wrongDigit: 0.006, typedName: 0.01, typedSwap: 0.005, yearOnly: 0.01, knownCard: 0.35, paperCard: 0.4, oldNumber: 0.5, oldInQr: 0.5, atHand: { citizenId: 0.95, card: 0.8, previousId: 0.4 }, tapSlip: 0.03, twinKnownHere: 0.6 },
  register: {
    noCard: 0.06, unlinked: 0.088, expired: 0.02, withdrawn: 0.01, moved: 0.01, replaced: 0.06, replacedTwice: 0.005, byHand: 0.01,
    tonePlacement: 0.5, noMarks: 0.01, otherOrder: 0.002, toneSlip: 0.004, wrongLetter: 0.004,
    yearOnlyOld: 0.12, yearOnly: 0.01, firstOfJanuary: 0.005, swapped: 0.004, wrongDate: 0.002, wrongSex: 0.001, mislinked: 0.001,
  },
  twins: 0.06, twinsNumberTyped: 0.25,
  portal: { slow: 0.004, fault: 0.005, wrongShape: 0.001, unauthorized: 0.002, ownFault: 0.002, dropped: 0.002 },
};

/** A poorer register, a desk with less luck, a worse day of the portal. */
export const roughMix: Mix = {
  desk: { scanned: 0.7, wrongDigit: 0.012, typedName: 0.02, typedSwap: 0.01, yearOnly: 0.02, knownCard: 0.25, paperCard: 0.55, oldNumber: 0.6, oldInQr: 0.5, atHand: { citizenId: 0.9, card: 0.75, previousId: 0.3 }, tapSlip: 0.06, twinKnownHere: 0.5 },
  register: {
    noCard: 0.1, unlinked: 0.15, expired: 0.04, withdrawn: 0.02, moved: 0.02, replaced: 0.12, replacedTwice: 0.02, byHand: 0.02,
    tonePlacement: 0.5, noMarks: 0.03, otherOrder: 0.005, toneSlip: 0.01, wrongLetter: 0.01,
    yearOnlyOld: 0.25, yearOnly: 0.02, firstOfJanuary: 0.01, swapped: 0.008, wrongDate: 0.005, wrongSex: 0.002, mislinked: 0.003,
  },
  twins: 0.12, twinsNumberTyped: 0.4,
  portal: { slow: 0.01, fault: 0.015, wrongShape: 0.004, unauthorized: 0.005, ownFault: 0.005, dropped: 0.006 },
};
