import { useState } from 'preact/hooks';
import type { Directory } from '../../shared/booking/contract.ts';
import type { Conclusion } from '../../shared/consultation/contract.ts';
import { useQuery } from '../api/useQuery.ts';
import { Button } from '../ui/Button.tsx';
import { Select } from '../ui/Field.tsx';
import { signerWords } from './signerWords.ts';

export type Cosigners = NonNullable<Conclusion['cosigners']>;
type Role = Cosigners[number]['role'];
const roles: readonly Role[] = ['member', 'secretary', 'chair', 'countersigner'];

type PickerProps = { readonly value: Cosigners; readonly author: string | undefined; readonly onChange: (value: Cosigners) => void };

/** Who signs after the author, in order; folded away, because most conclusions are one person's. */
export function CosignerPicker(props: PickerProps) {
  const t = signerWords();
  const directory = useQuery('directory', {}, {}, { keep: true });
  return (
    <details class="fold" open={props.value.length > 0}>
      <summary>{t.who}</summary>
      <p class="field__hint">{t.whoHint}</p>
      <Picked {...props} people={directory.value?.specialists ?? []} />
    </details>
  );
}

function Picked({ value, author, onChange, people }: PickerProps & { readonly people: Directory['specialists'] }) {
  const t = signerWords();
  const [who, setWho] = useState('');
  const [role, setRole] = useState<Role>('chair');
  const nameOf = (id: string) => people.find(({ practitionerId }) => practitionerId === id)?.name ?? id;
  const free = people.filter(({ practitionerId }) => practitionerId !== author && !value.some((one) => one.practitionerId === practitionerId));
  const add = () => {
    if (!who) return document.getElementById('cosigner')?.focus();
    onChange([...value, { practitionerId: who, role }]);
    return setWho('');
  };
  return (
    <div class="stack">
      {value.length > 0 ? (
        <ol class="signers" aria-label={t.listLabel}>
          <li><span class="grow"><b>{t.you}</b></span></li>
          {value.map((one, index) => (
            <li key={one.practitionerId}>
              <span class="grow"><b>{nameOf(one.practitionerId)}</b> <span class="small soft">{t.roles[one.role]}</span></span>
              {index > 0 ? <Button kind="quiet" label={t.earlier(nameOf(one.practitionerId))} onClick={() => onChange(value.with(index - 1, one).with(index, value[index - 1] ?? one))}>↑</Button> : null}
              <Button kind="quiet" label={t.remove(nameOf(one.practitionerId))} onClick={() => onChange(value.filter((other) => other !== one))}>×</Button>
            </li>
          ))}
        </ol>
      ) : null}
      <Select id="cosigner" label={t.choose} value={who} onChange={setWho} options={[{ value: '', label: '–' }, ...free.map(({ practitionerId, name }) => ({ value: practitionerId, label: name }))]} />
      <Select id="cosigner-role" label={t.addAs} value={role} onChange={setRole} options={roles.map((one) => ({ value: one, label: t.roles[one] }))} />
      <div><Button onClick={add}>{t.add}</Button></div>
    </div>
  );
}
