import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Bundle, DocumentReference } from '@medplum/fhirtypes';
import { act } from './act.ts';
import { checkConclusion } from './conclude.ts';
import type { Conclusion } from './contract.ts';
import { listConsultations } from './list.ts';
import { readConclusion } from './readConclusion.ts';
import { requestConsultation } from './request.ts';
import { countersign, signConclusion } from './sign.ts';
import { viewConsultation } from './view.ts';
import { aWorld, type World } from './world.test.support.ts';

let world: World;
let id: string;

const aConclusion = (more: Partial<Conclusion> = {}): Conclusion => ({
  answers: [{ number: 1, text: 'Không' }, { number: 2, text: 'Amlodipin 5 mg' }],
  diagnoses: [{ code: 'I10', display: 'Tăng huyết áp', main: true }],
  advice: 'Ăn nhạt', ...more,
});

beforeEach(async () => {
  world = aWorld();
  const made = await requestConsultation(world.context, world.ask('nurse'), {
    patientId: 'p-1', symptoms: 'Đau đầu', vitals: {}, questions: ['Chuyển tuyến?', 'Thuốc?'], specialty: 'cardiology', facilityId: 'bv-1', priority: 'routine', when: { kind: 'written' }, patientInformed: true,
  });
  if (!made.ok) throw new Error(made.error.code);
  id = made.value.id;
  await act(world.context, world.ask('specialist'), id, { action: 'accept' });
});

const sign = (more: Partial<Conclusion> = {}, reason?: string) => signConclusion(world.context, world.ask('specialist'), id, aConclusion(more), reason);

describe('signing', () => {
  it('stores document, entry, provenance, diagnoses and state in one commit, and answers with the valid conclusion', async () => {
    const before = world.repository.audits.length;
    const signed = await sign();
    expect(signed).toMatchObject({ ok: true, value: { state: 'signed', questions: [{ answer: 'Không' }, { answer: 'Amlodipin 5 mg' }], conclusion: { signature: { valid: true, algorithm: 'ES256' } } } });
    expect(world.repository.audits).toHaveLength(before + 1);
    expect(await viewConsultation(world.context, world.ask('specialist'), id)).toEqual(signed);
    expect(world.repository.all().filter((r) => ['Bundle', 'Composition', 'DocumentReference', 'Provenance', 'Condition'].includes(r.resourceType))).toHaveLength(5);
    expect(world.stored('ServiceRequest', id)).toMatchObject({ status: 'completed' });
    expect(world.stored('Encounter', id)).toMatchObject({ status: 'finished' });
    expect(world.repository.events.at(-1)).toMatchObject({ type: 'consultation-signed' });
  });
  it('happens once', async () => {
    await sign();
    expect(await sign()).toMatchObject({ error: { code: 'CONCLUSION_ALREADY_SIGNED' } });
  });
  it('by two at once makes one document', async () => {
    const both = await Promise.all([sign(), sign()]);
    expect(both.map((r) => (r.ok ? 'ok' : r.error.code)).toSorted()).toEqual(['CONCLUSION_ALREADY_SIGNED', 'ok']);
    expect(world.repository.all().filter((r) => r.resourceType === 'Bundle')).toHaveLength(1);
  });
  it('is the specialist\'s alone, and of the one who has the case', async () => {
    expect(await signConclusion(world.context, world.ask('nurse'), id, aConclusion())).toMatchObject({ error: { code: 'CONSULTATION_NOT_YOURS' } });
    expect(await signConclusion(world.context, world.ask('specialist4'), id, aConclusion())).toMatchObject({ error: { code: 'CONSULTATION_TAKEN' } });
    expect(await signConclusion(world.context, world.ask('specialist3'), id, aConclusion())).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
  });
});

