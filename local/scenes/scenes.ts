import type { FreeSlots } from '../../shared/booking/contract.ts';
import type { Conclusion, ConsultationAction, ConsultationRequest, ConsultationView } from '../../shared/consultation/contract.ts';
import { facilities, patients, staff } from '../story.ts';
import type { Actor, Company } from './actor.ts';

/**
 * What has happened before a newcomer opens the product, so that nobody's list is empty: one consultation in each of the
 * states that lists, charts and the overview are about. Played over the API by the people of the story.
 */
export type Scene = { readonly title: string; readonly play: (company: Company) => Promise<void> };

type Ask = Pick<ConsultationRequest, 'patientId' | 'symptoms' | 'vitals' | 'questions'> & Partial<ConsultationRequest>;

const ask = (station: Actor, request: Ask): Promise<ConsultationView> =>
  station.send<ConsultationView>('consultationRequest', { body: { specialty: 'cardiology', facilityId: facilities.central.id, practitionerId: staff.specialist.practitioner, priority: 'routine', when: { kind: 'written' }, photos: [], patientInformed: true, ...request } satisfies ConsultationRequest });

const act = (who: Actor, { id }: ConsultationView, body: ConsultationAction) => who.send('consultationAction', { params: { id }, body });
const sign = (who: Actor, { id }: ConsultationView, body: Conclusion) => who.send('conclusionSigning', { params: { id }, body });

export const scenes: readonly Scene[] = [
  {
    title: 'answered in writing, with a prescription, and reported back',
    async play({ nurse, specialist }) {
      const asked = await ask(nurse, {
        patientId: patients.patient.id,
        symptoms: 'Huyết áp còn cao sau khi hết thuốc hai tuần, thỉnh thoảng chóng mặt buổi sáng.',
        vitals: { systolic: 156, diastolic: 94, heartRate: 86, oxygenSaturation: 98, weight: 54.5 },
        questions: ['Chỉnh thuốc huyết áp thế nào?', 'Khi nào cần làm lại xét nghiệm đường huyết?'],
      });
      await act(specialist, asked, { action: 'accept' });
      await sign(specialist, asked, {
        answers: [{ number: 1, text: 'Uống lại amlodipin 5 mg mỗi sáng, đo huyết áp hằng ngày trong hai tuần.' }, { number: 2, text: 'Làm đường huyết lúc đói trong tuần này, lặp lại sau ba tháng.' }],
        diagnoses: [{ code: 'I10', display: 'Tăng huyết áp vô căn (nguyên phát)', main: true }],
        advice: 'Ăn nhạt, đi bộ 30 phút mỗi ngày. Không tự bỏ thuốc khi thấy đỡ. Đến trạm ngay nếu đau ngực hoặc yếu nửa người.',
        followUp: 'Tái khám tại trạm sau 2 tuần.',
        prescription: { lines: [{ name: 'Amlodipin', strength: '5 mg', form: 'viên nén', quantity: 28, unit: 'viên', dosage: 'Uống 1 viên mỗi sáng', days: 28, instruction: 'Uống sau ăn' }], advice: 'Không tự bỏ thuốc khi thấy đỡ.' },
      });
      await act(nurse, asked, { action: 'acknowledge' });
      await act(nurse, asked, { action: 'report-outcome', outcome: 'improved', text: 'Đã phát thuốc, người bệnh hết chóng mặt.' });
    },
  },
  {
    title: 'signed, and not yet read at the station',
    async play({ nurse, specialist2 }) {
      const asked = await ask(nurse, {
        patientId: patients.nameDiffers.id, specialty: 'dermatology', practitionerId: staff.specialist2.practitioner,
        symptoms: 'Mẩn đỏ ngứa hai cẳng tay tái phát ba ngày nay sau khi đổi xà phòng.',
        vitals: { systolic: 110, diastolic: 70, heartRate: 78, temperature: 36.6 },
        questions: ['Có cần thuốc uống không?'],
      });
      await act(specialist2, asked, { action: 'accept' });
      await sign(specialist2, asked, {
        answers: [{ number: 1, text: 'Chưa cần. Ngừng xà phòng mới, bôi kem dưỡng ẩm hai lần mỗi ngày.' }],
        diagnoses: [{ code: 'L23.9', display: 'Viêm da tiếp xúc dị ứng, nguyên nhân không xác định', main: true }],
        advice: 'Chụp lại ảnh và hỏi lại nếu lan rộng, chảy nước hoặc sốt.',
        followUp: 'Hỏi lại sau 1 tuần nếu chưa đỡ.',
      });
    },
  },
  {
    title: 'an emergency that waits to be taken',
    async play({ nurse2 }) {
      await ask(nurse2, {
        patientId: patients.birthDateDiffers.id, priority: 'stat', when: { kind: 'now' },
        symptoms: 'Đau tức sau xương ức lan lên vai trái từ 40 phút, vã mồ hôi. Đã thở oxy, đã gọi xe chuyển.',
        vitals: { systolic: 152, diastolic: 94, heartRate: 104, respiratoryRate: 24, oxygenSaturation: 93 },
        questions: ['Cho aspirin tại trạm liều nào?', 'Chuyển thẳng tuyến nào?'],
      });
    },
  },
  {
    title: 'a question back to the station',
    async play({ nurse2, specialist2 }) {
      const asked = await ask(nurse2, {
        patientId: patients.patient2.id, specialty: 'dermatology', practitionerId: staff.specialist2.practitioner, priority: 'urgent',
        symptoms: 'Loét cẳng chân phải đường kính 3 cm ba tuần không lành, bờ đỏ, ít dịch. Đái tháo đường típ 2.',
        vitals: { systolic: 130, diastolic: 80, heartRate: 86, temperature: 37.2, oxygenSaturation: 94, bloodGlucose: 8.8 },
        questions: ['Băng loại nào?', 'Có cần kháng sinh không?'],
      });
      await act(specialist2, asked, { action: 'accept' });
      await act(specialist2, asked, { action: 'ask-more', text: 'Mạch mu chân bắt được không? Xin một ảnh gần, có thước đặt cạnh vết loét.' });
    },
  },
  {
    title: 'a call that is booked',
    async play({ nurse, ...others }) {
      const { slots } = await nurse.send<FreeSlots>('freeSlots', { query: { practitioner: staff.specialist.practitioner, limit: '50' } });
      // Not the soonest: that one is left to who tries it out.
      const slot = slots.at(Math.min(6, slots.length - 1));
      if (!slot) return;
      const asked = await ask(nurse, {
        patientId: patients.expired.id, when: { kind: 'slot', slotId: slot.id },
        symptoms: 'Hồi hộp khi gắng sức một tháng nay, không ngất.',
        vitals: { systolic: 126, diastolic: 78, heartRate: 92, oxygenSaturation: 98, weight: 60.1 },
        questions: ['Có cần đo điện tim kéo dài không?'],
      });
      await act(others.specialist, asked, { action: 'message', text: 'Xin chụp giúp bản điện tim gần nhất và gửi trước buổi hẹn.' });
    },
  },
];
