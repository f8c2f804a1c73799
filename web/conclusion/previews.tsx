import type { PreviewGroup } from '../preview/catalogue.ts';
import { ConclusionSheet } from './ConclusionSheet.tsx';
import { SigningPanel } from '../conclude/SigningPanel.tsx';
import { aBrokenConclusion, aConclusion, anAmendedConclusion, aSigningCase, someQuestions } from './fixtures.ts';

const facility = 'Bệnh viện Trung ương Mẫu';
const heading = <h1>Kết luận</h1>;

export const conclusionPreviews: PreviewGroup = {
  group: 'conclusion',
  previews: [
    { name: 'signed', title: 'Đã ký', show: () => <>{heading}<ConclusionSheet conclusion={aConclusion} questions={someQuestions} facility={facility} /></> },
    { name: 'amended', title: 'Đã bổ sung', show: () => <>{heading}<ConclusionSheet conclusion={anAmendedConclusion} questions={someQuestions} facility={facility} /></> },
    { name: 'broken', title: 'Chữ ký không khớp', show: () => <>{heading}<ConclusionSheet conclusion={aBrokenConclusion} questions={someQuestions} facility={facility} /></> },
    { name: 'signing-yours', title: 'Đến lượt tôi ký', look: 'dense', show: () => <>{heading}<SigningPanel view={aSigningCase({ yours: true })} onView={() => undefined} /></> },
    { name: 'signing-refused', title: 'Ký không được', look: 'dense', show: () => <>{heading}<SigningPanel view={aSigningCase({ yours: true })} onView={() => undefined} first={{ status: 409, code: 'SIGNING_DOCUMENT_CHANGED', title: 'Văn bản không còn như lúc bạn xem', detail: 'Nội dung hoặc chữ ký trước không khớp với bản được đưa ra ký. Chưa có gì được ký.' }} /></> },
    { name: 'signing-author', title: 'Người soạn đợi', look: 'dense', show: () => <>{heading}<SigningPanel view={aSigningCase({ mayRecall: true })} onView={() => undefined} /></> },
    { name: 'signing-station', title: 'Trạm đợi', show: () => <>{heading}<SigningPanel view={aSigningCase({ hidden: true })} onView={() => undefined} /></> },
    { name: 'patient', title: 'Người bệnh đọc', look: 'generous', show: () => <>{heading}<ConclusionSheet conclusion={aConclusion} questions={someQuestions} facility={facility} reader="patient" /></> },
  ],
};
