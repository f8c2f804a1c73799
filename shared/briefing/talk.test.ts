import { beforeEach, describe, expect, it } from '@jest/globals';
import { valueOf } from '../kernel/result.ts';
import { cancelBriefing, signMinutes } from './change.ts';
import { planBriefing } from './plan.ts';
import { communicationOf } from './resources.ts';
import { mostMessages, writeInBriefing } from './talk.ts';
import { viewBriefing } from './view.ts';
import { ask, aWorld, minutes, plan, untilStart, who } from './world.test.support.ts';

let world: Awaited<ReturnType<typeof aWorld>>;
let id: string;
beforeEach(async () => {
  world = await aWorld();
  ({ id } = valueOf(await planBriefing(world.context, ask('host'), plan)));
});
const write = async (name: keyof typeof who, text: string, key?: string) => await writeInBriefing(world.context, ask(name, key), id, text);
const seenBy = async (name: keyof typeof who) => valueOf(await viewBriefing(world.context, ask(name), id));
const written = () => world.repository.all().filter(({ resourceType }) => resourceType === 'Communication');
const sign = async () => valueOf(await signMinutes(world.context, ask('host'), id, { items: [], decisions: 'Xong.' }));

describe('a message in a briefing', () => {
  it('is read by everybody in it, in the order of writing, with who wrote it', async () => {
    world.clock.advance(untilStart);
    for (const [name, text] of [['nurse', 'Ba ca mới.'], ['doctor', 'Xã nào?'], ['host', 'Ghi vào biên bản.']] as const) {
      valueOf(await write(name, text));
      world.clock.advance(1000);
    }
    for (const name of ['host', 'nurse', 'doctor'] as const) expect((await seenBy(name)).messages.map(({ by, text }) => [by.name, text])).toEqual([['Lò Thị Mẫu', 'Ba ca mới.'], ['BS. Nơi khác', 'Xã nào?'], ['Phạm Thu Mẫu', 'Ghi vào biên bản.']]);
  });

  it('is a Communication about the Appointment, without a patient, and audited', async () => {
    world.clock.advance(untilStart);
    const message = valueOf(await write('nurse', 'Ba ca mới.'));
    expect(written()).toMatchObject([{ status: 'completed', about: [{ reference: `Appointment/${id}` }], sender: { reference: 'Practitioner/nurse-1', display: 'Lò Thị Mẫu' }, sent: '2026-11-23T01:00:00.000Z', payload: [{ contentString: 'Ba ca mới.' }] }]);
    expect(JSON.stringify(written())).not.toContain('subject');
    expect(world.repository.audits.at(-1)).toMatchObject({ event: 'briefing-message-written', outcome: 'success', actor: { subject: 'nurse' }, entities: [`Appointment/${id}`, `Communication/${message.id}`] });
  });

  it('is one, however often it is sent under its key', async () => {
    world.clock.advance(untilStart);
    const first = valueOf(await write('nurse', 'Ba ca mới.', 'key-1'));
    world.clock.advance(minutes);
    expect(valueOf(await write('nurse', 'Ba ca mới.', 'key-1'))).toEqual(first);
    expect(written()).toHaveLength(1);
  });

  it('is nobody’s to write or read who has no place in it, and the attempt is audited', async () => {
    world.clock.advance(untilStart);
    for (const name of ['stranger', 'patient'] as const) {
      expect(await write(name, 'x')).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
      expect(world.repository.audits.at(-1)).toMatchObject({ event: 'briefing-message-written', outcome: 'refused', actor: { subject: name } });
      expect(await viewBriefing(world.context, ask(name), id)).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
    }
    expect(written()).toEqual([]);
  });

  it('of another briefing is not shown here', async () => {
    world.clock.advance(untilStart);
    const other = valueOf(await planBriefing(world.context, ask('host'), { ...plan, start: world.clock.now().toISOString() })).id;
    valueOf(await writeInBriefing(world.context, ask('host'), other, 'ở nơi khác'));
    expect((await seenBy('host')).messages).toEqual([]);
  });

  it('is taken from the opening of the room until the minutes are signed, after the call too, and stays to be read', async () => {
    const mayWrite = async () => (await seenBy('nurse')).mayWrite;
    expect([await mayWrite(), await write('nurse', 'sớm')]).toMatchObject([false, { error: { code: 'ROOM_CLOSED' } }]);
    world.clock.advance(untilStart - 30 * minutes);
    expect(await mayWrite()).toBe(true);
    valueOf(await write('nurse', 'khi phòng mở'));
    world.clock.advance(24 * 60 * minutes);
    expect([await mayWrite(), (await seenBy('nurse')).state]).toEqual([true, 'over']);
    valueOf(await write('nurse', 'sau buổi họp'));
    const signed = await sign();
    expect([signed.mayWrite, signed.messages.map(({ text }) => text)]).toEqual([false, ['khi phòng mở', 'sau buổi họp']]);
    expect(await write('host', 'muộn')).toMatchObject({ error: { code: 'BRIEFING_MINUTES_SIGNED' } });
    expect((await seenBy('nurse')).messages).toHaveLength(2);
  });

  it('is not taken where there are so many that the briefing could soon not be read any more', async () => {
    world.clock.advance(untilStart);
    for (let i = 1; i < mostMessages; i += 1) world.repository.seed(communicationOf(id, { id: `m-${i}`, at: '2026-11-23T01:00:00.000Z', by: { id: 'nurse-1', name: 'Lò Thị Mẫu' }, text: `${i}` }));
    valueOf(await write('doctor', 'vừa đủ'));
    expect(await write('nurse', 'thừa')).toMatchObject({ error: { code: 'BRIEFING_MESSAGES_FULL' } });
    expect((await seenBy('host')).messages).toHaveLength(mostMessages);
  });

  it('is not taken where the briefing was cancelled', async () => {
    valueOf(await cancelBriefing(world.context, ask('host'), id, 'Bão'));
    world.clock.advance(untilStart);
    expect([await write('host', 'x'), (await seenBy('host')).mayWrite]).toMatchObject([{ error: { code: 'BRIEFING_CANCELLED' } }, false]);
  });
});
