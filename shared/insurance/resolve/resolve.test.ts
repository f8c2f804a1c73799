import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '../../kernel/clock.ts';
import type { CardQuery, PortalCard, PortalReply } from '../ports.ts';
import type { Key, Person } from './person.ts';
import { resolveCard } from './resolve.ts';

const citizen: Key = { value: '012158000022', by: 'citizen-id', trust: 'certain' };
const typedCitizen: Key = { ...citizen, trust: 'typed' };
const known: Key = { value: 'HT2121234567802', by: 'known-card', trust: 'certain' };
const ten: Key = { value: '1234567802', by: 'insurance-number', trust: 'typed' };
const old: Key = { value: '040123456', by: 'previous-id', trust: 'typed' };
const person = (more: Partial<Person> = {}): Person => ({ name: 'Đặng Thị Hoà', birthDate: '1958-03-02', sex: 'female', keys: [citizen], ...more });
const aCard = (more: Partial<PortalCard> = {}): PortalCard => ({ number: 'HT2121234567802', holder: 'ĐẶNG THỊ HOÀ', birthDate: '1958-03-02', sex: 'female', insuranceNumber: '1234567802', validFrom: '2026-01-01', validTo: '2026-12-31', ...more });
const answered = (resultCode: string, card?: PortalCard): PortalReply => ({ kind: 'answered', resultCode, ...(card ? { card } : {}) });

/** A portal that compares letter by letter, like a strict register. */
const register = (cards: Readonly<Record<string, PortalCard>>, codes: Readonly<Record<string, string>> = {}) => (q: CardQuery): PortalReply => {
  const card = cards[q.key];
  if (!card) return answered('050');
  if (q.name.toUpperCase() !== card.holder.toUpperCase()) return answered(q.name[0] === card.holder[0] ? '061' : '060');
  const born = card.birthDate ?? '';
  if (q.birthDate !== born && !(q.birthDate.length === 4 && born.startsWith(q.birthDate))) return answered('070');
  return answered(codes[q.key] ?? '000', card);
};

async function search(who: Person, reply: (q: CardQuery, n: number) => PortalReply, budget = { calls: 8, milliseconds: 12_000 }) {
  const asked: CardQuery[] = [];
  const clock = fixedClock('2026-06-30T08:00:00Z');
  const portal = { lookUp: async (q: CardQuery) => {
    asked.push(q);
    clock.advance(1000);
    return reply(q, asked.length);
  } };
  const found = await resolveCard(portal, '12101', who, budget, clock);
  return { ...found, asked, outcome: found.meaning.outcome };
}
const of = async (who: Person, reply: (q: CardQuery, n: number) => PortalReply) => (await search(who, reply)).outcome;

