import { useEffect, useRef } from 'preact/hooks';
import type { Me } from '../../shared/identity/contract.ts';
import { useQuery } from '../api/useQuery.ts';
import { announce } from '../ui/announce.tsx';
import { dutyOf } from './duty.ts';
import { WorkList } from './WorkList.tsx';
import { listWords } from './words.ts';

const pause = 20_000;

/** The five lists, asked for again every 20 s while the page is looked at. */
export function WorkListPage({ person }: { readonly person: Me }) {
  const urgent = useQuery('consultations', {}, { list: 'urgent' }, { every: pause });
  const waiting = useQuery('consultations', {}, { list: 'waiting' }, { every: pause });
  const progress = useQuery('consultations', {}, { list: 'in-progress' }, { every: pause });
  const followUp = useQuery('consultations', {}, { list: 'follow-up' }, { every: pause });
  const toSign = useQuery('consultations', {}, { list: 'to-sign' }, { every: pause });
  const directory = useQuery('directory', {}, {}, { every: 5 * 60_000 });
  useNewUrgentTold(urgent.value?.rows.map(({ id }) => id));
  return (
    <WorkList
      person={person}
      queries={{ urgent, waiting, 'in-progress': progress, 'follow-up': followUp, 'to-sign': toSign }}
      duty={dutyOf(directory.value, person)}
      onDuty={() => void directory.reload()}
    />
  );
}

function useNewUrgentTold(ids: readonly string[] | undefined): void {
  const seen = useRef<ReadonlySet<string> | undefined>(undefined);
  useEffect(() => {
    if (!ids) return;
    if (seen.current && ids.some((id) => !seen.current?.has(id))) announce(listWords().arrived);
    seen.current = new Set(ids);
  }, [ids?.join()]);
}
