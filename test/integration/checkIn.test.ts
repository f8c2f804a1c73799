import { expect, it, jest } from '@jest/globals';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { patients } from '../../local/story.ts';
import { clientFor } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { aRequest } from '../support/story.ts';
import { target } from '../support/target.ts';

jest.setTimeout(300_000);

it('a visit of somebody insured is told to the insurer by itself, signed by the product’s key', async () => {
  const nurse = clientFor(await accessToken('nurse'));
  await nurse.must('insuranceCheck', { params: { patientId: patients.patient.id }, body: {} });
  const { id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest() });
  // The gateway takes nothing that a published key has not signed; the schedule sends every minute.
  const taken = async () => (await (await fetch(new URL('/check-ins', target().insurerUrl))).json()) as Record<string, { readonly maGiaoDich: string; readonly fields: readonly string[] } | undefined>;
  let told = (await taken())[id];
  for (let waited = 0; !told && waited < 240; waited += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    told = (await taken())[id];
  }
  expect(told?.maGiaoDich).toMatch(/^GD\d{10}$/);
  expect(told?.fields).toHaveLength(26);
});