describe('the search for a card', () => {
  it('ends with the first question in the ordinary case', async () => {
    const found = await search(person(), register({ [citizen.value]: aCard() }));
    expect(found).toMatchObject({ outcome: 'covered', steps: [{ by: 'citizen-id', name: 'as-recorded', birthDate: 'as-recorded', resultCode: '000', weighed: 'accepted' }] });
    expect(found.steps).toHaveLength(1);
  });

  it.each([
    ['the other tone placement', 'ĐẶNG THỊ HÒA', 2], ['no marks', 'DANG THI HOA', 3], ['the last word first', 'HOÀ ĐẶNG THỊ', 4],
  ])('tries %s', async (_what, holder, calls) => {
    expect(await search(person(), register({ [citizen.value]: aCard({ holder }) }))).toMatchObject({ outcome: 'covered', asked: { length: calls } });
  });

  it('asks under the spelling that the insurer gave before', async () => {
    expect(await search(person({ registeredName: 'DANG THI HOA' }), register({ [citizen.value]: aCard({ holder: 'DANG THI HOA' }) }))).toMatchObject({ outcome: 'covered', steps: [{ name: 'as-registered' }] });
  });

  it.each([['1958', 2], ['1958-02-03', 2]])('finds a register that has %s', async (birthDate, calls) => {
    expect(await search(person(), register({ [citizen.value]: aCard({ birthDate }) }))).toMatchObject({ outcome: 'covered', asked: { length: calls } });
  });

  it('keeps the spelling it found while it looks for the birth date', async () => {
    const found = await search(person(), register({ [citizen.value]: aCard({ holder: 'DANG THI HOA', birthDate: '1958' }) }));
    expect(found.steps.map(({ name, birthDate }) => [name, birthDate])).toEqual([['as-recorded', 'as-recorded'], ['other-tone-placement', 'as-recorded'], ['no-marks', 'as-recorded'], ['no-marks', 'year-only']]);
    expect(found.outcome).toBe('covered');
  });

  it('goes through the person’s numbers', async () => {
    expect(await search(person({ keys: [citizen, known, old] }), register({ [old.value]: aCard() }))).toMatchObject({ outcome: 'covered', steps: [{ by: 'citizen-id' }, { by: 'known-card' }, { by: 'previous-id' }] });
  });

  it('a typed number and the year alone are not enough; a second number that leads to the same card is', async () => {
    const cards = { [citizen.value]: aCard({ birthDate: '1958' }), [ten.value]: aCard({ birthDate: '1958' }) };
    const alone = await search(person({ keys: [typedCitizen] }), register(cards));
    expect(alone).toMatchObject({ outcome: 'check-by-hand', compare: typedCitizen, meaning: { nextSteps: ['compare-number', 'scan-card', 'try-card-number', 'compare-with-papers'] } });
    expect(alone).not.toHaveProperty('card');
    expect(await of(person({ keys: [typedCitizen, ten] }), register(cards))).toBe('covered');
  });

  it('a typed number that was compared with the paper is enough for one half of the rest', async () => {
    const compared = { ...typedCitizen, trust: 'compared' } as const;
    expect(await search(person({ keys: [compared] }), register({ [citizen.value]: aCard({ birthDate: '1958' }) }))).toMatchObject({ outcome: 'covered', steps: [{}, { compared: true, weighed: 'accepted' }] });
    const both = await search(person({ keys: [compared] }), register({ [citizen.value]: aCard({ holder: 'DANG THI HOA', birthDate: '1958' }) }));
    expect(both.outcome).toBe('check-by-hand');
    expect(both).not.toHaveProperty('compare');
  });

  it('a typed number that says another sex or year than the record is compared first, however well the card agrees', async () => {
    for (const value of ['012058000022', '012159000022', '012358000022']) {
      const number = { value, by: 'citizen-id', trust: 'typed' } as const;
      expect(await search(person({ keys: [number] }), register({ [value]: aCard() }))).toMatchObject({ outcome: 'check-by-hand', compare: number });
      expect(await of(person({ keys: [{ ...number, trust: 'compared' }] }), register({ [value]: aCard() }))).toBe('covered');
    }
    const fitting = { value: '012158000022', by: 'citizen-id', trust: 'typed' } as const;
    expect(await of(person({ keys: [fitting] }), register({ [fitting.value]: aCard() }))).toBe('covered');
  });

  it('two numbers that lead to two people prove nothing', async () => {
    const cards = { [citizen.value]: aCard({ birthDate: '1958' }), [ten.value]: aCard({ birthDate: '1958', insuranceNumber: '9999999999' }) };
    expect(await of(person({ keys: [typedCitizen, ten] }), register(cards))).toBe('check-by-hand');
  });

  it('never takes a card of somebody else, whatever the code', async () => {
    for (const code of ['000', '001', '003', '004', '010', '110']) {
      for (const [change, outcome] of [[{ holder: 'Đặng Thị Hoa' }, 'name-differs'], [{ birthDate: '1958-03-09' }, 'birth-date-differs'], [{ sex: 'male' }, 'check-by-hand']] as const) {
        const found = await search(person(), () => answered(code, aCard({ ...change, newCard: { number: 'HT1121234567802' } })));
        expect([found.outcome, found.card, found.asked.length]).toEqual([outcome, undefined, 1]);
      }
    }
  });

  it('believes a number that leads to another than the person’s own papers only where all else agrees exactly', async () => {
    // The register has linked her number to her sister, whose name stands there without marks.
    const paper: Key = { value: 'HT2121234567802', by: 'insurance-card', trust: 'typed' };
    const sisters = aCard({ number: 'HT2121234567805', holder: 'DANG THI HOA', insuranceNumber: '1234567805' });
    const found = await search(person({ keys: [citizen, paper] }), register({ [citizen.value]: sisters, [paper.value]: aCard() }));
    expect(found).toMatchObject({ outcome: 'covered', card: { number: paper.value } });
    expect(found.steps.flatMap(({ by, weighed }) => (weighed ? [[by, weighed]] : []))).toEqual([['citizen-id', 'not-enough'], ['insurance-card', 'accepted']]);
    const alone = await search(person({ keys: [citizen, paper] }), register({ [citizen.value]: sisters }));
    expect(alone).toMatchObject({ outcome: 'check-by-hand' });
    expect(alone).not.toHaveProperty('card');
    // A slip in the number of the paper: everything of the card that was found agrees.
    expect(await search(person({ keys: [citizen, { ...paper, value: 'HT2121234567809' }] }), register({ [citizen.value]: aCard() }))).toMatchObject({ outcome: 'covered' });
  });

  it('leaves a mistyped number that is somebody else’s for the person’s next number', async () => {
    const cards = { [citizen.value]: aCard({ holder: 'Nguyễn Văn Khác' }), [ten.value]: aCard() };
    expect(await search(person({ keys: [typedCitizen, ten] }), register(cards))).toMatchObject({ outcome: 'covered', asked: { length: 2 } });
  });

  it('stops where no number or spelling can help', async () => {
    for (const code of ['054', '055', '205', '401']) expect(await search(person({ keys: [citizen, known] }), () => answered(code))).toMatchObject({ outcome: 'set-up-fault', asked: { length: 1 } });
    for (const code of ['001', '002', '130']) expect(await search(person({ keys: [citizen, known] }), () => answered(code, aCard()))).toMatchObject({ outcome: 'check-by-hand', asked: { length: 1 } });
  });

  it('asks once more where the portal fails quickly, and not where it is slow', async () => {
    expect(await search(person(), (q, n) => (n === 1 ? { kind: 'unavailable', why: 'fault' } : register({ [citizen.value]: aCard() })(q)))).toMatchObject({ outcome: 'covered', asked: { length: 2 } });
    expect(await search(person(), (q, n) => (n === 1 ? answered('500') : register({ [citizen.value]: aCard() })(q)))).toMatchObject({ outcome: 'covered' });
    expect(await search(person({ keys: [citizen, known] }), () => ({ kind: 'unavailable', why: 'timeout' }))).toMatchObject({ outcome: 'to-confirm', asked: { length: 1 } });
    expect(await search(person(), () => answered('500'))).toMatchObject({ outcome: 'to-confirm', asked: { length: 2 } });
  });

  it('keeps to its budget of calls and of time, and ends with what it knows', async () => {
    const keys = [citizen, known, ten, old];
    expect(await search(person({ keys }), () => answered('060'), { calls: 3, milliseconds: 99_000 })).toMatchObject({ asked: { length: 3 } });
    expect(await search(person({ keys }), () => answered('070'), { calls: 99, milliseconds: 2500 })).toMatchObject({ asked: { length: 3 } });
    const expired = await search(person({ keys }), (q) => (q.key === citizen.value ? answered('010', aCard()) : answered('050')), { calls: 2, milliseconds: 99_000 });
    expect(expired).toMatchObject({ outcome: 'expired', card: { number: 'HT2121234567802' } });
  });

  it('looks under the ten digits for a newer card where the one found is no longer good', async () => {
    const newer = aCard({ number: 'HT2111234567802' });
    const found = await search(person(), (q) => (q.key === citizen.value ? answered('121', aCard()) : q.key === ten.value ? answered('000', newer) : answered('050')));
    expect(found).toMatchObject({ outcome: 'covered', card: { number: newer.number }, steps: [{ resultCode: '121' }, { by: 'insurance-number', resultCode: '000' }] });
    expect(await search(person(), () => answered('110', aCard()))).toMatchObject({ outcome: 'not-valid', asked: { length: 2 } });
    // Also where these digits, asked before under a spelling that the register does not know, came to nothing.
    const marked = { [ten.value]: aCard({ number: newer.number, holder: 'DANG THI HOA' }), [old.value]: aCard({ holder: 'DANG THI HOA' }) };
    const moved = register(marked, { [old.value]: '121' });
    expect(await search(person({ keys: [ten, { ...old, trust: 'certain' }] }), moved)).toMatchObject({ outcome: 'covered', card: { number: newer.number } });
    expect(await search(person(), () => answered('110', aCard({ holder: 'Nguyễn Văn Khác' })))).toMatchObject({ asked: { length: 1 } });
  });

  it('of several ends tells the one that says most', async () => {
    const codes: Record<string, string> = { [citizen.value]: '050', [known.value]: '010', [old.value]: '050' };
    expect(await of(person({ keys: [citizen, known, old] }), (q) => answered(codes[q.key] ?? '050', aCard()))).toBe('expired');
  });
});

