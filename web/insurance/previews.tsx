import { clientProblem } from '../api/problem.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import type { InsuranceAnswer } from '../../shared/insurance/contract.ts';
import { allCodes, allOutcomes, anInsurance, anInsuranceByCode, specialStates, visitStates } from './fixtures.ts';
import { InsuranceView } from './InsurancePanel.tsx';
import { InsuredVisitsView } from './InsuredVisits.tsx';

const nothing = () => undefined;

const state = (name: string, answer: InsuranceAnswer) => ({ name, title: name, show: () => <><h1>Bảo hiểm</h1><InsuranceView answer={answer} checking={false} onCheck={nothing} onPick={nothing} /></> });

export const insurancePreviews: PreviewGroup = {
  group: 'insurance',
  previews: [
    ...allOutcomes.map((outcome) => state(outcome, anInsurance(outcome))),
    ...allCodes.map((code) => state(`code-${code}`, anInsuranceByCode(code))),
    ...Object.entries(specialStates).map(([name, answer]) => state(name, answer)),
    ...Object.entries(visitStates).map(([name, told]) => ({ name, title: name, show: () => <><h1>Bảo hiểm</h1><InsuredVisitsView told={told} busy={false} onAsk={nothing} /></> })),
    { name: 'visits-not-asked', title: 'Chưa hỏi lần khám', show: () => <><h1>Bảo hiểm</h1><InsuredVisitsView busy={false} onAsk={nothing} /></> },
    { name: 'checking', title: 'Đang tra cứu', show: () => <><h1>Bảo hiểm</h1><InsuranceView checking onCheck={nothing} onPick={nothing} /></> },
    { name: 'offline', title: 'Mất mạng', show: () => <><h1>Bảo hiểm</h1><InsuranceView checking={false} problem={clientProblem('CLIENT_OFFLINE')} onCheck={nothing} onPick={nothing} /></> },
  ],
};
