import type { CaredFor, Carers as CarerList, Consents, DataRequests as RequestList } from '../../shared/consent/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { useSignOutEverywhere } from '../auth/useSignOutEverywhere.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { ReadAloud } from '../ui/ReadAloud.tsx';
import { CaredForList, Carers } from './Carers.tsx';
import { ConsentList } from './ConsentList.tsx';
import { DataRequests } from './DataRequests.tsx';
import { privacyWords } from './privacyWords.ts';

/** Everything that the patient decides: purposes, carers, requests about the data, devices. */
export function PrivacyPage({ patientId }: { readonly patientId: string }) {
  const consents = useQuery('consents', { patientId }, {});
  const carers = useQuery('carers', { patientId }, {});
  const requests = useQuery('dataRequests', { patientId }, {});
  const caredFor = useQuery('caredFor', {}, {});
  return (
    <div class="stack-loose">
      <PrivacyHead consents={consents.value} />
      <QueryView query={consents} rows={5}>{(value) => <ConsentList patientId={patientId} consents={value} onChange={consents.reload} />}</QueryView>
      <QueryView query={carers}>{(value) => <Carers patientId={patientId} carers={value} onChange={carers.reload} />}</QueryView>
      {caredFor.value ? <CaredForList people={caredFor.value.people} /> : null}
      <QueryView query={requests}>{(value) => <DataRequests patientId={patientId} requests={value} onChange={requests.reload} />}</QueryView>
      <Devices />
    </div>
  );
}

function PrivacyHead({ consents }: { readonly consents?: Consents }) {
  const t = privacyWords();
  const spoken = (consents?.consents ?? []).map(({ purpose, choice }) => `${t.purposes[purpose].name}: ${choice === 'permit' ? t.yes : t.no}`);
  return <><div class="stack-tight"><h1>{t.title}</h1><p>{t.intro}</p></div><ReadAloud text={[t.intro, ...spoken].join('. ')} /></>;
}

function Devices() {
  const t = privacyWords();
  const { busy, problem, end } = useSignOutEverywhere();
  return (
    <section class="stack">
      <div class="stack-tight"><h2>{t.devices}</h2><p>{t.devicesText}</p></div>
      {problem ? <ProblemView problem={problem} /> : null}
      <div><Button busy={busy} onClick={() => void end()}>{t.everywhere}</Button></div>
    </section>
  );
}

const nothing = async () => undefined;

/** As the page stands with these answers; for previews. */
export function Privacy({ consents, carers, requests, caredFor }: { readonly consents: Consents; readonly carers: CarerList; readonly requests: RequestList; readonly caredFor: CaredFor }) {
  return (
    <div class="stack-loose">
      <PrivacyHead consents={consents} />
      <ConsentList patientId="p" consents={consents} onChange={nothing} />
      <Carers patientId="p" carers={carers} onChange={nothing} />
      <CaredForList people={caredFor.people} />
      <DataRequests patientId="p" requests={requests} onChange={nothing} />
      <Devices />
    </div>
  );
}
