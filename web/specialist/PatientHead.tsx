import { Link } from 'wouter-preact';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { Chart } from '../../shared/record/contract.ts';
import { ageInYears, dayTime, partialDate } from '../i18n/format.ts';
import { common } from '../i18n/common.ts';
import { PriorityTag, StateTag } from '../ui/ConsultationTags.tsx';
import { Facts } from '../ui/Panel.tsx';
import { caseWords } from './caseWords.ts';
import { sexWord } from './person.ts';
import { WaitBar } from './WaitBar.tsx';

const stillWaiting: readonly ConsultationView['state'][] = ['submitted', 'routed', 'redirected', 'expired', 'escalated', 'accepted', 'scheduled', 'waiting'];

/** Who it is, in the words to be read back, and where the case stands; stays in sight while scrolling. */
export function PatientHead({ view, chart }: { readonly view: ConsultationView; readonly chart: Chart | undefined }) {
  const t = caseWords();
  const { patient } = view;
  const years = patient.birthDate ? ageInYears(patient.birthDate) : undefined;
  return (
    <header class="patient-head">
      <div class="row-between">
        <Link href="/specialist">← {t.back}</Link>
        <span class="row"><PriorityTag priority={view.priority} always /><StateTag state={view.state} />{stillWaiting.includes(view.state) ? <WaitBar row={view} /> : null}</span>
      </div>
      <div class="patient-head__who">
        <h1>{patient.name}</h1>
        <p><b>{[sexWord(patient.sex), years === undefined ? '' : common().age(String(years))].filter(Boolean).join(', ')}</b></p>
      </div>
      <section class="identity printed" aria-label={t.identity}>
        <p class="small soft">{t.identity}</p>
        <Facts wide items={[
          patient.birthDate ? [patient.birthDate.length > 4 ? t.birthDate : t.birthYear, <span class="number">{partialDate(patient.birthDate)}</span>] : undefined,
          chart?.patient.citizenId ? [t.citizenId, <span class="number">{chart.patient.citizenId}</span>] : undefined,
          chart?.patient.address ? [t.address, chart.patient.address] : undefined,
          chart?.insurance ? [t.insurance, <>{chart.insurance.card?.number ?? '–'} <span class="soft small">{t.insuranceAt(dayTime(chart.insurance.checkedAt))}</span></>] : undefined,
        ]} />
      </section>
      <p class="small soft">{t.from(view.station.name, view.requester.name)} · {dayTime(view.requestedAt)}</p>
    </header>
  );
}
