import type { Task } from '@medplum/fhirtypes';
import type { CaseMeasure } from '../overview/ports.ts';
import type { Stored } from '../fhir/repository.ts';
import type { HistoryEntry, StoredState } from './consultation.ts';
import { limitsAt } from './limits.ts';
import { consultationOf } from './taskRead.ts';

/** States in which somebody has looked at the case: has it, asks for more, or has said no. */
const taken: ReadonlySet<string> = new Set<StoredState>(['accepted', 'needs-info', 'called', 'in-call', 'concluding', 'signed', 'declined']);
const over: ReadonlySet<string> = new Set<StoredState>(['cancelled', 'no-show', 'emergency-transfer', 'patient-died']);

/** What is counted of a consultation, from its Task; undefined for a Task of another kind. */
export function caseMeasure(task: Stored<Task>, base: string): CaseMeasure | undefined {
  const c = consultationOf(task, base);
  if (!c) return undefined;
  const minutesTo = (entry: HistoryEntry | undefined) => entry && (Date.parse(entry.at) - Date.parse(c.requestedAt)) / 60_000;
  const takenAfter = minutesTo(c.history.find(({ state }) => taken.has(state)));
  const concludedAfter = minutesTo(c.history.find(({ state }) => state === 'signed'));
  return {
    kind: 'case', id: c.id, requestedAt: c.requestedAt, facility: { id: c.facility.id, name: c.facility.name }, station: { id: c.station.id, name: c.station.name }, specialty: c.specialty,
    booked: c.mode === 'slot', limit: limitsAt(c.requestedAt).untaken[c.priority], dropped: takenAfter === undefined && over.has(c.state),
    ...(takenAfter === undefined ? {} : { taken: takenAfter }),
    ...(concludedAfter === undefined ? {} : { concluded: concludedAfter }),
  };
}
