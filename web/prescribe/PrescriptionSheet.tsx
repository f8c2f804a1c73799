import '../conclusion/conclusion.css';
import './prescribe.css';
import { useMemo, useState } from 'preact/hooks';
import type { ConsultationView, SignedDocuments } from '../../shared/consultation/contract.ts';
import type { PrescriptionView, Sending } from '../../shared/prescription/contract.ts';
import type { KeyHistory } from '../../shared/signing/contract.ts';
import { pathOf } from '../../shared/routes.ts';
import { download, get } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { saveFile } from '../conclusion/saveFile.ts';
import { dayTime, partialDate, number } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { CheckedSeal, type Here } from '../verify/CheckedHere.tsx';
import { PrescriptionLines } from './PrescriptionLines.tsx';
import { prescribeWords } from './words.ts';

type Reader = 'staff' | 'patient';

/** The prescriptions of a consultation: those that count, and folded away what was replaced. */
export function Prescriptions({ view, reader = 'staff' }: { readonly view: Pick<ConsultationView, 'id' | 'prescriptions'>; readonly reader?: Reader }) {
  const t = prescribeWords();
  const all = view.prescriptions ?? [];
  const older = all.filter(({ replacedBy }) => replacedBy);
  const check = useMemo(() => checking(view.id), [view.id, all.length]);
  const sheet = (one: PrescriptionView) => <PrescriptionSheet key={one.documentId} consultationId={view.id} prescription={one} reader={reader} check={check} />;
  return (
    <>
      {all.filter(({ replacedBy }) => !replacedBy).map(sheet)}
      {older.length > 0 ? <details class="fold"><summary>{t.older(String(older.length))}</summary><div class="stack">{older.map(sheet)}</div></details> : null}
    </>
  );
}

type Check = (shown: PrescriptionView) => Promise<Here>;

/** Checks in this browser, by the documents and keys that are fetched once for all of a consultation. */
function checking(id: string): Check {
  let fetched: Promise<{ readonly documents: SignedDocuments['documents']; readonly trust: KeyHistory } | undefined> | undefined;
  const fetchAll = async () => {
    const [{ trustIn }, documents, keys] = await Promise.all([import('../verify/check.ts'), get('prescriptionDocuments', { id }, {}), get('keyHistory', {}, {})]);
    const trust = keys.ok ? await trustIn(keys.value) : undefined;
    return documents.ok && trust ? { documents: documents.value.documents, trust } : undefined;
  };
  return async (shown) => {
    const found = await (fetched ??= fetchAll());
    if (!found) return 'unchecked';
    const { holdsPrescription } = await import('../verify/check.ts');
    return (await holdsPrescription(found.documents, shown, found.trust)) ? 'good' : 'bad';
  };
}

type SheetProps = { readonly consultationId: string; readonly prescription: PrescriptionView; readonly reader: Reader; readonly check: Check };

function PrescriptionSheet({ consultationId, prescription: p, reader, check }: SheetProps) {
  const t = prescribeWords();
  const seal = { signature: p.signature, signedAt: p.writtenAt, signedBy: p.by, amendments: [] };
  return (
    <article class="sheet" aria-label={`${t.title} ${p.code}`}>
      <header class="stack-tight">
        <p class="sheet__from">{t.from(p.facility.name)}</p>
        <h2>{reader === 'patient' ? t.patientTitle : t.title}</h2>
        <p>{t.code}: <b class="number rx-code">{p.code}</b> <span class="soft">{t.kinds[p.kind]}</span></p>
        {p.replacedBy ? <div><StatusTag tone="stopped">{t.replaced(p.replacedBy.join(', '))}</StatusTag></div> : <p>{t.validUntil(partialDate(p.validUntil))}</p>}
        {p.replaces ? <p class="small">{t.replaces(p.replaces.code, p.replaces.reason)}</p> : null}
        {p.weightKg !== undefined && p.carer ? <p class="small">{t.child(number(p.weightKg), p.carer)}</p> : null}
      </header>
      <PrescriptionLines lines={p.lines} />
      {p.advice ? <section class="stack-tight"><h3>{t.advice}</h3><p class="keep-lines measure">{p.advice}</p></section> : null}
      <CheckedSeal sealed={seal} of={JSON.stringify([p.documentId, p.lines, p.advice])} check={() => check(p)} />
      {p.replacedBy && p.sending.state === 'waiting' ? null : <Sent sending={p.sending} reader={reader} />}
      <Download consultationId={consultationId} prescription={p} large={reader === 'patient'} />
    </article>
  );
}

/** Whether the national system has it, in words; what it refused is for those who can put it right. */
function Sent({ sending, reader }: { readonly sending: Sending; readonly reader: Reader }) {
  const t = prescribeWords().sending;
  if (sending.state === 'sent') return <div><StatusTag tone="done">{t.sent(dayTime(sending.at))}</StatusTag></div>;
  if (sending.state === 'waiting') return <div class="stack-tight"><div><StatusTag tone="waiting">{t.waiting}</StatusTag></div>{reader === 'staff' ? <p class="small soft">{t.waitingText}</p> : null}</div>;
  if (reader === 'patient') return <div><StatusTag tone="attention">{t.waiting}</StatusTag></div>;
  return (
    <div class="stack-tight">
      <div><StatusTag tone="danger">{t.refused}</StatusTag></div>
      <ul class="rx-refused">{sending.errors.map(({ field, message }) => <li key={`${field}${message}`}>{message} <span class="soft small">{field}</span></li>)}</ul>
      <p class="small">{t.refusedNext}</p>
    </div>
  );
}

function Download({ consultationId, prescription: { documentId, code }, large }: { readonly consultationId: string; readonly prescription: PrescriptionView; readonly large: boolean }) {
  const t = prescribeWords();
  const [state, setState] = useState<'idle' | 'busy' | Problem>('idle');
  const fetchIt = async () => {
    setState('busy');
    const answer = await download(`${pathOf('prescriptionPdf', { id: consultationId })}?document=${encodeURIComponent(documentId)}`, 'application/pdf');
    if (!answer.ok) return setState(answer.problem);
    saveFile(answer.value, t.pdfName(code));
    return setState('idle');
  };
  return (
    <div class="stack-tight">
      <div><Button large={large} busy={state === 'busy'} onClick={() => void fetchIt()}>{t.pdf}</Button></div>
      {typeof state === 'object' ? <ProblemView problem={state} onRetry={() => void fetchIt()} /> : null}
    </div>
  );
}
