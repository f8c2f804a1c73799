import { useState } from 'preact/hooks';
import type { ConsultationRow, ConsultationRows, ConsultationView } from '../../shared/consultation/contract.ts';
import type { Query } from '../api/useQuery.ts';
import type { Chart } from '../../shared/record/contract.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import { Calendar } from './CalendarPage.tsx';
import { CaseView } from './CaseView.tsx';
import { aChart, ago, anEmptyChart, aProblem, aRow, aSignedView, aSpecialist, aView, doctor, manyRows, queryOf, rowsQuery, someRows } from './fixtures.ts';
import { WorkList, type WorkListProps } from './WorkList.tsx';
import { anAmendedConclusion } from '../conclusion/fixtures.ts';

const none = rowsQuery([]);
const routine: readonly ConsultationRow[] = [aRow({ id: 'r1', priority: 'routine', state: 'submitted', waitingSince: ago(300) }), aRow({ id: 'r2', priority: 'routine', state: 'scheduled', specialist: doctor, waitingSince: ago(90) })];

const List = (queries: Partial<WorkListProps['queries']>) => (
  <WorkList person={aSpecialist} duty="available" onDuty={() => undefined} queries={{ urgent: none, waiting: none, 'in-progress': none, 'follow-up': none, 'to-sign': none, ...queries }} />
);

function Case({ from, chart = queryOf(aChart) }: { readonly from: ConsultationView; readonly chart?: Query<Chart> }) {
  const [view, setView] = useState(from);
  return <CaseView view={view} chart={chart} person={aSpecialist} onView={setView} reload={async () => undefined} />;
}

export const specialistPreviews: PreviewGroup = {
  group: 'specialist',
  previews: [
    { name: 'list', title: 'Danh sách ca', show: () => <List urgent={rowsQuery(someRows)} waiting={rowsQuery(routine)} follow-up={rowsQuery([aRow({ id: 'f', state: 'needs-info' })])} /> },
    { name: 'list-empty', title: 'Danh sách trống', show: () => <List /> },
    { name: 'list-coordinator', title: 'Danh sách của điều phối', show: () => <WorkList person={{ ...aSpecialist, roles: ['coordinator'] }} duty={undefined} onDuty={() => undefined} queries={{ urgent: rowsQuery(someRows), waiting: rowsQuery(routine), 'in-progress': none, 'follow-up': none, 'to-sign': none }} /> },
    { name: 'list-many', title: 'Quá nhiều ca', show: () => <List waiting={rowsQuery(manyRows)} /> },
    { name: 'list-loading', title: 'Danh sách đang tải', show: () => <List urgent={queryOf<ConsultationRows>(undefined, { loading: true })} /> },
    { name: 'list-error', title: 'Danh sách lỗi', show: () => <List urgent={queryOf<ConsultationRows>(undefined, { problem: aProblem })} /> },
    { name: 'list-stale', title: 'Danh sách cũ khi mất mạng', show: () => <List urgent={{ ...rowsQuery(someRows), problem: aProblem }} /> },
    { name: 'case', title: 'Ca: trạm đang chờ', show: () => <Case from={aView()} /> },
    { name: 'case-new', title: 'Ca chưa ai nhận, hồ sơ trống', show: () => <Case from={aView({ state: 'submitted', specialist: undefined, messages: [], photos: [], vitals: {}, actions: ['accept', 'ask-more', 'redirect', 'decline', 'message'] })} chart={queryOf(anEmptyChart)} /> },
    { name: 'case-concluding', title: 'Ca: viết kết luận', show: () => <Case from={aView({ id: 'case-9', state: 'concluding', actions: ['sign', 'message', 'ask-more', 'call'] })} /> },
    { name: 'case-signed', title: 'Ca đã ký', show: () => <Case from={aSignedView({ outcome: { outcome: 'improved', text: 'Huyết áp 142/88 sau 7 ngày.', at: ago(2) } })} /> },
    { name: 'case-amended', title: 'Ca đã bổ sung', show: () => <Case from={aSignedView({ conclusion: anAmendedConclusion })} /> },
    { name: 'case-taken', title: 'Ca do người khác giữ', show: () => <Case from={aView({ specialist: { id: 'dr-other', name: 'BS. Đặng Văn Thử' }, actions: [] })} /> },
    { name: 'case-chart-closed', title: 'Ca: bệnh án không mở', show: () => <Case from={aView()} chart={queryOf<Chart>(undefined, { problem: { ...aProblem, status: 404 } })} /> },
    { name: 'case-chart-failed', title: 'Ca: chưa tải được bệnh án', show: () => <Case from={aView()} chart={queryOf<Chart>(undefined, { problem: aProblem })} /> },
    { name: 'calendar', title: 'Lịch', show: () => <Calendar rows={{ rows: someRows }} free={{ slots: [] }} now={Date.now()} /> },
  ],
};
