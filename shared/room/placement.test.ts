import { describe } from '@jest/globals';
import { placementsContract } from './placements.contract.ts';
import { fakePlacements } from './placements.fake.ts';

describe('placements in memory', () => placementsContract(fakePlacements));
