import type { BriefingView } from '../../shared/briefing/contract.ts';
import type { Me } from '../../shared/identity/contract.ts';
import type { Talk } from '../talk/useTalk.ts';
import { briefingWords } from './words.ts';

type Reader = Pick<Me, 'name' | 'practitioner'>;

/** The messages as somebody reads them. Of many facilities two may have one name: whose a message is says the id. */
export function talkIn(view: BriefingView | undefined, reader: Reader | undefined): Pick<Talk, 'messages' | 'own' | 'mayWrite' | 'audiences' | 'notes'> {
  const { kept, signed, cancelled } = briefingWords().talk;
  const facilityOf = new Map((view?.attendance ?? []).map(({ person, facility }) => [person.id, facility.name]));
  const own = reader?.practitioner;
  const nameOf = ({ id, name }: BriefingView['host']) => [name, facilityOf.get(id)].filter(Boolean).join(', ');
  return {
    messages: (view?.messages ?? []).map(({ id, at, by, text }) => ({ id, at, text, by: own === `Practitioner/${by.id}` ? own : nameOf(by) })),
    own,
    mayWrite: view?.mayWrite ?? false,
    audiences: false,
    notes: { kept, readOnly: view?.state === 'cancelled' ? cancelled : signed },
  };
}
