import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { repositoryContract } from './support/contract.ts';
import { wholeTypes } from './support/wholeTypes.ts';

repositoryContract('the fake', async () => ({ make: (_tenant, clock) => fakeRepository({ clock }), settle: async () => {}, stop: async () => {} }));

wholeTypes((clock = fixedClock('2026-11-22T00:00:00Z')) => fakeRepository({ clock }));
