/**
 * How much of a call a link carries, best first: HD > SD > thumbnail > voice alone > written exchange with photos.
 * A participant stands on one step; everybody sees which.
 */
export const callSteps = ['hd', 'sd', 'thumbnail', 'audio', 'written'] as const;
export type CallStep = (typeof callSteps)[number];

/** The person's own limit: what the link decides, a small picture to save data, or voice alone. */
export const callLimits = ['automatic', 'saver', 'audio'] as const;
export type CallLimit = (typeof callLimits)[number];

/** True when pictures flow on this step. */
export const hasPictures = (step: CallStep): boolean => step !== 'audio' && step !== 'written';

/** The worse of two steps. */
export const worseOf = (a: CallStep, b: CallStep): CallStep => (callSteps.indexOf(a) >= callSteps.indexOf(b) ? a : b);
