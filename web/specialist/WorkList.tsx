import './specialist.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { ConsultationRow, ConsultationRows } from '../../shared/consultation/contract.ts';
import type { Me } from '../../shared/identity/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import type { Query } from '../api/useQuery.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/Feedback.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { CaseRow } from './CaseRow.tsx';
import { practitionerId, type Duty } from './duty.ts';
import { DutySwitch } from './DutySwitch.tsx';
import { KeyHints } from './KeyHints.tsx';
import { firstFull, listsOf, moved, type ListName } from './waiting.ts';
import { listWords } from './words.ts';

export type WorkListProps = {
  readonly person: Me;
  readonly queries: Readonly<Record<ListName, Query<ConsultationRows>>>;
  readonly duty: Duty | undefined;
  readonly onDuty: (duty: Duty) => void;
};

export function WorkList({ person, queries, duty, onDuty }: WorkListProps) {
  const t = listWords();
  const [chosen, choose] = useState<ListName | undefined>(undefined);
  const countOf = (list: ListName) => queries[list].value?.rows.length ?? 0;
  const list = chosen ?? firstFull({ urgent: countOf('urgent'), waiting: countOf('waiting'), 'in-progress': countOf('in-progress'), 'follow-up': countOf('follow-up'), 'to-sign': countOf('to-sign') });
  const own = practitionerId(person);
  const mine = listsOf(person.roles);
  return (
    <div class="dense stack-loose">
      <div class="row-between"><h1>{t.title}</h1>{own && person.roles.includes('specialist') ? <DutySwitch duty={duty} onChanged={onDuty} /> : null}</div>
      <Tabs id="lists" label={t.listsLabel} current={list} onSelect={choose} tabs={mine.map((key) => ({ key, label: <ListName list={key} count={queries[key].value?.rows.length} /> }))}>
        <QueryView query={queries[list]} rows={4}>{({ rows }) => <Rows key={list} list={list} rows={rows} own={own} lists={mine} onList={choose} />}</QueryView>
      </Tabs>
    </div>
  );
}

const ListName = ({ list, count }: { readonly list: ListName; readonly count: number | undefined }) => (
  <>{listWords().lists[list]} <span class={list === 'urgent' && count ? 'count count--urgent number' : 'count number'}>{count === undefined ? '…' : String(count)}</span></>
);

/** More rows than this are drawn only when asked for. */
const atOnce = 50;

type RowsProps = { readonly list: ListName; readonly rows: readonly ConsultationRow[]; readonly own: string | undefined; readonly lists: readonly ListName[]; readonly onList: (list: ListName) => void };

function Rows({ list, rows, own, lists, onList }: RowsProps) {
  const t = listWords();
  const box = useRef<HTMLUListElement>(null);
  const [all, showAll] = useState(false);
  const shown = all ? rows : rows.slice(0, atOnce);
  const current = useRowKeys(shown, box, lists, onList);
  if (rows.length === 0) return <><EmptyState title={t.empty[list]}>{t.emptyText[list]}</EmptyState><KeyHints lists={lists.length} /></>;
  return (
    <>
      <ul class="list" aria-label={t.lists[list]} ref={box}>{shown.map((row) => <CaseRow key={row.id} row={row} current={row.id === current} own={own} />)}</ul>
      {shown.length < rows.length ? <div class="row"><span class="soft">{t.showing(String(shown.length), String(rows.length))}</span><Button onClick={() => showAll(true)}>{t.showAll}</Button></div> : null}
      <KeyHints lists={lists.length} />
    </>
  );
}

const typing = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('input[type=text], textarea, select, dialog') !== null;

/** j and k move the focus from case to case, Enter follows the link that has it, the digits switch the list. */
function useRowKeys(rows: readonly ConsultationRow[], box: { readonly current: HTMLUListElement | null }, lists: readonly ListName[], onList: (list: ListName) => void): string | undefined {
  const [current, setCurrent] = useState<string | undefined>(undefined);
  const [, go] = useLocation();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const other = /^[1-9]$/.test(event.key) ? lists[Number(event.key) - 1] : undefined;
      if (other) return onList(other);
      if (event.key === 'Enter' && current && document.activeElement === document.body) return go(`/specialist/case/${current}`);
      if (event.key.startsWith('Arrow') && !box.current?.contains(document.activeElement)) return;
      const row = rows[moved(event.key, rows.findIndex(({ id }) => id === current), rows.length) ?? -1];
      if (!row) return;
      event.preventDefault();
      setCurrent(row.id);
      box.current?.querySelector<HTMLElement>(`[data-case="${CSS.escape(row.id)}"]`)?.focus();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [rows, current, lists, onList]);
  return current;
}
