import type { PortalCard, PortalReply } from '../ports.ts';
import { meaningOf, noAnswer, noLogin, type Meaning } from '../resultCodes.ts';
import type { InsuranceCard } from '../contract.ts';
import type { Key, Person, Trust } from './person.ts';
import { birthDatesOf, namesOf, type BirthVariant, type NameVariant } from './variants.ts';
import { weigh, type Weighed } from './weigh.ts';

/** What to ask the portal next. */
export type Attempt = { readonly key: Key; readonly name: NameVariant; readonly birthDate: BirthVariant };
/** `spent`: the budget of calls or of time is used up; the search ends with what it has. */
export type Reply = PortalReply | { readonly kind: 'spent' };

/** `compare`: the number that is all that is doubted; with it compared, the card would count. */
export type Finding = { readonly meaning: Meaning; readonly resultCode?: string; readonly card?: InsuranceCard; readonly compare?: Key };
/** What the search ended in. `weighed` in the order of the attempts: the verdict on each answer that held a card. */
export type Found = Finding & { readonly weighed: readonly (Weighed['verdict'] | undefined)[] };

type Answered = Extract<PortalReply, { readonly kind: 'answered' }>;
type Search = Generator<Attempt, Found, Reply>;
type Asking<T> = Generator<Attempt, T, Reply>;

/** A chain of replaced cards longer than this is a fault of the register. */
const longestChain = 3;

/**
 * What a good clerk would try, one question at a time: the person's numbers in turn; on a wrong name other spellings,
 * on a wrong birth date the year alone, then day and month swapped; a replaced card leads to its successor. Pure: it
 * yields what to ask and is given the reply. It stops at the first card that is the person's.
 */
export function* strategy(person: Person, today: string): Search {
  const state: State = { person, today, names: namesOf(person), wrongNames: new Map(), ledTo: new Map(), verdicts: [], known: new Set() };
  const found = yield* search(state);
  return { ...found, weighed: state.verdicts };
}

type State = {
  readonly person: Person;
  readonly today: string;
  /** The spelling that the register knows moves to the front. */
  names: readonly NameVariant[];
  /** Spellings that the portal has called wrong, by number. */
  readonly wrongNames: Map<string, Set<string>>;
  /** The numbers that led to one person of the register. */
  readonly ledTo: Map<string, Set<string>>;
  readonly verdicts: (Weighed['verdict'] | undefined)[];
  /** Ten digits whose holder the portal has answered about: asking by them again tells nothing new. */
  readonly known: Set<string>;
  told?: Key | undefined;
};

function* search(state: State): Asking<Finding> {
  let best: Finding = { meaning: meaningOf('050'), resultCode: '050' };
  for (const { key, spellings } of turnsOf(state)) {
    const asked = yield* askBy(state, key, spellings);
    if (asked === 'spent') return best;
    if (asked === 'nothing-left') continue;
    if (asked.reply.kind !== 'answered') return unanswered(asked.reply);
    if (asked.attempt.key.by !== 'citizen-id' && ['060', '061', '070', '000'].includes(asked.reply.resultCode)) state.known.add(independent(asked.attempt.key));
    const finding = yield* conclude(state, asked.attempt, asked.reply, new Set([key.value]));
    if (!goesOn(finding)) return finding;
    if (rank(finding) > rank(best)) best = finding;
    if (finding.card && tenOf(finding.card.number) !== asked.attempt.key.value) state.told = { value: tenOf(finding.card.number), by: 'insurance-number', trust: 'certain' };
  }
  return best;
}

/** The digits that stay a person's through all cards. */
const tenOf = (cardNumber: string): string => cardNumber.slice(-10);

type Turn = { readonly key: Key; readonly spellings: boolean };

/**
 * A card that is the person's but no longer good leads to their ten digits, under which a newer one may stand. A typed
 * number may be another's, so its other spellings wait until the person's other numbers have been tried.
 */
function* turnsOf(state: State): Generator<Turn> {
  const { person, wrongNames } = state;
  const [asked, followed, pending] = [new Set<string>(), new Set<string>(), [...person.keys]];
  for (let key = pending.shift(); key; key = pending.shift()) {
    // What the insurer tells is asked even where the same digits, as typed, came to nothing.
    const told = key === state.told && !followed.has(key.value);
    state.told = undefined;
    if (!told && (asked.has(key.value) || state.known.has(key.value))) continue;
    if (told) followed.add(key.value);
    asked.add(key.value);
    yield { key, spellings: key.trust !== 'typed' || person.keys.length === 1 };
    if (state.told) pending.unshift(state.told);
  }
  for (const key of person.keys) if (key.trust === 'typed' && person.keys.length > 1 && wrongNames.has(key.value)) yield { key, spellings: true };
}

