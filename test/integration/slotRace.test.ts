import { expect, it } from '@jest/globals';
import type { ProblemBody } from '../../functions/_http/problems/index.ts';
import { staff } from '../../local/story.ts';
import { clientFor } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { aRequest, freeSlots } from '../support/story.ts';

it('gives one slot to exactly one of 200 who want it at once; 199 get the next free slots', async () => {
  const nurse = clientFor(await accessToken('nurse'));
  const slot = (await freeSlots(nurse)).at(-1);
  if (!slot) throw new Error('no free slot');
  const body = aRequest({ practitionerId: staff.specialist.practitioner, when: { kind: 'slot', slotId: slot.id } });
  const answers = await Promise.all(Array.from({ length: 200 }, () => nurse.call<ProblemBody>('consultationRequest', { body })));
  expect(answers.filter((a) => a.status === 201)).toHaveLength(1);
  const refused = answers.filter((a) => a.status !== 201).map((a) => a.body);
  expect(new Set(refused.map((r) => r.code))).toEqual(new Set(['BOOKING_SLOT_TAKEN']));
  for (const { help } of refused) {
    const { slots } = help as { slots: { id: string }[] };
    expect(slots.length).toBeGreaterThan(0);
    expect(slots.map((s) => s.id)).not.toContain(slot.id);
  }
});