describe('a joint conclusion', () => {
  const joint = { cosigners: [{ practitionerId: 'dr-2', role: 'member' }, { practitionerId: 'dr-3', role: 'chair' }] } as const;
  const begin = async () => {
    const begun = await sign({ cosigners: [...joint.cosigners] });
    if (!begun.ok || !begun.value.signing) throw new Error('is being signed');
    return begun.value.signing;
  };
  const next = async (who: 'specialist2' | 'specialist3' | 'specialist4', { documentId, digest }: { documentId: string; digest: string }) => await countersign(world.context, world.ask(who), id, { documentId, digest });
  const view = async (who: Parameters<World['ask']>[0]) => await viewConsultation(world.context, world.ask(who), id);
  const toSign = async (who: 'specialist2' | 'specialist3') => {
    const list = await listConsultations(world.context, world.ask(who), 'to-sign');
    return list.ok ? list.value.rows.map((row) => row.id) : list.error.code;
  };

  it('is signed in order, each is asked in turn, and it counts with the last', async () => {
    const shown = await begin();
    expect([await toSign('specialist2'), await toSign('specialist3')]).toEqual([[id], []]);
    expect(await next('specialist3', shown)).toMatchObject({ error: { code: 'SIGNING_NOT_YOUR_TURN' } });
    expect(await next('specialist2', shown)).toMatchObject({ ok: true, value: { state: 'concluding', signing: { next: { id: 'dr-3', role: 'chair' }, yours: false } } });
    expect([await toSign('specialist2'), await toSign('specialist3')]).toEqual([[], [id]]);
    const done = await next('specialist3', shown);
    expect(done).toMatchObject({ ok: true, value: { state: 'signed', conclusion: { signature: { valid: true, by: [{ id: 'dr-1' }, { id: 'dr-2', role: 'member' }, { id: 'dr-3', role: 'chair', facility: { id: 'bv-2' } }] } } } });
    expect(done.ok && 'signing' in done.value).toBe(false);
    expect(await view('specialist3')).toEqual(done);
    expect(world.repository.events.filter(({ type }) => type.startsWith('consultation-sign')).map(({ type }) => type)).toEqual(['consultation-signature-asked', 'consultation-signature-asked', 'consultation-signed']);
  });
  it('is released to nobody before: the station and the patient see who signs, not what', async () => {
    await begin();
    for (const who of ['nurse', 'patient'] as const) {
      const seen = await view(who);
      expect(seen).toMatchObject({ ok: true, value: { signing: { signers: [{ id: 'dr-1' }, { id: 'dr-2' }, { id: 'dr-3' }], yours: false } } });
      expect(JSON.stringify(seen)).not.toContain('Amlodipin');
    }
    expect(await readConclusion(world.context, world.ask('patient'), id, 'conclusion-read')).toMatchObject({ error: { code: 'CONCLUSION_NOT_SIGNED' } });
    expect(await view('specialist2')).toMatchObject({ ok: true, value: { signing: { yours: true, content: { advice: 'Ăn nhạt' } } } });
    expect(world.repository.all().some(({ resourceType }) => resourceType === 'Bundle')).toBe(false);
  });
  it('opens the case to those who are to sign it and to nobody else', async () => {
    expect(await view('specialist3')).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
    const shown = await begin();
    expect((await view('specialist3')).ok).toBe(true);
    expect(await next('specialist4', shown)).toMatchObject({ error: { code: 'CONSULTATION_NOT_YOURS' } });
  });
  it('is signed only as it was shown', async () => {
    const shown = await begin();
    expect(await next('specialist2', { ...shown, digest: 'x'.repeat(43) })).toMatchObject({ error: { code: 'SIGNING_DOCUMENT_CHANGED' } });
  });
  it('names signers of the directory, each once and not the author again', async () => {
    expect(await sign({ cosigners: [{ practitionerId: 'nobody', role: 'member' }] })).toMatchObject({ error: { code: 'SIGNING_SIGNER_UNKNOWN', at: '/cosigners/0/practitionerId' } });
    expect(await sign({ cosigners: [{ practitionerId: 'dr-1', role: 'chair' }] })).toMatchObject({ error: { code: 'SIGNING_SIGNER_REPEATED', params: { number: 2 } } });
  });
  it('taken back is asked of nobody, and can be written anew', async () => {
    const shown = await begin();
    expect(await act(world.context, world.ask('specialist'), id, { action: 'recall-conclusion' })).toMatchObject({ ok: true, value: { state: 'concluding' } });
    expect(await toSign('specialist2')).toEqual([]);
    expect((await next('specialist2', shown)).ok).toBe(false);
    expect(await sign()).toMatchObject({ ok: true, value: { state: 'signed', conclusion: { signature: { valid: true } } } });
  });
  it('of two who sign at once one is stored', async () => {
    const shown = await begin();
    const both = await Promise.all([next('specialist2', shown), next('specialist2', shown)]);
    expect(both.map((r) => (r.ok ? 'ok' : r.error.code)).toSorted()).toEqual(['SIGNING_ALREADY_SIGNED', 'ok']);
  });
  it('amends as well: the first version counts until all have signed the second', async () => {
    await sign();
    const begun = await sign({ advice: 'Đo hai lần', cosigners: [{ practitionerId: 'dr-2', role: 'chair' }] }, 'bổ sung');
    if (!begun.ok || !begun.value.signing) throw new Error('is being signed');
    expect(begun.value).toMatchObject({ state: 'signed', conclusion: { advice: 'Ăn nhạt' }, signing: { reason: 'bổ sung', content: { advice: 'Đo hai lần' } } });
    expect(await next('specialist2', begun.value.signing)).toMatchObject({ ok: true, value: { conclusion: { advice: 'Đo hai lần', signature: { valid: true }, amendments: [{ reason: 'bổ sung' }] } } });
    const [first] = world.repository.all().filter((r): r is typeof r & DocumentReference => r.resourceType === 'DocumentReference');
    expect(first?.status).toBe('superseded');
  });
});

