import { useState } from 'preact/hooks';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import type { ConsultationState } from '../../shared/consultation/contract.ts';
import { useTalk } from '../talk/useTalk.ts';
import { pollingFor } from './progress.ts';
import { RequestView } from './RequestView.tsx';
import { useAction } from './useAction.ts';

/** One request: tracked, answered, received, reported. */
export function RequestPage({ id }: { readonly id: string }) {
  const [state, setState] = useState<ConsultationState | undefined>(undefined);
  const query = useQuery('consultation', { id }, {}, { every: pollingFor(state) });
  if (query.value && query.value.state !== state) setState(query.value.state);
  const action = useAction(query, id);
  const talk = useTalk({ view: query.value, onView: query.take, reload: query.reload });
  return <QueryView query={query} rows={5}>{(view) => <RequestView view={view} action={action} talk={talk} />}</QueryView>;
}
