import { useEffect } from 'preact/hooks';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { flushOutbox, outbox } from '../offline/outbox.ts';
import { online } from '../offline/online.ts';
import { minute } from '../ui/Wait.tsx';
import { TodayOffline, TodayView } from './TodayView.tsx';
import { useAskDrafts } from './useAskDrafts.ts';

export function TodayPage() {
  const query = useQuery('consultations', {}, { list: 'station' }, { every: 10_000 });
  const send = async () => {
    await flushOutbox();
    await query.reload();
  };
  const drafts = useAskDrafts();
  useEffect(() => {
    void send();
  }, [online.value]);
  if (!query.value && query.problem) return <TodayOffline waiting={outbox.value} drafts={drafts} problem={query.problem} onSendAgain={() => void send()} />;
  return <QueryView query={query} rows={5}>{({ rows }) => <TodayView rows={rows} waiting={outbox.value} drafts={drafts} now={minute.value} onSendAgain={() => void send()} />}</QueryView>;
}
