import type { ConsultationState, Priority } from '../../shared/consultation/contract.ts';
import { consultationWords, priorityTones, stateTones } from '../i18n/consultation.ts';
import { StatusTag } from './StatusTag.tsx';

export const StateTag = ({ state }: { readonly state: ConsultationState }) => <StatusTag tone={stateTones[state]}>{consultationWords().states[state]}</StatusTag>;

/** Routine needs no mark of its own in a list. */
export const PriorityTag = ({ priority, always = false }: { readonly priority: Priority; readonly always?: boolean }) =>
  priority === 'routine' && !always ? null : <StatusTag tone={priorityTones[priority]}>{consultationWords().priorities[priority]}</StatusTag>;