const unanswered = (reply: Exclude<PortalReply, Answered>): Finding => ({ meaning: reply.kind === 'no-login' ? noLogin : noAnswer });

/** Another number may tell more: the card was not there, not good, or not surely this person's. */
const goesOn = ({ meaning }: Finding): boolean => !['covered', 'covered-by-new-card', 'to-confirm', 'set-up-fault'].includes(meaning.outcome) && !isIssuedByHand(meaning);
const isIssuedByHand = (meaning: Meaning): boolean => ['001', '002', '130'].some((code) => meaningOf(code) === meaning);

/** Of several ends the one that tells the desk most. */
const ranks = ['not-found', 'birth-date-differs', 'name-differs', 'not-valid', 'expired', 'check-by-hand'];
const rank = ({ meaning, compare }: Finding): number => ranks.indexOf(meaning.outcome) + (compare ? 0.5 : 0);

type Asked = { readonly attempt: Attempt; readonly reply: PortalReply };

/** One number, under other spellings and birth dates for as long as the portal says that these are wrong. */
function* askBy(state: State, key: Key, spellings: boolean): Asking<Asked | 'spent' | 'nothing-left'> {
  const wrong = state.wrongNames.get(key.value) ?? new Set();
  let names = state.names.filter(({ text }) => !wrong.has(text));
  let births = birthDatesOf(state.person);
  for (;;) {
    const [name, birthDate] = [names[0], births[0]];
    if (!name || !birthDate) return 'nothing-left';
    const attempt = { key, name, birthDate };
    const reply = yield* ask(state, attempt);
    if (reply.kind === 'spent') return 'spent';
    const code = reply.kind === 'answered' ? reply.resultCode : '';
    if (code === '060' || code === '061') {
      state.wrongNames.set(key.value, wrong.add(name.text));
      // 061: the first letters are right, so the order is.
      names = names.slice(1).filter(({ kind }) => code !== '061' || kind !== 'other-order');
      if (names.length === 0 || !spellings) return { attempt, reply };
    } else if (code === '070' && births.length > 1) {
      births = births.slice(1);
    } else {
      if (code !== '050') state.names = [name, ...state.names.filter((other) => other !== name)];
      return { attempt, reply };
    }
  }
}

/** A portal that fails quickly is asked once more; one that times out is not. */
function* ask(state: State, attempt: Attempt): Asking<Reply> {
  const first = yield* put(state, attempt);
  const failedFast = first.kind === 'unavailable' ? first.why === 'fault' || first.why === 'network' : first.kind === 'answered' && ['100', '101', '500'].includes(first.resultCode);
  if (!failedFast) return first;
  const second = yield* put(state, attempt);
  return second.kind === 'spent' ? first : second;
}

/** A question that was held back is no step. */
export const wasAsked = (reply: Reply): boolean => reply.kind !== 'spent' && reply.kind !== 'no-login' && !(reply.kind === 'unavailable' && reply.why === 'paused');

function* put(state: State, attempt: Attempt): Asking<Reply> {
  const reply = yield attempt;
  if (wasAsked(reply)) state.verdicts.push(undefined);
  return reply;
}

/** What the answer means once the card in it has been weighed, and its successors have been followed. */
function* conclude(state: State, attempt: Attempt, { resultCode, card }: Answered, seen: Set<string>): Asking<Finding> {
  const meaning = meaningOf(resultCode);
  const says = ['covered', 'covered-by-new-card', 'check-by-hand', 'expired', 'not-valid'].includes(meaning.outcome);
  if (!card || !says) return says && meaning.outcome.startsWith('covered') ? { meaning: byHand, resultCode } : { meaning, resultCode };
  const weighed = weighIn(state, attempt, card);
  state.verdicts[state.verdicts.length - 1] = weighed.verdict;
  if (weighed.verdict === 'somebody-else') return contradiction(weighed.differs);
  if (weighed.verdict === 'not-enough') return weighed.ifCompared ? { meaning: toCompare, resultCode, compare: attempt.key } : { meaning: notSure, resultCode };
  if (!card.newCard) return { meaning: meaning.outcome === 'covered-by-new-card' ? byHand : meaning, resultCode, card: cardOf(card) };
  // 004: the old card is good until the new one begins.
  if (resultCode === '004' && card.newCard.validFrom !== undefined && card.newCard.validFrom > state.today) return { meaning: meaningOf('000'), resultCode, card: cardOf(card) };
  return yield* follow(state, card, card.newCard, resultCode, seen);
}

