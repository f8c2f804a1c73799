import '../conclude/conclude.css';
import type { SignatureCheck } from '../../shared/signing/contract.ts';
import { signerWords } from '../conclude/signerWords.ts';
import { Diagnoses } from '../conclusion/ConclusionSheet.tsx';
import { conclusionWords } from '../conclusion/words.ts';
import { dayTime } from '../i18n/format.ts';
import { PrescriptionLines } from '../prescribe/PrescriptionLines.tsx';
import { prescribeWords } from '../prescribe/words.ts';
import { Icon } from '../ui/Icon.tsx';
import type { FileCheck } from './check.ts';
import type { OnPaper } from './onPaper.ts';
import { verifyWords } from './words.ts';

/** Valid or not, by shape and word; who signed; and what was signed, for comparing with the copy in the hand. */
export function CheckResult({ check, paper }: { readonly check: FileCheck; readonly paper: OnPaper | undefined }) {
  const t = verifyWords();
  const fits = paper === undefined || (check.documentId === paper.documentId && check.digest.startsWith(paper.fingerprint));
  const good = check.valid && fits;
  const fault = check.newest.fault;
  return (
    <div class="stack-loose">
      <div class={good ? 'seal' : 'seal seal--broken'} role={good ? 'status' : 'alert'}>
        <span class="seal__shape"><Icon name={good ? 'check' : 'cross'} size={22} /></span>
        <div>
          <p><b>{good ? t.good : check.valid ? t.otherPaper : t.bad}</b></p>
          {fault ? <p>{t.faults[fault]}</p> : null}
          {check.chained ? null : <p>{t.broken}</p>}
          <p class="small">{good ? t.goodText : check.valid ? t.otherPaperText : t.badText}</p>
        </div>
      </div>
      <Signers check={check} />
      {good ? <p class="small soft measure">{check.versions > 1 ? t.older(String(check.versions)) : t.single}</p> : null}
      {check.valid ? <Signed check={check} /> : null}
    </div>
  );
}

function Signers({ check }: { readonly check: FileCheck }) {
  const t = verifyWords();
  const { signatures, missing } = check.newest;
  const s = signerWords();
  return (
    <section class="stack-tight">
      <h2>{t.signedBy}</h2>
      <ol class="signers">
        {signatures.map((one) => (
          <li key={one.signer.id} class={one.fault ? undefined : 'is-done'}>
            <Icon name={one.fault ? 'cross' : 'check'} size={18} />
            <span class="grow"><b>{one.signer.name}</b> <span class="small soft">{s.roles[one.signer.role]} · {one.signer.facility.name}</span><br />
              <span class="small">{one.signedAt ? t.at(dayTime(one.signedAt)) : ''} · {stampOf(one)}</span><br /><span class="small soft verify__code">{t.key(one.keyId)}</span></span>
          </li>
        ))}
        {missing.map(({ id, name, role }) => <li key={id}><Icon name="ring" size={18} /><span class="grow"><b>{name}</b> <span class="small soft">{s.roles[role]}</span></span><span class="small">{t.missing}</span></li>)}
      </ol>
    </section>
  );
}

function stampOf({ timeStamp }: SignatureCheck): string {
  const t = verifyWords();
  return timeStamp.state === 'good' ? t.stamped(dayTime(timeStamp.at), timeStamp.authority) : timeStamp.state === 'bad' ? t.badStamp : t.notStamped;
}

function Signed({ check: { content, prescription } }: { readonly check: FileCheck }) {
  const c = conclusionWords();
  if (prescription) {
    return (
      <section class="sheet" aria-label={verifyWords().content}>
        <h2>{verifyWords().content}</h2>
        <p>{prescribeWords().title} <b class="number rx-code">{prescription.code}</b></p>
        <PrescriptionLines lines={prescription.lines} />
        {prescription.advice ? <p class="keep-lines">{prescription.advice}</p> : null}
      </section>
    );
  }
  if (!content) return null;
  return (
    <section class="sheet" aria-label={verifyWords().content}>
      <h2>{verifyWords().content}</h2>
      <ol class="answers">{content.answers.map(({ number, text }) => <li key={number}><p class="answers__question"><span class="answers__number">{String(number)}</span><span class="keep-lines">{text}</span></p></li>)}</ol>
      <Diagnoses conclusion={content} />
      <section class="stack-tight"><h3>{c.advice}</h3><p class="keep-lines">{content.advice}</p></section>
      {content.followUp ? <section class="stack-tight"><h3>{c.followUp}</h3><p class="keep-lines">{content.followUp}</p></section> : null}
    </section>
  );
}
