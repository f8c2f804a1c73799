import { useEffect } from 'preact/hooks';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { flushOutbox, outbox } from '../offline/outbox.ts';
import { online } from '../offline/online.ts';
import { minute } from '../ui/Wait.tsx';
import { TodayView } from './TodayView.tsx';

export function TodayPage() {
  const query = useQuery('consultations', {}, { list: 'station' }, { every: 10_000 });
  const send = async () => {
    await flushOutbox();
    await query.reload();
  };
  useEffect(() => {
    void send();
  }, [online.value]);
  return <QueryView query={query} rows={5}>{({ rows }) => <TodayView rows={rows} waiting={outbox.value} now={minute.value} onSendAgain={() => void send()} />}</QueryView>;
}
