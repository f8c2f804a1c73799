/**
 * `npm run bench -- import`: resources a second of transaction Bundles as Synthea makes them (a patient with years of
 * encounters, each with observations, conditions, medications), through the API of the running product, by one client
 * and by eight.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BundleEntry, Resource } from '@medplum/fhirtypes';
import { startProduct } from '../../local/product/startProduct.ts';
import { accessToken } from '../support/people.ts';

const bundlesEach = Number(process.env['IMPORT_BUNDLES'] ?? 4);

export async function importing(): Promise<void> {
  process.env['RATE_LIMIT_SCALE'] ??= '1000';
  const dataDir = mkdtempSync(join(tmpdir(), 'lien-tuyen-bench-'));
  const product = await startProduct({ port: 20_000 + (process.pid % 10_000), dataDir, log: () => undefined });
  const { baseUrl, smsUrl, insurerUrl } = product;
  process.env['LIEN_TUYEN_TARGET'] = JSON.stringify({ kind: 'embedded', baseUrl, smsUrl, insurerUrl, dataDir });
  try {
    const token = await accessToken('system');
    await send(baseUrl, token, 3);
    for (const clients of [1, 8]) {
      for (const encounters of [12, 60]) {
        const start = performance.now();
        const sent = await Promise.all(Array.from({ length: clients }, async () => {
          let resources = 0;
          for (let i = 0; i < bundlesEach; i++) resources += await send(baseUrl, token, encounters);
          return resources;
        }));
        const seconds = (performance.now() - start) / 1000;
        const total = sent.reduce((a, b) => a + b, 0);
        const came = Object.entries(comeAgain).map(([status, times]) => `${status} ${times} times`).join(', ');
        for (const status of Object.keys(comeAgain)) delete comeAgain[status];
        console.log(`${clients} client${clients > 1 ? 's' : ' '}, bundles of ${String(total / clients / bundlesEach).padStart(3)}: ${(total / seconds).toFixed(0).padStart(5)} resources/s, ${(seconds / clients / bundlesEach).toFixed(1)} s a bundle; told to come again: ${came || 'never'}`);
      }
    }
  } finally {
    await product.stop();
  }
}

/** How often clients were told to come again, by status. */
const comeAgain: Record<string, number> = {};

/** As any client should: told when to come again, it does. Anything else that is not 200 ends the run. */
async function send(baseUrl: string, token: string, encounters: number): Promise<number> {
  const entry = aLife(encounters);
  const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
  for (;;) {
    const response = await fetch(`${baseUrl}/fhir`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', prefer: 'return=minimal' }, body });
    const text = await response.text();
    if (response.status === 200) return entry.length;
    const after = response.headers.get('retry-after');
    if (after === null || ![429, 503].includes(response.status)) throw new Error(`${response.status} ${text.slice(0, 500)}`);
    comeAgain[response.status] = (comeAgain[response.status] ?? 0) + 1;
    await new Promise((resolve) => setTimeout(resolve, Number(after) * 1000 * (0.5 + Math.random())));
  }
}

/** Eight resources an encounter, as Synthea's bundles have about. */
function aLife(encounters: number): BundleEntry[] {
  const entry: BundleEntry[] = [];
  const add = (resource: Resource): string => {
    const fullUrl = `urn:uuid:${randomUUID()}`;
    entry.push({ fullUrl, resource, request: { method: 'POST', url: resource.resourceType } });
    return fullUrl;
  };
  const mrn = randomUUID();
  const subject = { reference: add({ resourceType: 'Patient', identifier: [{ system: 'urn:synthea', value: mrn }], name: [{ text: 'Lý Văn Nhập', family: 'Lý', given: ['Văn Nhập'] }], gender: 'male', birthDate: '1961-05-04' }) };
  for (let i = 0; i < encounters; i++) {
    const at = new Date(Date.UTC(2015, i, 3, 8)).toISOString();
    const encounter = { reference: add({ resourceType: 'Encounter', status: 'finished', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' }, subject, period: { start: at, end: at } }) };
    for (const [code, unit, value] of [['8867-4', '/min', 72], ['8310-5', 'Cel', 36.8], ['29463-7', 'kg', 61], ['8302-2', 'cm', 164], ['2708-6', '%', 97]] as const)
      add({ resourceType: 'Observation', status: 'final', category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }], code: { coding: [{ system: 'http://loinc.org', code }] }, subject, encounter, effectiveDateTime: at, valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit } });
    add({ resourceType: 'Condition', clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10' }], text: 'Tăng huyết áp' }, subject, encounter, recordedDate: at });
    add({ resourceType: 'MedicationRequest', status: 'active', intent: 'order', medicationCodeableConcept: { text: 'Amlodipin 5 mg' }, subject, encounter, authoredOn: at });
  }
  return entry;
}
