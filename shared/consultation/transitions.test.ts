import { describe, expect, it } from '@jest/globals';
import type { PendingConclusion, StoredState } from './consultation.ts';
import { decide, type Decided } from './decide.ts';
import { consultationStates } from './contract.ts';
import { aConsultation } from './fixtures.ts';
import { transitions, type Side, type TransitionName } from './transitions.ts';

const states = consultationStates.filter((s): s is StoredState => s !== 'draft' && s !== 'queued');
const names = Object.keys(transitions) as TransitionName[];
const sides: readonly Side[] = ['station', 'specialist', 'cosigner', 'colleague', 'coordinator', 'patient', 'guest', 'system'];
const doctor = { id: 'dr-2', name: 'BS. Thử' };

const hospital = { id: 'bv-1', name: 'Bệnh viện' };
const pending: PendingConclusion = { documentId: 'doc-2', digest: 'd', signers: [{ id: 'dr-1', name: 'BS. Hoà', role: 'author', facility: hospital, signedAt: '2026-11-22T02:59:00.000Z' }, { ...doctor, role: 'chair', facility: hospital }] };
/** Moves of a document that waits for signatures. */
const ofPending: readonly TransitionName[] = ['countersign', 'recall-conclusion'];

const anAction = (name: TransitionName): Decided => {
  switch (name) {
    case 'book':
      return { action: name, appointment: { appointmentId: 'a-2', slotId: 's-2', start: '2026-11-23T02:00:00.000Z', end: '2026-11-23T02:15:00.000Z' }, specialist: doctor };
    case 'redirect':
      return { action: name, facility: { id: 'bv-khac', name: 'Bệnh viện khác' }, specialty: 'neurology', reason: 'khác chuyên khoa' };
    case 'interrupt':
      return { action: name, reason: 'link' };
    case 'no-show':
      return { action: name, side: 'patient' };
    case 'report-outcome':
      return { action: name, outcome: 'died' };
    case 'sign':
      return { action: name, documentId: 'doc-2' };
    case 'amend':
      return { action: name, documentId: 'doc-2', reason: 'bổ sung' };
    case 'prescribe':
      return { action: name, prescriptions: ['rx-1'] };
    case 'countersign':
      return { action: name, signers: pending.signers.map((signer) => ({ ...signer, signedAt: '2026-11-22T03:00:00.000Z' })) };
    case 'ask-more': case 'answer-more': case 'message': case 'say': case 'emergency-transfer':
      return { action: name, text: 'lời nhắn' };
    case 'attach-photo':
      return { action: name, photo: { binaryId: 'b-1' } };
    case 'decline': case 'cancel':
      return { action: name, reason: 'lý do' };
    case 'accept': case 'wait': case 'call': case 'start-call': case 'end-call': case 'acknowledge': case 'recall-conclusion': case 'escalate': case 'close':
      return { action: name };
  }
};

const moment = (side: Side) => ({ at: '2026-11-22T03:00:00.000Z', actor: { id: 'someone', name: 'Ai đó' }, sides: [side], room: 'room-new', messageId: 'm-new' });

describe('every state, every action, every side', () => {
  for (const state of states) {
    it(`${state}: only what the table allows happens, and the rest is refused with a code`, () => {
      for (const name of names) {
        for (const side of sides) {
          const before = ofPending.includes(name) ? { ...aConsultation(state), pending: state === 'concluding' ? pending : { ...pending, reason: 'bổ sung' } } : aConsultation(state);
          const done = decide(before, anAction(name), moment(side));
          const to = transitions[name].from[state];
          if (to && transitions[name].by.includes(side)) {
            expect(done).toMatchObject({ ok: true });
            if (done.ok) expect(to).toContain(done.value.next.state);
          } else {
            expect(done).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^(CONSULTATION|CONCLUSION)_/) } });
          }
        }
      }
    });
  }
});

