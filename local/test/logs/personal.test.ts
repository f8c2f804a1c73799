import { describe, expect, it } from '@jest/globals';
import { personalIn, searcherFor, storyPeople } from './personal.ts';

const kinds = searcherFor([...storyPeople(), ...personalIn({ resourceType: 'Patient', name: [{ text: 'Sùng Thị Riêng' }], identifier: [{ value: 'HS-2026-0099' }], telecom: [{ value: '0977000111' }] })]);
const logged = (fields: object) => kinds(JSON.stringify({ level: 'info', event: 'request', ...fields }));

describe('a log that is searched for people', () => {
  it.each([
    ['a name of the story', { name: 'Vàng Thị Mẫu' }, ['name']],
    ['a name without its accents, in another case', { text: 'saw VANG THI MAU today' }, ['name']],
    ['a name in an address, escaped', { url: '/fhir/Patient?name=V%C3%A0ng%20Th%E1%BB%8B%20M%E1%BA%ABu' }, ['name']],
    ['a doctor without the title', { text: 'Nguyễn Thị Hoà Mẫu' }, ['name']],
    ['a citizen number', { citizenId: '012185000011' }, ['number']],
    ['a number of somebody whom only a test knows', { value: 'HS-2026-0099' }, ['number']],
    ['a name of somebody whom only a test knows', { value: 'sung thi rieng' }, ['name']],
    ['anybody\'s citizen number', { text: 'of 079199012345.' }, ['number']],
    ['anybody\'s card', { text: 'card GD4797912345678' }, ['number']],
    ['a phone, however it is written', { to: '+84900000101' }, ['phone']],
    ['an address', { text: 'Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu' }, ['address']],
  ])('is found to hold %s', (_, fields, expected) => {
    expect(logged(fields)).toEqual(expected);
  });
  it.each([
    ['ids of the story, which are made of names', { reference: 'Practitioner/nurse-lo-thi-mau', patient: 'Patient/patient-vang-thi-mau' }],
    ['times and numbers of the stream', { at: '2026-11-22T03:00:00.123Z', sequence: '000000000000000000123', milliseconds: 12345678901 }],
    ['an id of letters and digits', { correlationId: '019a0000-0000-7000-8000-012185000011' }],
    ['a single word', { text: 'Mẫu' }],
  ])('may hold %s', (_, fields) => {
    expect(logged(fields)).toEqual([]);
  });
});
