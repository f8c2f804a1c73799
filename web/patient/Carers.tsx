import { useState } from 'preact/hooks';
import type { CaredFor, Carer, Carers as CarerList } from '../../shared/consent/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { day } from '../i18n/format.ts';
import { announce } from '../ui/announce.tsx';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Select, TextField } from '../ui/Field.tsx';
import { privacyWords } from './privacyWords.ts';
import { deskPart, usePrivacyChange, type AtDesk } from './usePrivacyChange.ts';

type Kind = Carer['kind'];
const kinds: readonly Kind[] = ['child', 'spouse', 'parent', 'guardian', 'other'];

/** Who may see the record for the patient: named by number, ended with one button. */
export function Carers({ patientId, carers, onChange, desk }: { readonly patientId: string; readonly carers: CarerList; readonly onChange: () => Promise<void>; readonly desk?: AtDesk }) {
  const t = privacyWords();
  const [ending, setEnding] = useState<Carer>();
  const { busy, problem, run } = usePrivacyChange(onChange);
  const end = ({ id }: Carer) => run(id, () => command('carerWithdrawal', { patientId, id }, deskPart(desk)), () => setEnding(undefined));
  return (
    <section class="stack">
      <div class="stack-tight"><h2>{t.carers}</h2><p>{t.carersText}</p></div>
      {problem ? <ProblemView problem={problem} /> : null}
      {carers.carers.length === 0 ? <p class="soft">{t.noCarers}</p> : (
        <ul class="list">{carers.carers.map((carer) => (
          <li class="list__row" key={carer.id}>
            <b>{carer.name}</b>
            <p class="soft">{t.kinds[carer.kind]} · <span class="number">{carer.citizenId}</span>{carer.until ? ` · ${carer.active ? t.until(day(carer.until)) : t.over}` : ''}</p>
            {carer.active ? <div><Button label={`${t.stop}: ${carer.name}`} onClick={() => (!desk || desk.agreed()) && setEnding(carer)}>{t.stop}</Button></div> : null}
          </li>
        ))}</ul>
      )}
      <NewCarer patientId={patientId} onDone={onChange} {...(desk ? { desk } : {})} />
      <Dialog open={ending !== undefined} title={t.stop} onClose={() => setEnding(undefined)}>
        <p>{ending ? t.stopSure(ending.name) : ''}</p>
        <div class="row"><Button kind="danger" busy={busy !== ''} onClick={() => ending && void end(ending)}>{t.stop}</Button><Button onClick={() => setEnding(undefined)}>{t.back}</Button></div>
      </Dialog>
    </section>
  );
}

function NewCarer({ patientId, onDone, desk }: { readonly patientId: string; readonly onDone: () => Promise<void>; readonly desk?: AtDesk }) {
  const t = privacyWords();
  const [form, setForm] = useState<{ readonly name: string; readonly citizenId: string; readonly kind: Kind }>({ name: '', citizenId: '', kind: 'child' });
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<{ readonly busy?: boolean; readonly problem?: Problem }>({});
  const numberWrong = form.citizenId.replace(/\D/g, '').length !== 12;
  const nameMissing = form.name.trim().length < 2;
  const add = async () => {
    setTried(true);
    if (nameMissing || numberWrong) return document.getElementById(nameMissing ? 'carer-name' : 'carer-number')?.focus();
    if (desk && !desk.agreed()) return undefined;
    setState({ busy: true });
    const answer = await command('carerGrant', { patientId }, { name: form.name.trim(), citizenId: form.citizenId, kind: form.kind, ...deskPart(desk) });
    setState(answer.ok ? {} : { problem: answer.problem });
    if (!answer.ok) return undefined;
    setForm({ name: '', citizenId: '', kind: 'child' });
    setTried(false);
    announce(t.saved);
    await onDone();
    return undefined;
  };
  return (
    <form class="panel stack" noValidate aria-label={t.addCarer} onSubmit={(event) => {
      event.preventDefault();
      void add();
    }}>
      <h3>{t.addCarer}</h3>
      {state.problem ? <ProblemView problem={state.problem} /> : null}
      <TextField id="carer-name" label={t.carerName} value={form.name} onInput={(name) => setForm({ ...form, name })} maxLength={200} error={tried && nameMissing ? t.missingName : undefined} />
      <TextField id="carer-number" label={t.carerNumber} hint={t.carerNumberHint} inputMode="numeric" look="digits" value={form.citizenId} onInput={(citizenId) => setForm({ ...form, citizenId })} maxLength={20} error={tried && numberWrong ? t.wrongNumber : undefined} />
      <Select id="carer-kind" label={t.carerKind} value={form.kind} onChange={(kind) => setForm({ ...form, kind })} options={kinds.map((value) => ({ value, label: t.kinds[value] }))} />
      <div><Button type="submit" kind="primary" busy={state.busy}>{t.add}</Button></div>
    </form>
  );
}

/** Whose records the caller may open as their carer; nothing where there is nobody. */
export function CaredForList({ people }: CaredFor) {
  const t = privacyWords();
  if (people.length === 0) return null;
  return (
    <section class="stack">
      <h2>{t.caredFor}</h2>
      <ul class="list">{people.map(({ patientId, name, kind }) => (
        <li class="list__row" key={patientId}><b>{name}</b><p class="soft">{t.kinds[kind]}</p><div><ButtonLink href={`/patient/for/${encodeURIComponent(patientId)}`}>{t.open}</ButtonLink></div></li>
      ))}</ul>
    </section>
  );
}
