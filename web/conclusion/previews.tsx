import type { PreviewGroup } from '../preview/catalogue.ts';
import { ConclusionSheet } from './ConclusionSheet.tsx';
import { aBrokenConclusion, aConclusion, anAmendedConclusion, someQuestions } from './fixtures.ts';

const facility = 'Bệnh viện Trung ương Mẫu';
const heading = <h1>Kết luận</h1>;

export const conclusionPreviews: PreviewGroup = {
  group: 'conclusion',
  previews: [
    { name: 'signed', title: 'Đã ký', show: () => <>{heading}<ConclusionSheet conclusion={aConclusion} questions={someQuestions} facility={facility} /></> },
    { name: 'amended', title: 'Đã bổ sung', show: () => <>{heading}<ConclusionSheet conclusion={anAmendedConclusion} questions={someQuestions} facility={facility} /></> },
    { name: 'broken', title: 'Chữ ký không khớp', show: () => <>{heading}<ConclusionSheet conclusion={aBrokenConclusion} questions={someQuestions} facility={facility} /></> },
    { name: 'patient', title: 'Người bệnh đọc', look: 'generous', show: () => <>{heading}<ConclusionSheet conclusion={aConclusion} questions={someQuestions} facility={facility} reader="patient" /></> },
  ],
};
