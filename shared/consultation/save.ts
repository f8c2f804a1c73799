import type { UnitOfWork } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Asked } from './ports.ts';
import type { CareContext } from './context.ts';
import type { ConsultationView } from './contract.ts';

/** How often a decision is made anew when somebody else changed the same consultation in between. */
const attempts = 4;

/** `unit` without the answer's own key is what is to be saved; `asked` where a slot is taken with it. */
export type Plan = { readonly unit: UnitOfWork; readonly view: ConsultationView; readonly asked?: Asked };

/**
 * Plans, commits, and plans again from what is stored by then when the precondition of the write failed. A slot that
 * somebody else got first is not tried again: the caller gets the next free ones.
 */
export async function planAndSave(context: Pick<CareContext, 'repository' | 'bookings'>, plan: () => Promise<Result<Plan, Refusal>>): Promise<Result<ConsultationView, Refusal>> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const planned = await plan();
    if (!planned.ok) return planned;
    const { unit, view, asked } = planned.value;
    const committed = await context.repository.commit(unit);
    if (committed.ok) return ok(view);
    const failed = committed.error;
    switch (failed.kind) {
      case 'repeated':
        return ok(failed.answer as ConsultationView);
      case 'key-reused':
        return refuse(refusal('HTTP_IDEMPOTENCY_KEY_REUSED'));
      case 'precondition-failed':
        if (asked && failed.reference.startsWith('Slot/')) return refuse(await context.bookings.taken(asked));
        break;
      case 'claim-taken':
      case 'contention':
        break;
    }
  }
  return refuse(refusal('HTTP_CONTENTION'));
}
