import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { Photos } from './usePhotos.ts';
import type { Talk } from './useTalk.ts';

/** A written exchange that stands still, for previews. */
export const stillTalk = (messages: ConsultationView['messages'], change: Partial<Talk> = {}): Talk => ({
  messages, own: 'Lò Thị Mẫu', mayWrite: true, audiences: true, text: '', type: () => undefined, write: () => false, waiting: [], stuck: false, sent: undefined, reload: () => undefined, ...change,
});

export const someMessages: ConsultationView['messages'] = [
  { id: 'm1', at: '2026-11-22T01:55:00Z', by: 'BS. Nguyễn Thị Hoà Mẫu', text: 'Chị đo lại huyết áp tay phải sau khi nghỉ 10 phút giúp tôi.' },
  { id: 'm2', at: '2026-11-22T02:06:00Z', by: 'Lò Thị Mẫu', text: 'Tay phải 156/94 sau nghỉ 10 phút ạ.' },
];

/** The photos of a consultation, for previews. */
export const stillPhotos = (change: Partial<Photos> = {}): Photos => ({
  stored: [{ binaryId: 'photo-ecg', caption: 'Điện tim lúc 8 giờ 10' }, { binaryId: 'photo-pills', caption: 'Vỉ thuốc đang uống' }],
  mayAdd: true, add: () => undefined, waiting: [], stuck: false, sent: undefined, reload: () => undefined, ...change,
});
