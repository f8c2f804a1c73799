import './conclusion.css';
import type { ConclusionView, ConsultationView } from '../../shared/consultation/contract.ts';
import { dayTime } from '../i18n/format.ts';
import { StatusTag } from '../ui/StatusTag.tsx';
import { CheckedHere } from '../verify/CheckedHere.tsx';
import { SignatureMark } from './SignatureMark.tsx';
import { conclusionWords } from './words.ts';

type SheetProps = {
  readonly conclusion: ConclusionView;
  readonly questions: ConsultationView['questions'];
  /** Who gave the opinion: advice from outside stands out in the record. */
  readonly facility: string;
  /** The patient reads plainer headings, and codes last. */
  readonly reader?: 'staff' | 'patient';
  /** With it the signature is checked in this browser too. */
  readonly consultationId?: string;
};

/** A signed conclusion, the newest version: each question with its answer, diagnoses, advice, follow-up, signature. */
export function ConclusionSheet({ conclusion, questions, facility, reader = 'staff', consultationId }: SheetProps) {
  const t = conclusionWords();
  const forPatient = reader === 'patient';
  return (
    <article class="sheet" aria-label={t.title}>
      <header class="stack-tight">
        <p class="sheet__from">{t.advises(facility)}</p>
        <h2>{forPatient ? t.titlePatient : t.title}</h2>
      </header>
      {conclusion.amendments.length > 0 ? (
        <div class="row"><StatusTag tone="attention">{t.amended(String(conclusion.amendments.length))}</StatusTag><span class="small">{t.amendedText}</span></div>
      ) : null}
      <Answers conclusion={conclusion} questions={questions} title={forPatient ? t.answersPatient : t.answers} />
      <Diagnoses conclusion={conclusion} forPatient={forPatient} />
      <section class="stack-tight"><h3>{forPatient ? t.advicePatient : t.advice}</h3><p class="keep-lines measure">{conclusion.advice}</p></section>
      {conclusion.followUp ? <section class="stack-tight"><h3>{forPatient ? t.followUpPatient : t.followUp}</h3><p class="keep-lines measure">{conclusion.followUp}</p></section> : null}
      {consultationId ? <CheckedHere consultationId={consultationId} conclusion={conclusion} /> : <SignatureMark conclusion={conclusion} />}
      <Versions conclusion={conclusion} />
    </article>
  );
}

type AnswersProps = { readonly conclusion: Pick<ConclusionView, 'answers'>; readonly questions: SheetProps['questions']; readonly title: string };

/** Also shown before signing: just what will be signed. */
export function Answers({ conclusion, questions, title }: AnswersProps) {
  const t = conclusionWords();
  return (
    <section class="stack-tight">
      <h3>{title}</h3>
      <ol class="answers">
        {questions.map(({ number, text }) => (
          <li key={number}>
            <p class="answers__question"><span class="answers__number" aria-label={t.question(String(number))}>{String(number)}</span><span>{text}</span></p>
            <p class="answers__answer keep-lines">{conclusion.answers.find((answer) => answer.number === number)?.text ?? t.noAnswer}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function Diagnoses({ conclusion, forPatient = false }: { readonly conclusion: Pick<ConclusionView, 'diagnoses'>; readonly forPatient?: boolean }) {
  const t = conclusionWords();
  const mainFirst = conclusion.diagnoses.toSorted((a, b) => Number(b.main) - Number(a.main));
  return (
    <section class="stack-tight">
      <h3>{forPatient ? t.diagnosesPatient : t.diagnoses}</h3>
      <ul class="stack-tight">
        {mainFirst.map(({ code, display, main }) => (
          <li key={code} class="diagnosis">
            <span><b>{display}</b> <span class="soft small">{main ? t.main : t.secondary}</span></span><span class="diagnosis__code number">{code}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Versions({ conclusion }: { readonly conclusion: ConclusionView }) {
  const t = conclusionWords();
  if (conclusion.amendments.length === 0) return null;
  return (
    <section class="stack-tight">
      <h3>{t.versions}</h3>
      <ol class="timeline">
        <li class="is-done"><b>{t.versionOriginal}</b><br /><span class="small soft">{t.signedBy(conclusion.signedBy.name, dayTime(conclusion.signedAt))}</span></li>
        {conclusion.amendments.map((amendment, index) => (
          <li key={amendment.documentId} aria-current={index === conclusion.amendments.length - 1 ? 'true' : undefined}>
            <b>{t.versionAmendment(String(index + 1))}</b><br />
            <span class="small soft">{t.signedBy(amendment.signedBy.name, dayTime(amendment.signedAt))}</span>
            <p>{t.reason(amendment.reason)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
