import { aConclusion, someQuestions } from '../conclusion/fixtures.ts';
import { clientProblem } from '../api/problem.ts';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { Preview, PreviewGroup } from '../preview/catalogue.ts';
import { stillTalk } from '../talk/fixtures.ts';
import { aConsultation, aSpecialist, historyUpTo } from './fixtures.ts';
import { Invite } from './Invite.tsx';
import { RequestView } from './RequestView.tsx';
import type { Act } from './useAction.ts';

const still: Act = { act: async () => false };
const specialist = aSpecialist;

const state = (name: string, title: string, over: Partial<ConsultationView>, act: Act = still): Preview => ({ name, title, show: () => <RequestView view={aConsultation(over)} action={act} talk={stillTalk(over.messages ?? [], { mayWrite: aConsultation(over).actions.includes('message') })} /> });

export const requestPreviews: PreviewGroup = {
  group: 'request',
  previews: [
    state('submitted', 'Vừa gửi', {}),
    state('scheduled', 'Đã hẹn giờ', { state: 'scheduled', specialist, history: historyUpTo('accepted'), appointment: { slotId: 's', start: '2026-11-23T02:30:00Z', end: '2026-11-23T02:45:00Z' }, actions: ['wait', 'book', 'message', 'cancel', 'no-show', 'emergency-transfer'] }),
    state('needs-info', 'Cần thêm thông tin', { state: 'needs-info', specialist, history: historyUpTo('accepted'), messages: [{ id: 'm1', at: '2026-11-22T01:55:00Z', by: specialist.name, text: 'Cơn đau kéo dài bao lâu? Có chụp được điện tim không?' }], actions: ['answer-more', 'cancel'] }),
    state('called', 'Bác sĩ đang gọi', { state: 'called', specialist, history: historyUpTo('called'), actions: ['join', 'start-call', 'message', 'interrupt', 'cancel'] }),
    state('interrupted', 'Cuộc gọi bị ngắt', { state: 'interrupted', specialist, history: historyUpTo('in-call'), actions: ['wait', 'message', 'book', 'cancel'] }),
    state('signed', 'Đã có kết luận', { state: 'signed', specialist, history: historyUpTo('signed'), conclusion: aConclusion, questions: someQuestions, actions: ['acknowledge', 'message'] }),
    state('acknowledged', 'Chờ báo kết quả', { state: 'acknowledged', specialist, history: historyUpTo('acknowledged'), conclusion: aConclusion, questions: someQuestions, actions: ['report-outcome', 'message'] }),
    state('outcome', 'Đã báo kết quả', { state: 'outcome-reported', specialist, history: historyUpTo('acknowledged'), conclusion: aConclusion, questions: someQuestions, outcome: { outcome: 'improved', text: 'Hết đau ngực sau 3 ngày, huyết áp 134/82.', at: '2026-11-29T02:00:00Z' }, actions: [] }),
    state('offline', 'Không gửi được', {}, { ...still, problem: clientProblem('CLIENT_OFFLINE') }),
    { name: 'invite', title: 'Mời người nhà', show: () => <><h1>Mời người nhà</h1><Invite id="consultation-1" first={{ made: { url: 'https://lien-tuyen.example/join#V1StGXR8_Z5jdHi6B-myT', expiresAt: '2026-11-22T04:00:00Z', name: 'Vàng A Thử' } }} /></> },
  ],
};
