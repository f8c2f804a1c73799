import { clientProblem } from '../api/problem.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import { allOutcomes, anInsurance } from './fixtures.ts';
import { InsuranceView } from './InsurancePanel.tsx';

const nothing = () => undefined;

export const insurancePreviews: PreviewGroup = {
  group: 'insurance',
  previews: [
    ...allOutcomes.map((outcome) => ({ name: outcome, title: outcome, show: () => <><h1>Bảo hiểm</h1><InsuranceView answer={anInsurance(outcome)} checking={false} onCheck={nothing} /></> })),
    { name: 'checking', title: 'Đang tra cứu', show: () => <><h1>Bảo hiểm</h1><InsuranceView checking onCheck={nothing} /></> },
    { name: 'offline', title: 'Mất mạng', show: () => <><h1>Bảo hiểm</h1><InsuranceView checking={false} problem={clientProblem('CLIENT_OFFLINE')} onCheck={nothing} /></> },
  ],
};
