import type { Me } from '../../shared/identity/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { CaseView } from './CaseView.tsx';

/** One case, asked for again every 8 s: the station may be in the waiting room meanwhile. */
export function CasePage({ id, person }: { readonly id: string; readonly person: Me }) {
  const view = useQuery('consultation', { id }, {}, { every: 8_000 });
  const patientId = view.value?.patient.id;
  const chart = useQuery('chart', patientId === undefined ? undefined : { patientId }, {});
  return <QueryView query={view} rows={5}>{(value) => <CaseView key={value.id} view={value} chart={chart} person={person} onView={view.take} reload={view.reload} />}</QueryView>;
}
