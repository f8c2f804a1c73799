import { describe, expect, it } from '@jest/globals';
import type { Bundle } from '@medplum/fhirtypes';
import { decodeJwt } from 'jose';
import { facilities, staff } from '../../local/story.ts';
import type { BriefingMessage, BriefingRows, BriefingView } from '../../shared/briefing/contract.ts';
import type { RoomPass } from '../../shared/room/contract.ts';
import { pathOf } from '../../shared/routes.ts';
import { clientFor } from '../support/client.ts';
import { fhirAs } from '../support/fhir.ts';
import { accessToken } from '../support/people.ts';
import { target } from '../support/target.ts';

/** A meeting across the tiers on the running product: real database, real signatures, real passes. */
const plan = (change: object = {}) => ({ title: 'Giao ban tuyến', start: new Date().toISOString(), agenda: [{ title: 'Tình hình dịch', minutes: 15 }, { title: 'Lịch trực', minutes: 10 }], facilities: [facilities.station.id], people: [staff.specialist3.practitioner], ...change });
const as = async (who: string) => clientFor(await accessToken(who));

describe('a briefing across the tiers', () => {
  it('is planned, entered, attended, minuted and taken away as PDF and FHIR', async () => {
    const [host, nurse, invited, stranger] = [await as('coordinator'), await as('nurse'), await as('specialist3'), await as('nurse2')];
    const { id } = await host.must<BriefingView>('briefingPlan', { body: plan() });
    for (const one of [host, nurse, invited]) expect((await one.must<BriefingRows>('briefings')).rows.map((row) => row.id)).toContain(id);
    expect((await stranger.must<BriefingRows>('briefings')).rows.map((row) => row.id)).not.toContain(id);
    expect((await stranger.refused('briefing', { params: { id } })).code).toBe('HTTP_NOT_FOUND');

    const [led, attended] = [await host.must<RoomPass>('briefingToken', { params: { id }, body: {} }), await nurse.must<RoomPass>('briefingToken', { params: { id }, body: {} })];
    expect([led.role, attended.role, led.room === attended.room]).toEqual(['host', 'attendee', true]);
    expect(decodeJwt(attended.token)).toMatchObject({ aud: 'sfu', room: led.room, role: 'attendee', name: `${staff.nurse.name}, ${facilities.station.name}` });
    for (const one of [host, nurse]) await one.must('briefingAttendance', { params: { id }, body: {} });

    const minutes = { items: [{ number: 1, text: 'Ba ca mới.' }], decisions: 'Trạm báo cáo hằng ngày.' };
    expect((await nurse.refused('briefingMinutes', { params: { id }, body: minutes })).code).toBe('BRIEFING_NOT_YOURS');
    await host.must<BriefingView>('briefingMinutes', { params: { id }, body: minutes });
    const view = await nurse.must<BriefingView>('briefing', { params: { id } });
    expect(view.minutes).toMatchObject({ ...minutes, valid: true });
    expect(view.attendance.map(({ person, facility }) => `${person.name}, ${facility.name}`)).toEqual(expect.arrayContaining([`${staff.nurse.name}, ${facilities.station.name}`]));
    const document = await nurse.must<Bundle>('briefingDocument', { params: { id } });
    expect(document.entry?.[0]?.resource).toMatchObject({ resourceType: 'Composition', title: 'Giao ban tuyến' });
    const paper = await fetch(`${target().baseUrl}${pathOf('briefingPdf', { id })}`, { headers: { authorization: `Bearer ${await accessToken('nurse')}` } });
    expect([paper.status, paper.headers.get('content-type'), Buffer.from(await paper.arrayBuffer()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    expect((await host.refused('briefingMinutes', { params: { id }, body: minutes })).code).toBe('BRIEFING_MINUTES_SIGNED');
  });

  it('is written in by those who are invited, read by the others, once for each key, until the minutes are signed', async () => {
    const [host, nurse, invited, stranger] = [await as('coordinator'), await as('nurse'), await as('specialist3'), await as('nurse2')];
    const { id } = await host.must<BriefingView>('briefingPlan', { body: plan() });
    const params = { id };
    const body = { text: 'Trạm thiếu 40 chai dịch truyền.' };
    const idempotencyKey = crypto.randomUUID();
    const written = await nurse.must<BriefingMessage>('briefingMessage', { params, body, idempotencyKey });
    expect(await nurse.must<BriefingMessage>('briefingMessage', { params, body, idempotencyKey })).toEqual(written);
    const answered = await invited.must<BriefingMessage>('briefingMessage', { params, body: { text: 'Tỉnh gửi ngay.' } });
    for (const one of [host, nurse, invited]) expect(await one.must<BriefingView>('briefing', { params })).toMatchObject({ mayWrite: true, messages: [written, answered] });
    expect(written).toMatchObject({ by: { name: staff.nurse.name }, text: body.text });

    expect((await stranger.refused('briefingMessage', { params, body })).code).toBe('HTTP_NOT_FOUND');
    expect((await nurse.refused('briefingMessage', { params, body: { text: ' ' } })).code).toBe('HTTP_BODY_INVALID');
    expect((await nurse.refused('briefingMessage', { params, body: { text: 'khác' }, idempotencyKey })).code).toBe('HTTP_IDEMPOTENCY_KEY_REUSED');
    // Nobody's record: through FHIR it is the service client's alone, and found by what it is about.
    const stored = await (await fhirAs('system'))<Bundle>('GET', `/Communication?based-on=Appointment/${id}`);
    expect(stored.json.entry?.map(({ resource }) => resource)).toEqual(expect.arrayContaining([expect.objectContaining({ status: 'completed', about: [{ reference: `Appointment/${id}` }], sender: { reference: `Practitioner/${staff.nurse.practitioner}`, display: staff.nurse.name }, payload: [{ contentString: body.text }] })]));
    for (const who of ['nurse', 'coordinator']) expect((await (await fhirAs(who))('GET', `/Communication/${written.id}`)).status).toBe(404);

    await host.must<BriefingView>('briefingMinutes', { params, body: { items: [], decisions: 'Gửi dịch truyền.' } });
    expect((await nurse.refused('briefingMessage', { params, body })).code).toBe('BRIEFING_MINUTES_SIGNED');
    expect(await nurse.must<BriefingView>('briefing', { params })).toMatchObject({ mayWrite: false, messages: [written, answered] });
  });

  it('answers bad input with a reason and never with a fault', async () => {
    const host = await as('coordinator');
    expect((await host.refused('briefingPlan', { body: plan({ agenda: [] }) })).code).toBe('HTTP_BODY_INVALID');
    expect((await host.refused('briefingPlan', { body: plan({ start: 'mai' }) })).code).toBe('HTTP_BODY_INVALID');
    expect((await host.refused('briefingPlan', { body: plan({ facilities: ['khong-co'] }) })).code).toBe('BRIEFING_FACILITY_UNKNOWN');
    expect((await host.refused('briefing', { params: { id: '../x' } })).code).toBe('HTTP_NOT_FOUND');
    expect((await host.refused('briefingDocument', { params: { id: 'khong-co' } })).code).toBe('HTTP_NOT_FOUND');
  });
});
