import { beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { act } from '../consultation/act.ts';
import type { ConsultationAction, ConsultationRequest } from '../consultation/contract.ts';
import { requestConsultation } from '../consultation/request.ts';
import { roomTalk } from '../consultation/roomTalk.ts';
import { rooms } from '../consultation/rooms.ts';
import { aWorld, type World } from '../consultation/world.test.support.ts';
import { countingIds } from '../kernel/ids.ts';
import { fakeKeySigner } from '../signing/keySigner.fake.ts';
import { roomClaims } from './contract.ts';
import { expiryOf, inviteToRoom, redeemInvitation } from './invite.ts';
import { readAsGuest, writeAsGuest } from './guestTalk.ts';
import { joinRoom, type RoomContext } from './join.ts';

let world: World;
let context: RoomContext;
beforeEach(async () => {
  world = aWorld();
  const { repository, clock } = world;
  context = {
    repository, clock, base: world.context.base, newId: countingIds('jti'), newSecret: countingIds('a-secret-of-enough-length'),
    signer: await fakeKeySigner(), issuer: 'https://api.example', sfuUrl: 'wss://sfu.example/sfu', turn: { urls: [], secret: '' }, consultations: rooms(world.context), talk: roomTalk(world.context),
  };
});

type Who = Parameters<World['ask']>[0];
const request = async (when: ConsultationRequest['when'] = { kind: 'now' }) => {
  const made = await requestConsultation(world.context, world.ask('nurse'), {
    patientId: 'p-1', symptoms: 'Đau', vitals: {}, questions: ['Gì?'], specialty: 'cardiology', facilityId: 'bv-1', priority: 'routine', when, patientInformed: true,
  });
  if (!made.ok) throw new Error(made.error.code);
  return made.value.id;
};
const does = async (who: Who, id: string, action: ConsultationAction) => {
  const done = await act(world.context, world.ask(who), id, action);
  if (!done.ok) throw new Error(done.error.code);
};
const join = async (who: Who, id: string) => {
  const pass = await joinRoom(context, world.ask(who), id);
  return pass.ok ? pass.value : pass.error.code;
};
const inCall = async () => {
  const id = await request();
  await does('nurse', id, { action: 'wait' });
  await does('specialist', id, { action: 'call' });
  return id;
};
const claimsOf = async (token: string) => {
  const keys = createLocalJWKSet({ keys: [await context.signer.publicJwk()] });
  const { payload } = await jwtVerify(token, keys, { audience: 'sfu', issuer: 'https://api.example', currentDate: world.clock.now() });
  return { ...roomClaims.parse(payload), seconds: (payload.exp ?? 0) - (payload.iat ?? 0) };
};

describe('a pass', () => {
  it('is for the same room for both sides, two minutes long, bound to the person and the role', async () => {
    const id = await inCall();
    const [station, doctor] = [await join('nurse', id), await join('specialist', id)];
    if (typeof station === 'string' || typeof doctor === 'string') throw new Error(JSON.stringify([station, doctor]));
    expect(doctor.room).toBe(station.room);
    expect(doctor.room).not.toContain(id);
    expect(await claimsOf(doctor.token)).toMatchObject({ sub: 'Practitioner/dr-1', role: 'specialist', speak: true, seconds: 120 });
    expect(await claimsOf(station.token)).toMatchObject({ sub: 'Practitioner/nurse-1', role: 'station' });
    expect(world.repository.audits.at(-1)).toMatchObject({ event: 'room-joined', outcome: 'success' });
  });
  it('of a coordinator does not give the right to speak; the patient has a place', async () => {
    const id = await inCall();
    const [watching, patient] = [await join('coordinator', id), await join('patient', id)];
    if (typeof watching === 'string' || typeof patient === 'string') throw new Error('no pass');
    expect(await claimsOf(watching.token)).toMatchObject({ role: 'observer', speak: false });
    expect(await claimsOf(patient.token)).toMatchObject({ sub: 'Patient/p-1', role: 'patient', speak: true });
  });
  it('is not given before there is a room, long before the time, after the end, or to a stranger', async () => {
    const id = await request();
    expect(await join('nurse', id)).toBe('ROOM_CLOSED');
    const called = await inCall();
    await does('specialist', called, { action: 'interrupt', reason: 'link' });
    expect(await join('nurse', called)).toBe('ROOM_CLOSED');
    expect(await join('nurse2', called)).toBe('HTTP_NOT_FOUND');
    world.clock.advance(-5 * 3_600_000);
    const booked = await request({ kind: 'slot', slotId: 'slot-1' });
    expect(await join('nurse', booked)).toBe('ROOM_NOT_OPEN_YET');
    world.clock.advance(5.5 * 3_600_000);
    expect(await join('nurse', booked)).toMatchObject({ role: 'station' });
  });
  it('is not for a specialist who has not taken the case', async () => {
    const id = await request();
    await does('nurse', id, { action: 'wait' });
    expect(await join('specialist', id)).toBe('ROOM_NOT_FOR_YOU');
    expect(world.repository.audits.at(-1)).toMatchObject({ event: 'room-joined', outcome: 'refused' });
  });
});

describe('an invitation', () => {
  const invite = async (id: string, who: Who = 'nurse') => {
    const made = await inviteToRoom(context, world.ask(who), id, { role: 'relative', name: 'Con gái bà Mẫu' });
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };
  const redeem = async (secret: string) => {
    const pass = await redeemInvitation(context, { secret }, 'correlation');
    return pass.ok ? pass.value : pass.error.code;
  };

  it('leads into the room as often as needed; the secret is in the fragment and only its hash is stored', async () => {
    const id = await inCall();
    const { url } = await invite(id);
    const secret = new URL(url).hash.slice(1);
    expect(url.startsWith('https://api.example/join#')).toBe(true);
    expect(JSON.stringify(world.repository.all())).not.toContain(secret);
    expect(await redeem(secret)).toMatchObject({ role: 'relative', name: 'Con gái bà Mẫu' });
    const again = await redeem(secret);
    if (typeof again === 'string') throw new Error(again);
    expect(await claimsOf(again.token)).toMatchObject({ role: 'relative', speak: true });
  });
  it('ends with its time, with the room, and is not to be guessed', async () => {
    const id = await inCall();
    const secret = new URL((await invite(id)).url).hash.slice(1);
    expect(await redeem('b-secret-that-nobody-gave')).toBe('ROOM_INVITATION_UNKNOWN');
    world.clock.advance(4 * 3_600_000);
    expect(await redeem(secret)).toBe('ROOM_INVITATION_EXPIRED');
    const fresh = new URL((await invite(id)).url).hash.slice(1);
    await does('specialist', id, { action: 'interrupt', reason: 'link' });
    expect(await redeem(fresh)).toBe('ROOM_CLOSED');
    await does('specialist', id, { action: 'call' });
    expect(await redeem(fresh)).toBe('ROOM_CLOSED');
  });
  it('is the station\'s and the specialist\'s to give, into a room that is there', async () => {
    const id = await inCall();
    expect(await inviteToRoom(context, world.ask('patient'), id, { role: 'relative', name: 'Con' })).toMatchObject({ error: { code: 'ROOM_NOT_FOR_YOU' } });
    expect(await inviteToRoom(context, world.ask('nurse'), await request(), { role: 'relative', name: 'Con' })).toMatchObject({ error: { code: 'ROOM_CLOSED' } });
  });
  it('lasts until two hours after the appointment, and never less than four hours', () => {
    const now = new Date('2026-11-23T00:00:00.000Z');
    expect(expiryOf(now, undefined).toISOString()).toBe('2026-11-23T04:00:00.000Z');
    expect(expiryOf(now, '2026-11-23T09:00:00.000Z').toISOString()).toBe('2026-11-23T11:00:00.000Z');
  });
});

describe('what is written in the room', () => {
  const key = (n: number) => ({ key: `key-${n}-of-a-guest`, subject: 'invitation:x', bodyHash: `hash-${n}` });
  const invited = async (id: string) => {
    const made = await inviteToRoom(context, world.ask('nurse'), id, { role: 'relative', name: 'Con gái bà Mẫu' });
    if (!made.ok) throw new Error(made.error.code);
    return new URL(made.value.url).hash.slice(1);
  };
  const texts = async (secret: string) => {
    const read = await readAsGuest(context, { secret }, 'c');
    return read.ok ? read.value.messages.map(({ by, text }) => `${by}: ${text}`) : read.error.code;
  };
  const write = (secret: string, text: string, n: number) => writeAsGuest(context, { secret, text }, { correlationId: 'c', command: key(n) });

  it('by a guest is a Communication of the consultation with the invitation as its sender, and nobody’s record', async () => {
    const id = await inCall();
    const written = await write(await invited(id), 'Mẹ tôi uống thuốc lúc 6 giờ.', 1);
    const communication = world.stored('Communication', written.ok ? (written.value.messages[0]?.id ?? '') : '');
    expect(communication).toMatchObject({
      subject: { reference: 'Patient/p-1' }, about: [{ reference: `Task/${id}` }], payload: [{ contentString: 'Mẹ tôi uống thuốc lúc 6 giờ.' }],
      sender: { type: 'RelatedPerson', display: 'Con gái bà Mẫu', identifier: { system: `${world.context.base}/sid/room-invitation` } },
    });
    expect(JSON.stringify(communication)).not.toContain('"reference":"RelatedPerson');
    expect(world.repository.audits.at(-1)).toMatchObject({ event: 'consultation-say', outcome: 'success', actor: { name: 'Con gái bà Mẫu', role: 'relative' } });
  });

  it('for the room is a guest’s to read; what station and specialist write to each other is not', async () => {
    const id = await inCall();
    const secret = await invited(id);
    await does('specialist', id, { action: 'message', text: 'Nghi suy tim, đừng nói trước.' });
    await does('specialist', id, { action: 'message', text: 'Chị đo lại huyết áp giúp.', audience: 'room' });
    await does('patient', id, { action: 'say', text: 'Tôi đo rồi.' });
    expect(await texts(secret)).toEqual(['BS. Hoà: Chị đo lại huyết áp giúp.', 'Vàng Thị Mẫu: Tôi đo rồi.']);
  });

  it('by the patient is under the patient’s own record, and ends with the room', async () => {
    const id = await inCall();
    const secret = await invited(id);
    await does('patient', id, { action: 'say', text: 'Tôi đỡ rồi.' });
    expect(world.repository.all().find(({ resourceType }) => resourceType === 'Communication')).toMatchObject({ sender: { reference: 'Patient/p-1' } });
    await does('specialist', id, { action: 'start-call' });
    await does('specialist', id, { action: 'end-call' });
    expect(await texts(secret)).toBe('ROOM_CLOSED');
    expect(await write(secret, 'Còn ai không?', 2)).toMatchObject({ ok: false, error: { code: 'ROOM_CLOSED' } });
    expect(await act(world.context, world.ask('patient'), id, { action: 'say', text: 'Còn ai không?' })).toMatchObject({ ok: false, error: { code: 'CONSULTATION_ACTION_NOT_NOW' } });
  });
});
