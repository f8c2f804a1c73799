import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { Act } from './useAct.ts';

/** What every form of an action gets. */
export type FormProps = { readonly view: ConsultationView; readonly act: Act; readonly onDone: () => void };
