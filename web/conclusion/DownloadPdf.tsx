import { useState } from 'preact/hooks';
import { pathOf } from '../../shared/routes.ts';
import { download } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { dayForName, saveFile } from './saveFile.ts';
import { conclusionWords } from './words.ts';

type DownloadPdfProps = { readonly consultationId: string; readonly signedAt: string; readonly large?: boolean };

/** The conclusion on paper; fetched with the person's own right to it, then saved. */
export function DownloadPdf({ consultationId, signedAt, large }: DownloadPdfProps) {
  const t = conclusionWords();
  const [state, setState] = useState<'idle' | 'busy' | Problem>('idle');
  const fetchIt = async () => {
    setState('busy');
    const answer = await download(pathOf('conclusionPdf', { id: consultationId }), 'application/pdf');
    if (!answer.ok) return setState(answer.problem);
    saveFile(answer.value, t.pdfName(dayForName(signedAt)));
    announce(t.pdfSaved);
    return setState('idle');
  };
  return (
    <div class="stack-tight">
      <div><Button large={large} busy={state === 'busy'} busyText={t.pdfBusy} onClick={() => void fetchIt()}>{t.pdf}</Button></div>
      {typeof state === 'object' ? <ProblemView problem={state} onRetry={() => void fetchIt()} /> : null}
    </div>
  );
}
