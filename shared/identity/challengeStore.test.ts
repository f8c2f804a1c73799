import { describe } from '@jest/globals';
import { challengeStoreContract } from './challengeStore.contract.ts';
import { fakeChallengeStore } from './challengeStore.fake.ts';

describe('the fake challenge store', () => challengeStoreContract(() => Promise.resolve(fakeChallengeStore())));
