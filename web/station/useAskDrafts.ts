import { useEffect, useState } from 'preact/hooks';
import { askDraftName } from '../ask/AskPage.tsx';
import type { AskForm } from '../ask/askForm.ts';
import { me } from '../auth/session.ts';
import { outbox } from '../offline/outbox.ts';
import { box } from '../offline/store.ts';
import { draftKey } from '../offline/useDraft.ts';

/** A request begun on this device and not sent; what waits in the outbox is not among them. */
export type AskDraft = { readonly patientId: string; readonly patientName: string; readonly symptoms: string };

export function useAskDrafts(): readonly AskDraft[] {
  const [drafts, setDrafts] = useState<readonly AskDraft[]>([]);
  const subject = me.value?.subject ?? 'nobody';
  useEffect(() => {
    void kept(subject).then((found) => setDrafts(found.filter(({ patientId }) => !outbox.value.some((item) => item.body.patientId === patientId))));
  }, [subject, outbox.value]);
  return drafts;
}

async function kept(subject: string): Promise<readonly AskDraft[]> {
  const b = await box();
  const forms = await Promise.all((await b.keys(draftKey(subject, askDraftName('')))).map((key) => b.get(key)));
  return forms.flatMap((form) => {
    const { about, symptoms = '' } = (form ?? {}) as Partial<AskForm>;
    return about ? [{ patientId: about.id, patientName: about.name, symptoms }] : [];
  });
}