describe('an amendment', () => {
  it('adds a signed document with its reason and leaves the first as it was', async () => {
    await sign();
    const first = JSON.stringify(world.repository.all().find((r) => r.resourceType === 'Bundle'));
    await act(world.context, world.ask('nurse'), id, { action: 'acknowledge' });
    const amended = await sign({ advice: 'Đo hai lần mỗi ngày' }, 'bổ sung cách đo');
    expect(amended).toMatchObject({ value: { state: 'signed', conclusion: { advice: 'Đo hai lần mỗi ngày', amendments: [{ reason: 'bổ sung cách đo' }], signature: { valid: true } } } });
    const bundles = world.repository.all().filter((r): r is typeof r & Bundle => r.resourceType === 'Bundle');
    expect(bundles).toHaveLength(2);
    expect(JSON.stringify(bundles[0])).toBe(first);
    const entries = world.repository.all().filter((r): r is typeof r & DocumentReference => r.resourceType === 'DocumentReference');
    expect(entries.map(({ status }) => status)).toEqual(['superseded', 'current']);
  });
  it('needs something signed', async () => {
    expect(await sign({}, 'lý do')).toMatchObject({ error: { code: 'CONCLUSION_NOT_SIGNED' } });
  });
});

describe('reading the conclusion', () => {
  it('is refused before the signature, and afterwards open to station and patient, and written down', async () => {
    expect(await readConclusion(world.context, world.ask('nurse'), id, 'conclusion-read')).toMatchObject({ error: { code: 'CONCLUSION_NOT_SIGNED' } });
    await sign();
    for (const who of ['nurse', 'patient'] as const) {
      expect(await readConclusion(world.context, world.ask(who), id, 'conclusion-downloaded')).toMatchObject({ value: { conclusion: { advice: 'Ăn nhạt' } } });
      expect(world.repository.audits.at(-1)).toMatchObject({ event: 'conclusion-downloaded', actor: { subject: who } });
    }
    expect(await readConclusion(world.context, world.ask('patient2'), id, 'conclusion-read')).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
  });
});

describe('a conclusion', () => {
  const code = (more: Partial<Conclusion>) => {
    const checked = checkConclusion(['a', 'b'], aConclusion(more));
    return checked.ok ? 'ok' : `${checked.error.code} ${checked.error.at}`;
  };
  it('answers every question, each once, and none that was not asked', () => {
    expect(code({})).toBe('ok');
    expect(code({ answers: [{ number: 1, text: 'x' }] })).toBe('CONCLUSION_QUESTION_UNANSWERED /answers/1');
    expect(code({ answers: [...aConclusion().answers, { number: 3, text: 'x' }] })).toBe('CONCLUSION_ANSWER_UNKNOWN /answers/2/number');
    expect(code({ answers: [...aConclusion().answers, { number: 1, text: 'x' }] })).toBe('CONCLUSION_ANSWER_UNKNOWN /answers/2/number');
  });
  it('has exactly one main diagnosis and none twice', () => {
    const diagnosis = (c: string, main: boolean) => ({ code: c, display: c, main });
    expect(code({ diagnoses: [diagnosis('I10', false)] })).toBe('CONCLUSION_MAIN_DIAGNOSIS /diagnoses');
    expect(code({ diagnoses: [diagnosis('I10', true), diagnosis('I11', true)] })).toBe('CONCLUSION_MAIN_DIAGNOSIS /diagnoses');
    expect(code({ diagnoses: [diagnosis('I10', true), diagnosis('I10', false)] })).toBe('CONCLUSION_DIAGNOSIS_REPEATED /diagnoses/1/code');
  });
});
