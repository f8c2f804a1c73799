import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { prescriptionGateway } from '../../shared/gateways/prescriptionGateway.ts';
import { prescriptionMessage, quantityWords } from '../../shared/gateways/prescriptionMessage.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { anOutgoing, prescriptionGatewayContract } from '../../shared/prescription/gateway.contract.ts';
import { fakePrescriptionGateway } from '../../shared/prescription/gateway.fake.ts';
import { facilities, staff } from '../story.ts';
import { simulatorSecrets } from './accounts.ts';
import type { Simulator } from './http.ts';
import { startPrescriptionSystem, type PrescriptionFault } from './prescriptionSystem.ts';

const doctor = { link: facilities.central.code, practitioner: staff.specialist.practitioner };
const stranger = { link: facilities.central.code, practitioner: 'dr-nobody' };
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startPrescriptionSystem(0);
});
afterAll(() => simulator.stop());
afterEach(() => fetch(`${simulator.url}/faults`, { method: 'DELETE' }));
const aGateway = (timeoutMilliseconds = 30_000) => prescriptionGateway({ url: simulator.url, credentials: simulatorSecrets.prescriptions, clock: systemClock, timeoutMilliseconds });
const breakIt = (fault: PrescriptionFault) => fetch(`${simulator.url}/faults`, { method: 'POST', body: JSON.stringify(fault) });
let drawn = 0;
const fresh = () => anOutgoing({ code: `01999b${String((drawn += 1)).padStart(6, '0')}-C` });

describe('the adapter against the simulator', () => prescriptionGatewayContract(() => aGateway(), { doctor, stranger }));
describe('the fake', () => prescriptionGatewayContract(() => fakePrescriptionGateway([doctor.practitioner]), { doctor, stranger }));

describe('the adapter', () => {
  it('tells a system that is not there from one that refuses, and how', async () => {
    const gateway = aGateway();
    await gateway.send(doctor, fresh());
    for (const [fault, why] of [[{ kind: 'status', status: 500 }, 'fault'], [{ kind: 'status', status: 404 }, 'fault'], [{ kind: 'down' }, 'network'], [{ kind: 'wrong-shape' }, 'wrong-shape'], [{ kind: 'unauthorized' }, 'login-refused']] as const) {
      await breakIt(fault);
      expect(await gateway.send(doctor, fresh())).toEqual({ kind: 'unavailable', why });
    }
    await breakIt({ kind: 'slow', milliseconds: 20_000 });
    expect(await aGateway(300).send(doctor, fresh())).toEqual({ kind: 'unavailable', why: 'timeout' });
  });
  it('gives the list of what was refused, word for word', async () => {
    const errors = [{ truong: 'dia_chi', ma_loi: 'required', thong_bao: 'Địa chỉ là bắt buộc' }, { truong: 'gioi_tinh', ma_loi: 'in', thong_bao: 'Giới tính không đúng' }];
    await breakIt({ kind: 'refused', errors });
    expect(await aGateway().send(doctor, fresh())).toEqual({ kind: 'refused', errors: errors.map(({ truong, ma_loi, thong_bao }) => ({ field: truong, code: ma_loi, message: thong_bao })) });
  });
  it('takes a new token once when the token is refused', async () => {
    const gateway = aGateway();
    await gateway.send(doctor, fresh());
    await breakIt({ kind: 'unauthorized', times: 1 });
    expect(await gateway.send(doctor, fresh())).toMatchObject({ kind: 'accepted' });
  });
  it('finds that it was taken where the answer was lost', async () => {
    const [gateway, one] = [aGateway(), fresh()];
    await breakIt({ kind: 'lost-answer', times: 1 });
    expect(await gateway.send(doctor, one)).toEqual({ kind: 'unavailable', why: 'network' });
    expect(await gateway.send(doctor, one)).toEqual({ kind: 'accepted' });
  });
  it('does not take another facility’s code for its own', async () => {
    expect(await aGateway().send(doctor, anOutgoing({ code: '12001b000001-C' }))).toMatchObject({ kind: 'refused', errors: [{ field: 'ma_don_thuoc', code: 'facility' }] });
  });
});

describe('the message', () => {
  it('speaks the system’s own codes: sex, kind in small letters with y for traditional, dates, Vietnamese time', () => {
    const { patient } = anOutgoing();
    const sexOf = (sex: string) => prescriptionMessage(anOutgoing({ patient: { ...patient, sex } })).gioi_tinh;
    expect(['male', 'female', 'other', ''].map(sexOf)).toEqual(['2', '3', '1', '1']);
    expect((['C', 'H', 'N', 'T'] as const).map((kind) => prescriptionMessage(anOutgoing({ kind })).loai_don_thuoc)).toEqual(['c', 'h', 'n', 'y']);
    expect(prescriptionMessage(anOutgoing())).toMatchObject({ ma_don_thuoc: '01999a0z9k3m-C', ngay_sinh_benh_nhan: '14/03/1985', ngay_gio_ke_don: '2026-11-22 09:00:00', dot_dung_thuoc: { tu_ngay: '22/11/2026', den_ngay: '28/11/2026' }, thong_tin_don_thuoc: [{ ten_thuoc: 'Amlodipin 5 mg viên nén', so_luong: '07', cach_dung: 'Uống 1 viên mỗi sáng. Sau ăn' }] });
  });
  it('writes quantities under ten with a leading zero', () => {
    expect([1, 9, 10, 2.5].map(quantityWords)).toEqual(['01', '09', '10', '2,5']);
  });
});
