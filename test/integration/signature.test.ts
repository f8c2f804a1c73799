import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConsultationRows, ConsultationView, SignedDocuments } from '../../shared/consultation/contract.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import type { KeyHistory, SignedKeyHistory } from '../../shared/signing/contract.ts';
import { statedKeys } from '../../shared/signing/keyStatement.ts';
import { verifyChain } from '../../shared/signing/verifyChain.ts';
import { patients, staff } from '../../local/story.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { eventually, fhirAs } from '../support/fhir.ts';
import { accessToken } from '../support/people.ts';
import { act, aConclusion, aRequest } from '../support/story.ts';
import { target } from '../support/target.ts';

let nurse: ApiClient;
let author: ApiClient;
let member: ApiClient;
let chair: ApiClient;
/** A patient of the second station: who signs with others may read the record afterwards, and other files rely on who may not. */
const patient = patients.birthDateDiffers;
const authority = () => target().timeStampUrl ?? '';
const fault = async (body?: object) => void (await fetch(`${authority()}/faults`, body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : { method: 'DELETE' }));

beforeAll(async () => {
  [nurse, author, member, chair] = (await Promise.all(['nurse2', 'specialist', 'specialist2', 'specialist3'].map(async (who) => clientFor(await accessToken(who))))) as [ApiClient, ApiClient, ApiClient, ApiClient];
});
afterAll(async () => await fault());

const cosigners = [{ practitionerId: staff.specialist2.practitioner, role: 'member' }, { practitionerId: staff.specialist3.practitioner, role: 'chair' }] as const;

async function begun(): Promise<ConsultationView & { signing: NonNullable<ConsultationView['signing']> }> {
  const { id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId: patient.id, when: { kind: 'written' } }) });
  await act(author, id, { action: 'accept' });
  const view = await author.must<ConsultationView>('conclusionSigning', { params: { id }, body: aConclusion({ cosigners: [...cosigners] }) });
  if (!view.signing) throw new Error('waits for signatures');
  return { ...view, signing: view.signing };
}
const sign = async (who: ApiClient, { id, signing: { documentId, digest } }: Awaited<ReturnType<typeof begun>>) => await who.call<ConsultationView & { code: string }>('countersigning', { params: { id }, body: { documentId, digest } });
const trust = async (): Promise<KeyHistory> => valueOf(await statedKeys(await clientFor().must<SignedKeyHistory>('keyHistory'))).history;
const documentsOf = async (who: ApiClient, id: string) => (await who.must<SignedDocuments>('signedDocuments', { params: { id } })).documents;

describe('a conclusion that several sign', () => {
  it('is signed in order by three of two hospitals, and verifies with what is published', async () => {
    const view = await begun();
    const { id } = view;
    expect(await sign(chair, view)).toMatchObject({ status: 409, body: { code: 'SIGNING_NOT_YOUR_TURN' } });
    expect((await nurse.call('conclusion', { params: { id } })).status).toBe(409);
    const listed = await member.must<ConsultationRows>('consultations', { query: { list: 'to-sign' } });
    expect(listed.rows.map((row) => row.id)).toContain(id);
    expect(await sign(member, view)).toMatchObject({ status: 200, body: { state: 'concluding', signing: { next: { role: 'chair' } } } });
    const { body } = await sign(chair, view);
    expect(body).toMatchObject({ state: 'signed', conclusion: { signature: { valid: true, by: [{ role: 'author' }, { role: 'member' }, { role: 'chair' }] } } });
    const documents = await eventually(async () => await documentsOf(nurse, id), (all) => atob(all[0]?.signature?.data ?? '').includes('sigTst'));
    const { valid, checks } = await verifyChain(documents, await trust());
    expect(valid).toBe(true);
    expect(checks[0]?.signatures.map(({ signer, timeStamp }) => [signer.name, timeStamp.state])).toEqual([[staff.specialist.name, 'good'], [staff.specialist2.name, 'good'], [staff.specialist3.name, 'good']]);
  });
  it('is read by nobody through FHIR before the last of them, not by its patient and not by those who sign', async () => {
    const { signing } = await begun();
    for (const who of ['birthDateDiffers', 'specialist', 'specialist2', 'nurse2'] as const) {
      const call = await fhirAs(who);
      expect([403, 404]).toContain((await call('GET', `/Basic/${signing.documentId}`)).status);
      expect([403, 404]).toContain((await call('GET', `/Bundle/${signing.documentId}`)).status);
    }
  });
  it('taken back can not be signed any more', async () => {
    const view = await begun();
    await act(author, view.id, { action: 'recall-conclusion' });
    expect((await sign(member, view)).status).toBeGreaterThanOrEqual(403);
  });
});

describe('while the time-stamp authority is away', () => {
  it('signing goes on, the document says that it is not stamped yet, and no answer that is not to the question is taken', async () => {
    for (const kind of [{ kind: 'status', status: 503 }, { kind: 'wrong-nonce' }, { kind: 'wrong-imprint' }]) {
      await fault(kind);
      const { id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId: patient.id, when: { kind: 'written' } }) });
      await act(author, id, { action: 'accept' });
      const { state, conclusion } = await author.must<ConsultationView>('conclusionSigning', { params: { id }, body: aConclusion() });
      expect({ state, by: conclusion?.signature.by[0]?.timeStamp, valid: conclusion?.signature.valid }).toEqual({ state: 'signed', by: 'none', valid: true });
      // Kept for later: the attempt was made and failed.
      const system = await fhirAs('system');
      await eventually(async () => (await system('GET', `/Task/${conclusion?.documentId ?? ''}-stamp`)).status, (status) => status === 200);
      const { checks } = await verifyChain(await documentsOf(author, id), await trust());
      expect(checks[0]?.signatures[0]?.timeStamp).toEqual({ state: 'none' });
    }
  });
});
