import type { Count, Figures, Overview } from '../../shared/overview/contract.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import { OverviewView } from './OverviewView.tsx';
import { overviewWords } from './words.ts';

const figures = (requests: Count, scale = 1): Figures =>
  typeof requests !== 'number' ? { requests, concluded: requests, waitMedian: null, waitNinth: null, inTime: null, concludedMedian: null } : { requests, concluded: Math.round(requests * 0.86), waitMedian: 11.5 * scale, waitNinth: 47 * scale, inTime: Math.min(97, Math.round(92 / scale)), concludedMedian: 5.2 * scale };

const some: Overview = {
  from: '2026-06', to: '2026-11', stated: { stat: 5, urgent: 30, routine: 1440 }, total: figures(482),
  months: [['2026-06', null], ['2026-07', 31], ['2026-08', 74], ['2026-09', 98], ['2026-10', 137], ['2026-11', 118]].map(([month, n]) => ({ month: String(month), ...figures(typeof n === 'number' ? n : null, month === '2026-10' ? 1.3 : 1) })),
  facilities: [{ id: 'a', name: 'Bệnh viện Đa khoa tỉnh Mẫu', ...figures(301) }, { id: 'b', name: 'Bệnh viện Trung ương Mẫu', ...figures(181, 1.2) }],
  stations: [{ id: 'c', name: 'Trạm Y tế xã Mường Mẫu', ...figures(260) }, { id: 'd', name: 'Trạm Y tế xã Bản Thử', ...figures(203, 1.1) }, { id: 'e', name: 'Trạm Y tế xã Nậm Mẫu', ...figures('hidden') }, { id: 'f', name: 'Trạm Y tế xã Pa Thử', ...figures(null) }],
  specialties: [{ specialty: 'cardiology', ...figures(240) }, { specialty: 'dermatology', ...figures(142, 1.1) }, { specialty: 'paediatrics', ...figures(100, 0.9) }],
  calls: { stays: 611, firstSound: 2.1, concealed: 0.8, bad: 7, months: [{ month: '2026-07', stays: null, firstSound: null, concealed: null, bad: null }, { month: '2026-08', stays: 'hidden', firstSound: null, concealed: null, bad: null }, { month: '2026-09', stays: 131, firstSound: 2.4, concealed: 1.1, bad: 9 }, { month: '2026-10', stays: 230, firstSound: 2, concealed: 0.7, bad: 6 }, { month: '2026-11', stays: 204, firstSound: 2.1, concealed: 0.8, bad: 7 }] },
};
const empty: Overview = { from: '2026-11', to: '2026-11', stated: some.stated, total: { ...figures(0), requests: 0 }, months: [], facilities: [], stations: [], specialties: [], calls: { stays: 0, firstSound: null, concealed: null, bad: null, months: [] } };

const page = (overview: Overview) => <div class="stack-loose"><h1>{overviewWords().title}</h1><OverviewView overview={overview} /></div>;

export const overviewPreviews: PreviewGroup = {
  group: 'overview',
  previews: [
    { name: 'figures', title: 'Tổng quan của Sở Y tế', look: 'dense', show: () => page(some) },
    { name: 'none', title: 'Tổng quan, chưa có yêu cầu', look: 'dense', show: () => page(empty) },
    { name: 'few', title: 'Tổng quan, quá ít để nêu', look: 'dense', show: () => page({ ...empty, total: figures(null) }) },
  ],
};
