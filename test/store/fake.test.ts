import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { repositoryContract } from './support/contract.ts';

repositoryContract('the fake', async () => ({ make: (_tenant, clock) => fakeRepository({ clock }), settle: async () => {}, stop: async () => {} }));