describe('rules of single moves', () => {
  it('messages end before the case can’t be read any more; guests’ end earlier, and the case itself goes on', () => {
    const with_ = (count: number) => ({ ...aConsultation('in-call'), messages: Array.from({ length: count }, (_, i) => `m-${i}`) });
    const outcome = (count: number, name: TransitionName, side: Side) => {
      const done = decide(with_(count), anAction(name), moment(side));
      return done.ok ? 'taken' : done.error.code;
    };
    expect([outcome(199, 'say', 'guest'), outcome(200, 'say', 'guest')]).toEqual(['taken', 'CONSULTATION_MESSAGES_FULL']);
    expect([outcome(399, 'message', 'station'), outcome(400, 'message', 'station'), outcome(400, 'message', 'specialist')]).toEqual(['taken', 'CONSULTATION_MESSAGES_FULL', 'CONSULTATION_MESSAGES_FULL']);
    expect(outcome(400, 'end-call', 'specialist')).toBe('taken');
  });
  const by = (state: StoredState, name: TransitionName, side: Side) => decide(aConsultation(state), anAction(name), moment(side));
  const nextOf = (state: StoredState, name: TransitionName, side: Side) => {
    const done = by(state, name, side);
    if (!done.ok) throw new Error(done.error.code);
    return done.value.next;
  };

  it('an answer brings a case with an appointment still to come back to its appointment', () => {
    const before = nextOf('scheduled', 'ask-more', 'specialist');
    const after = decide(before, anAction('answer-more'), moment('station'));
    expect(after).toMatchObject({ ok: true, value: { next: { state: 'scheduled', appointment: { slotId: 'slot-1' }, specialist: { id: 'dr-1' } } } });
  });
  it('an answer brings a case without appointment back to the same specialist', () => {
    expect(nextOf('needs-info', 'answer-more', 'station')).toMatchObject({ state: 'accepted', specialist: { id: 'dr-1' } });
  });
  it('a specialist who calls a case that waits without a specialist takes it', () => {
    const { specialist: _, ...rest } = aConsultation('waiting') as Extract<ReturnType<typeof aConsultation>, { state: 'waiting' }>;
    expect(decide(rest, anAction('call'), moment('specialist'))).toMatchObject({ ok: true, value: { next: { state: 'called', specialist: { id: 'someone' } } } });
  });
  it('a colleague is told that another specialist has the case', () => {
    expect(by('accepted', 'accept', 'colleague')).toMatchObject({ error: { code: 'CONSULTATION_TAKEN' } });
  });
  it('a redirection loses specialist, appointment and room', () => {
    const next = nextOf('scheduled', 'redirect', 'specialist');
    expect(Object.keys(next)).not.toEqual(expect.arrayContaining(['specialist']));
    expect(Object.keys(next)).not.toEqual(expect.arrayContaining(['appointment']));
  });
  it('a redirection to where it already is is refused', () => {
    const same = { action: 'redirect', facility: { id: 'bv-1', name: 'Bệnh viện' }, specialty: 'cardiology', named: { id: 'dr-1', name: '' }, reason: 'x' } as const;
    expect(decide(aConsultation('accepted'), same, moment('specialist'))).toMatchObject({ error: { code: 'CONSULTATION_SAME_ADDRESS' } });
  });
  it('a called room is the one in which the station already waits', () => {
    expect(nextOf('waiting', 'call', 'specialist')).toMatchObject({ room: 'room-1' });
  });
  it('calling again after an interruption opens a new room', () => {
    expect(nextOf('interrupted', 'call', 'specialist')).toMatchObject({ room: 'room-new' });
  });
  it('a signed conclusion is not signed again, only amended', () => {
    expect(by('acknowledged', 'sign', 'specialist')).toMatchObject({ error: { code: 'CONCLUSION_ALREADY_SIGNED' } });
    expect(nextOf('acknowledged', 'amend', 'specialist')).toMatchObject({ state: 'signed', documents: ['doc-1', 'doc-2'] });
  });
  it('with further signers it is not signed before the last of them', () => {
    const waiting = decide(aConsultation('in-call'), { action: 'sign', documentId: 'doc-2', pending }, moment('specialist'));
    expect(waiting).toMatchObject({ ok: true, value: { next: { state: 'concluding', pending: { documentId: 'doc-2' } } } });
    const { value } = waiting as Extract<typeof waiting, { ok: true }>;
    expect('documents' in value.next).toBe(false);
    expect(decide(value.next, anAction('countersign'), moment('cosigner'))).toMatchObject({ ok: true, value: { next: { state: 'signed', documents: ['doc-2'], cosigners: [doctor] } } });
  });
  it('while it waits for signatures nothing changes what is signed: it is taken back first', () => {
    const before = { ...aConsultation('concluding'), pending };
    for (const name of ['sign', 'call', 'ask-more'] as const) expect(decide(before, anAction(name), moment('specialist'))).toMatchObject({ error: { code: 'CONCLUSION_BEING_SIGNED' } });
    const taken = decide(before, anAction('recall-conclusion'), moment('specialist'));
    expect(taken.ok && taken.value.next.pending).toBeUndefined();
    expect(taken.ok && decide(taken.value.next, anAction('sign'), moment('specialist')).ok).toBe(true);
  });
  it('an emergency ends it, and what was being signed is not released', () => {
    const done = decide({ ...aConsultation('concluding'), pending }, anAction('emergency-transfer'), moment('station'));
    expect(done.ok && done.value.next).toMatchObject({ state: 'emergency-transfer' });
    expect(done.ok && 'pending' in done.value.next).toBe(false);
  });
  it('before the signature only a death can be reported as the outcome', () => {
    const early = decide(aConsultation('accepted'), { action: 'report-outcome', outcome: 'improved' }, moment('station'));
    expect(early).toMatchObject({ error: { code: 'CONSULTATION_OUTCOME_TOO_EARLY' } });
    expect(nextOf('accepted', 'report-outcome', 'station').state).toBe('patient-died');
  });
  it('an escalation keeps in the history that the request had expired', () => {
    expect(nextOf('routed', 'escalate', 'system').history.slice(-2).map((h) => h.state)).toEqual(['expired', 'escalated']);
  });
  it('a message changes no state and is kept', () => {
    expect(nextOf('signed', 'message', 'station')).toMatchObject({ state: 'signed', messages: ['m-new'] });
  });
  it('a finished consultation says that it is finished', () => {
    expect(by('cancelled', 'wait', 'station')).toMatchObject({ error: { code: 'CONSULTATION_CLOSED' } });
  });
});
