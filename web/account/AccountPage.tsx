import { useState } from 'preact/hooks';
import type { Passkeys, PasskeyView } from '../../shared/identity/passkeys/contract.ts';
import type { Me } from '../../shared/identity/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { useSignOutEverywhere } from '../auth/useSignOutEverywhere.ts';
import { dayTime } from '../i18n/format.ts';
import { useDraft } from '../offline/useDraft.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { TextField } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Panel } from '../ui/Panel.tsx';
import { createPasskey } from './ceremony.ts';
import { accountWords } from './words.ts';

/** Who am I here, what do I sign with, where am I signed in. */
export function AccountPage({ person }: { readonly person: Me }) {
  const t = accountWords();
  const passkeys = useQuery('passkeys', {}, {});
  return (
    <div class="stack-loose">
      <div class="stack-tight"><h1>{t.title}</h1><p class="soft">{person.name}{person.organization ? ` · ${person.organization.name}` : ''}</p></div>
      <Panel title={t.passkeys}>
        <p>{t.intro}</p>
        <QueryView query={passkeys}>{(value) => <PasskeyList value={value} onChange={passkeys.take} />}</QueryView>
        <AddPasskey onAdded={passkeys.reload} />
        <p class="small soft">{t.lost}{person.practitioner ? <> <b>{t.staffCode(person.practitioner.replace('Practitioner/', ''))}</b></> : null}</p>
      </Panel>
      <Sessions />
    </div>
  );
}

export function PasskeyList({ value, onChange }: { readonly value: Passkeys; readonly onChange: (value: Passkeys) => void }) {
  const t = accountWords();
  const { passkeys, required } = value;
  if (passkeys.length === 0) return <p class="banner">{required ? t.noneRequired : t.none}</p>;
  return (
    <>
      <ul class="list" aria-label={t.passkeys}>{passkeys.map((one) => <PasskeyRow key={one.id} one={one} onChange={onChange} />)}</ul>
      {passkeys.length === 1 ? <p class="banner">{t.one}</p> : null}
    </>
  );
}

function PasskeyRow({ one, onChange }: { readonly one: PasskeyView; readonly onChange: (value: Passkeys) => void }) {
  const t = accountWords();
  const [state, setState] = useState<{ readonly busy?: boolean; readonly problem?: Problem }>({});
  const remove = async () => {
    setState({ busy: true });
    const answer = await command('passkeyRemoval', { id: one.id }, {});
    setState(answer.ok ? {} : { problem: answer.problem });
    if (!answer.ok) return;
    announce(t.removed);
    onChange(answer.value);
  };
  return (
    <li class="list__row">
      <div class="row-between"><b>{one.name}</b><Button label={t.removeLabel(one.name)} busy={state.busy} onClick={() => void remove()}>{t.remove}</Button></div>
      <p class="small soft">{t.created(dayTime(one.createdAt))} · {one.lastUsedAt ? t.used(dayTime(one.lastUsedAt)) : t.neverUsed} · {one.backedUp ? t.backedUp : t.onlyHere}</p>
      {state.problem ? <ProblemView problem={state.problem} /> : null}
    </li>
  );
}

type Adding = 'idle' | 'busy' | { readonly said: string } | { readonly problem: Problem };

export function AddPasskey({ onAdded }: { readonly onAdded: () => Promise<void> }) {
  const t = accountWords();
  // Kept over a new sign-in, which the first registration may ask for.
  const { value: { name }, change } = useDraft('passkey-name', { name: '' });
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<Adding>('idle');
  const add = async () => {
    setTried(true);
    if (!name.trim()) return document.getElementById('passkey-name')?.focus();
    setState('busy');
    setState(await register(name.trim()));
    return undefined;
  };
  const register = async (called: string): Promise<Adding> => {
    const options = await command('passkeyOptions', {}, {});
    if (!options.ok) return { problem: options.problem };
    const made = await createPasskey(options.value);
    if (!made.ok) return { said: accountWords().faults[made.fault] };
    const kept = await command('passkeyCreation', {}, { name: called, credential: made.credential });
    if (!kept.ok) return { problem: kept.problem };
    change({ name: '' });
    setTried(false);
    announce(accountWords().registered);
    await onAdded();
    return 'idle';
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => {
      event.preventDefault();
      if (state !== 'busy') void add();
    }}>
      <h3>{t.add}</h3>
      {typeof state === 'string' ? null : 'problem' in state ? <ProblemView problem={state.problem} /> : <p role="alert" class="field__error"><Icon name="alert" size={16} /><span>{state.said}</span></p>}
      <TextField id="passkey-name" label={t.nameLabel} hint={t.nameHint} value={name} maxLength={60} onInput={(called) => change({ name: called })} error={tried && !name.trim() ? t.nameMissing : undefined} />
      <div><Button type="submit" kind="primary" busy={state === 'busy'} busyText={t.registering}>{t.register}</Button></div>
    </form>
  );
}

export function Sessions() {
  const t = accountWords();
  const { busy, problem, end } = useSignOutEverywhere();
  return (
    <Panel title={t.sessions}>
      <p>{t.sessionsText}</p>
      {problem ? <ProblemView problem={problem} /> : null}
      <div><Button kind="danger" busy={busy} onClick={() => void end()}>{t.signOutAll}</Button></div>
    </Panel>
  );
}
