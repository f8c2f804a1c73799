/**
 * `npm run bench -- story`: HTTP requests, DynamoDB requests and capacity units of each step of the main job, on a
 * fresh embedded product, as the functions' log reports them (METERING=on). What the stream does after a step (audit
 * chain, messages) is counted with that step where it goes through the repository.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { cardText, patients, staff } from '../../local/story.ts';
import { startProduct } from '../../local/product/startProduct.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { act, aConclusion, aRequest, freeSlots } from '../support/story.ts';

type Line = { readonly event: string; readonly operation?: string; readonly readUnits?: number; readonly writeUnits?: number; readonly route?: string };
type Cost = { requests: number; read: number; write: number };

export async function story(): Promise<void> {
  process.env['METERING'] = 'on';
  const dataDir = mkdtempSync(join(tmpdir(), 'lien-tuyen-bench-'));
  const product = await startProduct({ port: 20_000 + (process.pid % 10_000), dataDir, log: () => undefined });
  const { baseUrl, smsUrl, insurerUrl } = product;
  process.env['LIEN_TUYEN_TARGET'] = JSON.stringify({ kind: 'embedded', baseUrl, smsUrl, insurerUrl, dataDir });
  try {
    await walk(join(dataDir, 'logs/functions.log'));
  } finally {
    await product.stop();
  }
}

async function walk(log: string): Promise<void> {
  const nurse = clientFor(await accessToken('nurse'));
  const specialist = clientFor(await accessToken('specialist'));
  const patient = clientFor(await accessToken('patient'));
  const params = { patientId: patients.patient.id };
  let id = '';
  console.log('step                              http   db requests   read units   write units');
  const step = async (name: string, run: () => Promise<unknown>) => {
    await settled(log);
    const from = linesOf(log).length;
    await run();
    await settled(log);
    report(name, linesOf(log).slice(from));
  };
  await step('card -> person', () => nurse.must('personLookup', { body: { kind: 'card', text: cardText(patients.patient), via: 'camera' } }));
  await step('insurance check', () => nurse.must('insuranceCheck', { params, body: {} }));
  await step('chart (station)', () => nurse.must('chart', { params }));
  await step('directory + free slots', async () => {
    await nurse.must('directory');
    await freeSlots(nurse);
  });
  const [slot] = await freeSlots(nurse);
  await step('request with a booked slot', async () => {
    const body = aRequest({ practitionerId: staff.specialist.practitioner, when: { kind: 'slot', slotId: slot?.id ?? '' } });
    ({ id } = await nurse.must<ConsultationView>('consultationRequest', { body }));
  });
  await step("the specialist's four lists", () => lists(specialist));
  await step('consultation + chart beside it', async () => {
    await specialist.must('consultation', { params: { id } });
    await specialist.must('chart', { params });
  });
  await step('station waits', () => act(nurse, id, { action: 'wait' }));
  await step('specialist calls, both join', async () => {
    await act(specialist, id, { action: 'call' });
    await Promise.all([nurse, specialist].map((who) => who.must('roomToken', { params: { id } })));
  });
  await step('call begins and ends', async () => {
    await act(specialist, id, { action: 'start-call' });
    await act(specialist, id, { action: 'end-call' });
  });
  await step('conclusion signed', () => specialist.must('conclusionSigning', { params: { id }, body: aConclusion() }));
  await step('conclusion read + acknowledged', async () => {
    await nurse.must('conclusion', { params: { id } });
    await act(nurse, id, { action: 'acknowledge' });
  });
  await step('outcome reported', () => act(nurse, id, { action: 'report-outcome', outcome: 'improved' }));
  await step('patient reads chart', () => patient.must('chart', { params }));
  await step('patient: who has read it', () => patient.must('accesses', { params }));
  await step('patient: PDF', () => patient.call('conclusionPdf', { params: { id } }));
  await step('patient: whole record ($everything)', () => patient.must('fhir', { params: { path: `Patient/${patients.patient.id}/$everything` } }));
}

const lists = (specialist: ApiClient) =>
  Promise.all((['urgent', 'waiting', 'in-progress', 'follow-up'] as const).map((list) => specialist.must('consultations', { query: { list } })));

function linesOf(log: string): Line[] {
  return readFileSync(log, 'utf8').split('\n').flatMap((text) => {
    const json = text.slice(text.indexOf('{'));
    try {
      return [JSON.parse(json) as Line];
    } catch {
      return [];
    }
  });
}

/** Until the log has been quiet for a while: what the stream does after a step belongs to that step. */
async function settled(log: string): Promise<void> {
  for (let before = -1, now = linesOf(log).length; before !== now; ) {
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 700));
    now = linesOf(log).length;
  }
}

function report(name: string, lines: readonly Line[]): void {
  const cost: Cost = { requests: 0, read: 0, write: 0 };
  for (const { event, readUnits = 0, writeUnits = 0 } of lines) {
    if (event !== 'capacity') continue;
    cost.requests += 1;
    cost.read += readUnits;
    cost.write += writeUnits;
  }
  const http = lines.filter(({ event }) => event === 'request').length;
  console.log(`${name.padEnd(34)}${String(http).padStart(4)}${String(cost.requests).padStart(14)}${cost.read.toFixed(1).padStart(13)}${cost.write.toFixed(1).padStart(14)}`);
}
