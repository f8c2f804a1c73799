import { describe } from '@jest/globals';
import { connectionStoreContract } from './connectionStore.contract.ts';
import { fakeConnectionStore } from './connectionStore.fake.ts';

describe('the fake connection store', () => connectionStoreContract(fakeConnectionStore));
