import type { Case } from './cases.ts';

export const largeMeeting: Case = { title: '37 sites', bars: {}, run: () => Promise.resolve({}) };
