import type { RecordErrorCode } from '../../../shared/record/errors.ts';
import type { ProblemCatalogue } from './catalogue.ts';

export const recordProblems: ProblemCatalogue<RecordErrorCode> = {
  RECORD_PAGE_UNKNOWN: {
    status: 400,
    vi: { title: 'Trang này không còn', detail: 'Danh sách đã thay đổi từ lần mở trước. Hãy mở lại từ đầu.' },
    en: { title: 'This page is gone', detail: 'The list has changed since it was opened. Open it again from the start.' },
  },
};
