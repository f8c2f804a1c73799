import { beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { act } from '../../shared/consultation/act.ts';
import type { ConsultationRequest } from '../../shared/consultation/contract.ts';
import { requestConsultation } from '../../shared/consultation/request.ts';
import { roomTalk } from '../../shared/consultation/roomTalk.ts';
import { rooms } from '../../shared/consultation/rooms.ts';
import { aWorld, type World } from '../../shared/consultation/world.test.support.ts';
import { countingIds } from '../../shared/kernel/ids.ts';
import { ok, valueOf } from '../../shared/kernel/result.ts';
import { fakeKeySigner } from '../../shared/signing/keySigner.fake.ts';
import { callsTo } from '../_http/call.test.support.ts';
import { openGate } from '../_http/limits.ts';
import { httpFunction } from '../_http/chain.ts';
import { roomEndpoints } from './handler.ts';

let world: World;
let call: ReturnType<typeof callsTo>;
beforeEach(async () => {
  world = aWorld();
  const { repository, clock } = world;
  const endpoints = roomEndpoints({
    repository, clock, base: world.context.base, newId: countingIds('jti'), newSecret: countingIds('a-secret-of-enough-length'),
    signer: await fakeKeySigner(), issuer: 'https://api.example', sfuUrl: 'wss://sfu.example/sfu', turn: { urls: [], secret: '' }, consultations: rooms(world.context), talk: roomTalk(world.context),
  });
  call = callsTo(httpFunction({ endpoints, gate: openGate, authenticate: (token) => Promise.resolve(ok(world.ask(token as Parameters<World['ask']>[0]).principal)) }));
});

const aCase = async () => {
  const request = { patientId: 'p-1', symptoms: 'Đau', vitals: {}, questions: ['Gì?'], specialty: 'cardiology', facilityId: 'bv-1', priority: 'routine', when: { kind: 'now' }, patientInformed: true } satisfies ConsultationRequest;
  return valueOf(await requestConsultation(world.context, world.ask('nurse'), request)).id;
};
const aCall = async () => {
  const id = await aCase();
  valueOf(await act(world.context, world.ask('specialist'), id, { action: 'call' }));
  return id;
};
const secretIn = (body: Record<string, unknown>) => new URL(String(body['url'])).hash.slice(1);

describe('the room function', () => {
  it('gives both sides a pass into one room, named after who is signed in', async () => {
    const params = { id: await aCall() };
    const [nurse, doctor] = [await call('roomToken', { token: 'nurse', params }), await call('roomToken', { token: 'specialist', params })];
    expect(nurse).toMatchObject({ status: 200, body: { role: 'station', url: 'wss://sfu.example/sfu' }, headers: { 'cache-control': 'no-store' } });
    expect(doctor).toMatchObject({ status: 200, body: { role: 'specialist', room: nurse.body['room'] } });
    expect(decodeJwt(String(doctor.body['token']))).toMatchObject({ sub: 'Practitioner/dr-1', aud: 'sfu', iss: 'https://api.example', room: nurse.body['room'] });
  });

  it('gives no pass without signing in, to a stranger, or where no room is open', async () => {
    const params = { id: await aCall() };
    expect(await call('roomToken', { params })).toMatchObject({ status: 401, body: { code: 'HTTP_TOKEN_MISSING' } });
    expect(await call('roomToken', { token: 'nurse2', params })).toMatchObject({ status: 404, body: { code: 'HTTP_NOT_FOUND' } });
    expect(world.repository.audits.at(-1)).toMatchObject({ outcome: 'refused', actor: { subject: 'nurse2' } });
    expect(await call('roomToken', { token: 'nurse', params: { id: await aCase() } })).toMatchObject({ status: 410, body: { code: 'ROOM_CLOSED' } });
  });

  it('takes an invited person by the secret alone, in a public route', async () => {
    const params = { id: await aCall() };
    const invited = await call('roomInvitation', { token: 'nurse', params, body: { role: 'relative', name: ' Con gái bà Mẫu ' } });
    expect(invited.status).toBe(201);
    const redeemed = await call('invitationRedemption', { body: { secret: secretIn(invited.body) } });
    expect(redeemed).toMatchObject({ status: 200, body: { role: 'relative', name: 'Con gái bà Mẫu' } });
    expect(await call('invitationRedemption', { body: { secret: 'a-secret-that-nobody-ever-gave' } })).toMatchObject({ status: 404, body: { code: 'ROOM_INVITATION_UNKNOWN' } });
  });

  it('lets an invited person write to the room, once for each key, and read what is for the room', async () => {
    const params = { id: await aCall() };
    const secret = secretIn((await call('roomInvitation', { token: 'nurse', params, body: { role: 'relative', name: 'Con gái bà Mẫu' } })).body);
    const body = { secret, text: 'Mẹ tôi uống thuốc lúc 6 giờ.' };
    expect(await call('invitationMessage', { body })).toMatchObject({ status: 400, body: { code: 'HTTP_IDEMPOTENCY_KEY_MISSING' } });
    const key = 'a-key-of-a-guest';
    const written = await call('invitationMessage', { body, key });
    expect(written).toMatchObject({ status: 200, body: { messages: [{ by: 'Con gái bà Mẫu', text: body.text }] } });
    expect(await call('invitationMessage', { body, key })).toMatchObject({ status: 200, body: written.body, headers: { 'idempotent-replayed': 'true' } });
    expect(await call('invitationMessage', { body: { ...body, text: 'khác' }, key })).toMatchObject({ status: 422, body: { code: 'HTTP_IDEMPOTENCY_KEY_REUSED' } });
    expect(await call('invitationTalk', { body: { secret } })).toMatchObject({ status: 200, body: written.body });
    expect(await call('invitationTalk', { body: { secret: 'a-secret-that-nobody-ever-gave' } })).toMatchObject({ status: 404, body: { code: 'ROOM_INVITATION_UNKNOWN' } });
  });

  it('invites nobody into a place of the staff, nor without a name, and never quotes a secret', async () => {
    const params = { id: await aCall() };
    expect(await call('roomInvitation', { token: 'nurse', params, body: { role: 'station', name: 'Ai đó' } })).toMatchObject({ status: 422, body: { code: 'HTTP_BODY_INVALID', at: '/role' } });
    expect(await call('roomInvitation', { token: 'nurse', params, body: { role: 'relative', name: ' ' } })).toMatchObject({ status: 422, body: { at: '/name' } });
    const short = await call('invitationRedemption', { body: { secret: 'too-short-secret' } });
    expect(short).toMatchObject({ status: 422, body: { code: 'HTTP_BODY_INVALID', at: '/secret' } });
    expect(JSON.stringify(short.body)).not.toContain('too-short-secret');
  });
});