const byHand = meaningOf('001');
/** A card that may be the person's, and may be another's: nothing of it is shown or kept. */
export const notSure: Meaning = { outcome: 'check-by-hand', nextSteps: ['scan-card', 'try-card-number', 'compare-with-papers'], text: 'Chưa đủ căn cứ để nhận thẻ là của người này' };

/** The same, where nothing but the typed number is in doubt. */
export const toCompare: Meaning = { ...notSure, nextSteps: ['compare-number', ...notSure.nextSteps] };

/** The code that the portal itself would give for it; a difference in sex is for a person to look at. */
const contradiction = (differs: 'name' | 'birth-date' | 'sex'): Finding => {
  if (differs === 'sex') return { meaning: notSure };
  const code = differs === 'name' ? '060' : '070';
  return { meaning: meaningOf(code), resultCode: code };
};

function weighIn({ person, ledTo }: State, { key, birthDate }: Attempt, card: PortalCard): Weighed & { readonly ifCompared: boolean } {
  const whose = card.insuranceNumber ?? card.number.slice(5);
  const by = ledTo.get(whose) ?? new Set();
  ledTo.set(whose, by.add(independent(key)));
  const as = (trust: Trust) => weigh(card, person, trust, { birthDate: birthDate.date });
  // The person's own papers name another holder: then the rest must agree as for a number that was typed.
  const trust = by.size > 1 ? 'certain' : papersContradict(person, whose) ? 'typed' : key.trust;
  const weighed = as(trust);
  const verdict = weighed.verdict === 'accepted' && trust === 'typed' && key.trust === 'typed' && numberContradicts(key, person) ? ({ verdict: 'not-enough' } as const) : weighed;
  return { ...verdict, ifCompared: trust === 'typed' && key.trust === 'typed' && as('compared').verdict === 'accepted' };
}

/** The ten digits stay a person's for life: those of a card found, and those of a card that the person has shown, are the same or of two people. */
const papersContradict = ({ keys }: Person, whose: string): boolean =>
  keys.some(({ by, value }) => ['insurance-card', 'insurance-number', 'known-card'].includes(by) && tenOf(value) !== whose);

/** A citizen number tells century and sex in its fourth digit and the year in the next two; where the record says otherwise, a digit may be wrong. */
function numberContradicts({ by, value }: Key, { sex, birthDate }: Person): boolean {
  if (by !== 'citizen-id') return false;
  const fourth = Number(value[3]);
  const year = 1900 + 100 * Math.floor(fourth / 2) + Number(value.slice(4, 6));
  return (sex !== undefined && (fourth % 2 === 1) !== (sex === 'female')) || String(year) !== birthDate.slice(0, 4);
}

/** A card's fifteen characters and its last ten are one number, not two. */
const independent = ({ value }: Key): string => (/^[A-Z]/.test(value) ? value.slice(5) : value);

function* follow(state: State, old: PortalCard, next: NonNullable<PortalCard['newCard']>, resultCode: string, seen: Set<string>): Asking<Finding> {
  if (seen.has(next.number) || seen.size > longestChain) return { meaning: byHand, resultCode, card: cardOf(old) };
  seen.add(next.number);
  const asked = yield* askBy(state, { value: next.number, by: 'newer-card', trust: 'certain' }, true);
  const told: Finding = { meaning: meaningOf('003'), resultCode, card: { ...cardOf({ ...next, holder: old.holder }), replaces: old.number } };
  // The portal did not answer the second question; the first answer told enough.
  if (asked === 'spent' || asked === 'nothing-left' || asked.reply.kind !== 'answered' || ['to-confirm', 'not-found'].includes(meaningOf(asked.reply.resultCode).outcome)) return told;
  const about = yield* conclude(state, asked.attempt, asked.reply, seen);
  if (!about.card || about.meaning.outcome !== 'covered') return about.card?.replaces ? { ...about, resultCode } : about;
  return { meaning: meaningOf('003'), resultCode, card: { ...about.card, replaces: old.number } };
}

const cardOf = ({ number, holder, validFrom, validTo, registeredFacility }: PortalCard): InsuranceCard => ({
  number,
  holder,
  ...(validFrom ? { validFrom } : {}),
  ...(validTo ? { validTo } : {}),
  ...(registeredFacility ? { registeredFacility } : {}),
});
