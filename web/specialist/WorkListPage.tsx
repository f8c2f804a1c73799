import { useEffect, useRef } from 'preact/hooks';
import type { Me } from '../../shared/identity/contract.ts';
import { useQuery } from '../api/useQuery.ts';
import { announce } from '../ui/announce.tsx';
import { dutyOf } from './duty.ts';
import { WorkList } from './WorkList.tsx';
import { listsOf, type ListName } from './waiting.ts';
import { listWords } from './words.ts';

const pause = 20_000;

/** The lists, asked for again every 20 s while the page is looked at. */
export function WorkListPage({ person }: { readonly person: Me }) {
  const urgent = useList(person, 'urgent');
  const waiting = useList(person, 'waiting');
  const progress = useList(person, 'in-progress');
  const followUp = useList(person, 'follow-up');
  const toSign = useList(person, 'to-sign');
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

/** Not asked for where it is not a list of this person's. */
const useList = ({ roles }: Me, list: ListName) => useQuery('consultations', listsOf(roles).includes(list) ? {} : undefined, { list }, { every: pause });

function useNewUrgentTold(ids: readonly string[] | undefined): void {
  const seen = useRef<ReadonlySet<string> | undefined>(undefined);
  useEffect(() => {
    if (!ids) return;
    if (seen.current && ids.some((id) => !seen.current?.has(id))) announce(listWords().arrived);
    seen.current = new Set(ids);
  }, [ids?.join()]);
}
