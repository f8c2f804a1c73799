import { useState } from 'preact/hooks';
import type { Directory } from '../../shared/booking/contract.ts';
import type { RoomInvitationAnswer } from '../../shared/room/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { byGivenName, dayTime } from '../i18n/format.ts';
import { useTyped } from '../offline/useTyped.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { RadioCards, Select, TextArea, TextField } from '../ui/Field.tsx';
import { SlotPicker } from '../ui/SlotPicker.tsx';
import { consultationWords } from '../i18n/consultation.ts';
import { actionWords } from './actionWords.ts';
import type { FormProps } from './formProps.ts';

/** Another specialty, another hospital or one named colleague; offered as the directory has them. */
export function RedirectForm(props: FormProps) {
  const directory = useQuery('directory', {}, {});
  return <QueryView query={directory} rows={2}>{(value) => <RedirectFields {...props} directory={value} />}</QueryView>;
}

function RedirectFields({ view, act, onDone, directory }: FormProps & { readonly directory: Directory }) {
  const t = actionWords();
  const [specialty, setSpecialty] = useState(view.specialty);
  const [facilityId, setFacility] = useState('');
  const [person, setPerson] = useState('');
  const [reason, setReason, sent] = useTyped(`redirect/${view.id}`);
  const [attempt, setAttempt] = useState(0);
  const having = directory.specialists.filter((one) => one.specialty === specialty);
  const facilities = directory.facilities.filter(({ id }) => having.some((one) => one.facilityId === id));
  const people = having.filter((one) => one.facilityId === facilityId && one.practitionerId !== view.specialist?.id).toSorted((a, b) => byGivenName(a.name, b.name));
  const known = facilities.some(({ id }) => id === facilityId);
  const send = async () => {
    setAttempt(attempt + 1);
    if (!known || !reason.trim()) return;
    const to = person === '' ? {} : { practitionerId: person };
    if (!(await act.run({ action: 'redirect', specialty, facilityId, ...to, reason: reason.trim() }))) return;
    sent();
    announce(t.done.redirect);
    onDone();
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => {
      event.preventDefault();
      void send();
    }}>
      <Select id="specialty" label={t.specialty} value={specialty} onChange={setSpecialty} options={directory.specialties.map(({ code }) => ({ value: code, label: consultationWords().specialties[code] }))} />
      <Select id="facility" label={t.facility} value={known ? facilityId : ''} error={attempt > 0 && !known ? t.chooseFacility : undefined} onChange={setFacility} options={[{ value: '', label: '…' }, ...facilities.map(({ id, name }) => ({ value: id, label: name }))]} />
      <Select id="person" label={t.person} optional value={person} onChange={setPerson} options={[{ value: '', label: t.anyone }, ...people.map((one) => ({ value: one.practitionerId, label: one.name }))]} />
      <TextArea id="reason" label={t.reason} rows={2} max={500} value={reason} error={attempt > 0 && !reason.trim() ? t.empty : undefined} onInput={setReason} />
      <div><Button type="submit" kind="primary" busy={act.running === 'redirect'}>{t.names.redirect}</Button></div>
    </form>
  );
}

/** A coordinator books for the station. */
export function BookForm({ view, act, onDone }: FormProps) {
  const t = actionWords();
  const slots = useQuery('freeSlots', {}, { facility: view.facility.id, specialty: view.specialty });
  const [slotId, setSlot] = useState<string | undefined>(undefined);
  const [error, setError] = useState<string | undefined>(undefined);
  const send = async () => {
    setError(slotId ? undefined : t.chooseSlot);
    if (!slotId) return;
    if (!(await act.run({ action: 'book', slotId }))) return slots.reload();
    announce(t.done.book);
    return onDone();
  };
  return (
    <div class="stack">
      <QueryView query={slots} rows={2}>{(found) => (found.slots.length === 0 ? <p>{t.noSlots}</p> : <SlotPicker id="slot" slots={found.slots} value={slotId} onChange={setSlot} error={error} />)}</QueryView>
      <div><Button kind="primary" busy={act.running === 'book'} onClick={() => void send()}>{t.names.book}</Button></div>
    </div>
  );
}

const guests = ['specialist', 'interpreter', 'relative', 'patient'] as const;

/** A link for one guest; shown once, to be sent by whatever reaches them. */
export function InviteForm({ view }: FormProps) {
  const t = actionWords();
  const [role, setRole] = useState<(typeof guests)[number]>('specialist');
  const [name, setName] = useState('');
  const [error, setError] = useState<string | undefined>(undefined);
  const [state, setState] = useState<'idle' | 'busy' | { readonly problem: Problem } | { readonly made: RoomInvitationAnswer }>('idle');
  const send = async () => {
    setError(name.trim() ? undefined : t.nameEmpty);
    if (!name.trim()) return;
    setState('busy');
    const answer = await command('roomInvitation', { id: view.id }, { role, name: name.trim() });
    setState(answer.ok ? { made: answer.value } : { problem: answer.problem });
  };
  if (typeof state === 'object' && 'made' in state) return <Made invitation={state.made} />;
  return (
    <form class="stack" noValidate onSubmit={(event) => {
      event.preventDefault();
      void send();
    }}>
      {typeof state === 'object' ? <ProblemView problem={state.problem} /> : null}
      <RadioCards id="role" label={t.role} columns={2} value={role} onChange={setRole} options={guests.map((value) => ({ value, label: t.roles[value] }))} />
      <TextField id="guest" label={t.name} value={name} maxLength={100} error={error} onInput={setName} />
      <div><Button type="submit" kind="primary" busy={state === 'busy'}>{t.makeLink}</Button></div>
    </form>
  );
}

function Made({ invitation }: { readonly invitation: RoomInvitationAnswer }) {
  const t = actionWords();
  const copy = async () => {
    await navigator.clipboard.writeText(invitation.url);
    announce(t.copied);
  };
  return (
    <div class="stack">
      <label class="field"><span class="field__label">{t.linkMade}</span><input class="input" readOnly value={invitation.url} onFocus={(event) => event.currentTarget.select()} /></label>
      <p class="small soft">{t.linkUntil(dayTime(invitation.expiresAt))}</p>
      <div><Button kind="primary" onClick={() => void copy()}>{t.copy}</Button></div>
    </div>
  );
}
