import type { DuplicateRows } from '../../shared/identity/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { birthText } from '../desk/personWords.ts';
import { day, number } from '../i18n/format.ts';
import { EmptyState } from '../ui/Feedback.tsx';
import { List, ListRow } from '../ui/List.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { duplicateWords } from './words.ts';

/** What waits at the caller's facility. */
export function DuplicatesPage() {
  const query = useQuery('duplicates', {}, {});
  const t = duplicateWords();
  return (
    <div class="stack-loose">
      <div class="stack-tight"><h1>{t.title}</h1><p class="soft">{t.lead}</p></div>
      <QueryView query={query}>{({ rows }) => <DuplicateList rows={rows} />}</QueryView>
    </div>
  );
}

export const percent = (score: number): string => `${number(Math.floor(score * 100))} %`;

export function DuplicateList({ rows }: DuplicateRows) {
  const t = duplicateWords();
  if (rows.length === 0) return <EmptyState title={t.none}>{t.noneText}</EmptyState>;
  return (
    <List label={t.title}>
      {rows.map(({ id, state, origin, raisedAt, score, people: [a, b] }) => (
        <ListRow key={id} href={`/duplicates/${encodeURIComponent(id)}`} title={a.name === b.name ? a.name : t.pair(a.name, b.name)} aside={<StatusTag tone={state === 'later' ? 'waiting' : 'attention'}>{t.states[state]}</StatusTag>}>
          <p class="number">{birthText(a.birthDate)}{a.birthDate === b.birthDate ? '' : ` · ${birthText(b.birthDate)}`} · <b>{t.score(percent(score))}</b></p>
          <p class="small soft">{t.raised} <span class="number">{day(raisedAt)}</span> · {t.origins[origin]}</p>
        </ListRow>
      ))}
    </List>
  );
}
