import { useState } from 'preact/hooks';
import type { Carers as CarerList, Consents } from '../../shared/consent/contract.ts';
import type { Chart } from '../../shared/record/contract.ts';
import { PatientLine } from '../ask/PatientLine.tsx';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { Carers } from '../patient/Carers.tsx';
import { ConsentList } from '../patient/ConsentList.tsx';
import type { AtDesk } from '../patient/usePrivacyChange.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Field.tsx';
import { stationWords } from './words.ts';

/** What a patient without a phone decides at the desk: the same purposes and carers, changed only while the patient is there. */
export function ConsentsPage({ patientId }: { readonly patientId: string }) {
  const consents = useQuery('consents', { patientId }, {});
  const carers = useQuery('carers', { patientId }, {});
  // Whose it is; unknown to a station from which consent was withdrawn.
  const chart = useQuery('chart', { patientId }, {});
  const { desk, box } = usePresence();
  return (
    <div class="stack-loose">
      <ConsentsHead patientId={patientId} patient={chart.value?.patient} />
      {box}
      <QueryView query={consents} rows={5}>{(value) => <ConsentList patientId={patientId} consents={value} onChange={consents.reload} desk={desk} />}</QueryView>
      <QueryView query={carers}>{(value) => <Carers patientId={patientId} carers={value} onChange={carers.reload} desk={desk} />}</QueryView>
    </div>
  );
}

function ConsentsHead({ patientId, patient }: { readonly patientId: string; readonly patient: Chart['patient'] | undefined }) {
  const t = stationWords();
  return (
    <div class="stack-tight">
      <h1>{t.consents}</h1>
      {patient ? <PatientLine patient={patient} /> : null}
      <p>{t.consentsText}</p>
      <p><ButtonLink href={`/station/patients/${encodeURIComponent(patientId)}`}>{t.toPatient}</ButtonLink></p>
    </div>
  );
}

/** The box that says that the patient is there; whoever changes something without it is led to it. */
function usePresence(first: { readonly missing?: boolean } = {}): { readonly desk: AtDesk; readonly box: preact.JSX.Element } {
  const t = stationWords();
  const [present, setPresent] = useState(false);
  const [missing, setMissing] = useState(first.missing ?? false);
  const agreed = () => {
    setMissing(!present);
    if (!present) document.getElementById('patient-present')?.focus();
    return present;
  };
  const box = <Checkbox id="patient-present" label={t.present} hint={t.presentHint} error={missing && !present ? t.presentMissing : undefined} checked={present} onChange={setPresent} />;
  return { desk: { agreed }, box };
}

const nothing = async () => undefined;

/** As the page stands with these answers; for previews. */
export function ConsentsAtDesk({ patient, consents, carers, missing = false }: { readonly patient?: Chart['patient']; readonly consents: Consents; readonly carers: CarerList; readonly missing?: boolean }) {
  const { desk, box } = usePresence({ missing });
  return (
    <div class="stack-loose">
      <ConsentsHead patientId="p" patient={patient} />
      {box}
      <ConsentList patientId="p" consents={consents} onChange={nothing} desk={desk} />
      <Carers patientId="p" carers={carers} onChange={nothing} desk={desk} />
    </div>
  );
}