describe('a replaced card', () => {
  const next = { number: 'HT1121234567802', validFrom: '2026-01-01', validTo: '2026-12-31' };
  const replaced = (code: string, more: Partial<PortalCard> = {}) => answered(code, aCard({ newCard: next, ...more }));
  const follow = (first: PortalReply, second: PortalReply) => search(person(), (q) => (q.key === citizen.value ? first : second));

  it('leads to its successor', async () => {
    expect(await follow(replaced('003'), answered('000', aCard({ number: next.number })))).toMatchObject({
      outcome: 'covered-by-new-card', resultCode: '003', card: { number: next.number, replaces: 'HT2121234567802' }, steps: [{}, { by: 'newer-card', weighed: 'accepted' }],
    });
  });
  it('is followed through a chain, and not for ever', async () => {
    const chain = (q: CardQuery, n: number) => (n <= 2 ? answered('003', aCard({ number: q.key === citizen.value ? 'HT2121234567802' : q.key, newCard: { number: `HT${n}111234567802` } })) : answered('000', aCard({ number: q.key })));
    expect(await search(person(), chain)).toMatchObject({ outcome: 'covered-by-new-card', asked: { length: 3 }, card: { number: 'HT2111234567802' } });
    expect((await search(person(), (q, n) => answered('003', aCard({ number: q.key, newCard: { number: `HT1${String(n).padStart(12, '0')}` } })))).asked.length).toBeLessThanOrEqual(5);
    expect(await search(person(), () => replaced('003'))).toMatchObject({ outcome: 'check-by-hand', asked: { length: 2 } });
  });
  it('is taken from the first answer when the portal can’t tell about the successor', async () => {
    expect(await follow(replaced('004'), { kind: 'unavailable', why: 'timeout' })).toMatchObject({ outcome: 'covered-by-new-card', card: { number: next.number, validTo: '2026-12-31' } });
  });
  it('counts itself until the new one begins', async () => {
    expect(await follow(replaced('004', { newCard: { ...next, validFrom: '2026-07-01' } }), answered('050'))).toMatchObject({ outcome: 'covered', card: { number: 'HT2121234567802' }, asked: { length: 1 } });
  });
  it('whose successor is no longer good or is another’s is said so', async () => {
    expect((await follow(replaced('003'), answered('010', aCard({ number: next.number })))).outcome).toBe('expired');
    expect(await follow(replaced('003'), answered('000', aCard({ number: next.number, holder: 'Nguyễn Văn Khác' })))).toMatchObject({ outcome: 'name-differs' });
  });
  it('without a number is looked at by hand', async () => {
    expect((await search(person(), () => answered('003', aCard()))).outcome).toBe('check-by-hand');
  });
});
