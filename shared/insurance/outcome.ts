import { fold } from '../kernel/fold.ts';
import type { InsuranceCard } from './contract.ts';
import type { PortalCard, PortalReply } from './ports.ts';
import { queryName } from './queryName.ts';
import { meaningOf, noAnswer, noLogin, type Meaning } from './resultCodes.ts';

export type Person = { readonly name: string; readonly birthDate: string };
export type Finding = { readonly meaning: Meaning; readonly resultCode?: string; readonly card?: InsuranceCard };

/** The number to ask about next: a card that was replaced names its successor. */
export function successorOf(reply: PortalReply): string | undefined {
  if (reply.kind !== 'answered' || (reply.resultCode !== '003' && reply.resultCode !== '004')) return undefined;
  return reply.card?.newCard?.number;
}

/**
 * What the portal's reply (and the one about the successor card) means for this person. A card whose holder is not
 * the person of the record is never accepted, whatever the code.
 */
export function findingOf(reply: PortalReply, followed: PortalReply | undefined, person: Person, today: string): Finding {
  if (reply.kind === 'no-login') return { meaning: noLogin };
  if (reply.kind === 'unavailable') return { meaning: noAnswer };
  const { resultCode, card } = reply;
  const meaning = meaningOf(resultCode);
  if (!card || !opensCard(meaning)) return { meaning, resultCode, ...(card && meaning.outcome === 'expired' && isHolder(card, person) ? { card: cardOf(card) } : {}) };
  const mismatch = mismatchOf(card, person);
  if (mismatch) return { meaning: meaningOf(mismatch), resultCode: mismatch };
  if (meaning.outcome !== 'covered-by-new-card') return { meaning, resultCode, card: cardOf(card) };
  return replacement(card, resultCode, followed, person, today);
}

const opensCard = ({ outcome }: Meaning): boolean => outcome === 'covered' || outcome === 'covered-by-new-card' || outcome === 'check-by-hand';

function replacement(old: PortalCard, resultCode: string, followed: PortalReply | undefined, person: Person, today: string): Finding {
  const next = old.newCard;
  if (!next) return { meaning: meaningOf('001'), resultCode, card: cardOf(old) };
  // 004: the old card is good until the new one begins.
  if (resultCode === '004' && next.validFrom !== undefined && next.validFrom > today) return { meaning: meaningOf('000'), resultCode, card: cardOf(old) };
  if (followed?.kind === 'answered' && followed.resultCode !== '000') {
    const about = findingOf(followed, undefined, person, today);
    if (about.meaning.outcome !== 'to-confirm') return about;
  }
  if (followed?.kind === 'answered' && followed.card) {
    const mismatch = mismatchOf(followed.card, person);
    if (mismatch) return { meaning: meaningOf(mismatch), resultCode: mismatch };
    return { meaning: meaningOf(resultCode), resultCode, card: { ...cardOf(followed.card), replaces: old.number } };
  }
  // The portal did not answer the second question; the first answer told enough.
  return { meaning: meaningOf(resultCode), resultCode, card: { ...cardOf({ ...next, holder: old.holder }), replaces: old.number } };
}

/** The code that the portal itself would give for it. */
function mismatchOf(card: PortalCard, { name, birthDate }: Person): '060' | '070' | undefined {
  if (fold(queryName(card.holder)) !== fold(queryName(name))) return '060';
  const given = card.birthDate;
  return given !== undefined && !given.startsWith(birthDate) && !birthDate.startsWith(given) ? '070' : undefined;
}

const isHolder = (card: PortalCard, person: Person): boolean => mismatchOf(card, person) === undefined;

const cardOf = ({ number, holder, validFrom, validTo, registeredFacility }: PortalCard): InsuranceCard => ({
  number,
  holder,
  ...(validFrom ? { validFrom } : {}),
  ...(validTo ? { validTo } : {}),
  ...(registeredFacility ? { registeredFacility } : {}),
});
