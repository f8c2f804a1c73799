import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { knowledgeOf } from '../../functions/fhir/knowledge/knowledge.ts';
import { judge } from '../../functions/fhir/knowledge/judge.ts';
import { seedStory } from '../../local/seed/seedStory.ts';
import { personBatch } from '../../local/seed/people/person.ts';
import { guideExamples } from '../../local/docs/guideExamples.ts';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { guideDefinitions } from '../../shared/fhir/guide/index.ts';
import { compileProfile } from '../../shared/fhir/profiles/compile.ts';
import { isError } from '../../shared/fhir/validation/issue.ts';
import { validate } from '../../shared/fhir/validation/validate.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { act } from '../../shared/consultation/act.ts';
import { signConclusion } from '../../shared/consultation/sign.ts';
import { requestConsultation } from '../../shared/consultation/request.ts';
import { aWorld } from '../../shared/consultation/world.test.support.ts';

const base = 'https://lien-tuyen.example';
const url = (name: string) => `${base}/StructureDefinition/${name}`;
const clock = fixedClock('2026-11-22T01:00:00Z');

/** The profile of each of the product's own resources. */
const profiles: Readonly<Record<string, string>> = {
  Patient: 'vn-patient', Coverage: 'vn-insurance-card', Organization: 'vn-facility', ServiceRequest: 'consultation-request', Task: 'consultation-task', Observation: 'vital-sign', Composition: 'conclusion', Bundle: 'conclusion-document', MedicationRequest: 'prescription-line',
};
/** Signed documents other than conclusions, and what is no line of ours, have R4 alone. */
const isPrescription = (resource: Resource): boolean => (resource.resourceType === 'Composition' && resource.type.coding?.[0]?.code === '57833-6') || (resource.resourceType === 'Bundle' && (resource.entry ?? []).some((entry) => entry.resource && isPrescription(entry.resource)));
function profileFor(resource: Resource): string | undefined {
  if (isPrescription(resource) || (resource.resourceType === 'MedicationRequest' && !resource.groupIdentifier)) return undefined;
  if (resource.resourceType !== 'Encounter') return profiles[resource.resourceType];
  return resource.class.code === 'VR' ? 'consultation-encounter' : undefined;
}

async function faultsOf(resources: readonly Resource[]): Promise<{ faults: string[]; checked: Record<string, number> }> {
  const repository = fakeRepository({ clock });
  const checked: Record<string, number> = {};
  const faults: string[] = [];
  for (const resource of resources) {
    const name = profileFor(resource);
    if (name) checked[name] = (checked[name] ?? 0) + 1;
    const found = await judge(resource, { repository, identifierBase: base }, name ? [url(name)] : []);
    faults.push(...found.map((i) => `${resource.resourceType}/${resource.id} ${i.expression}: ${i.diagnostics}`));
  }
  return { faults, checked };
}

async function consulted(): Promise<readonly Resource[]> {
  const world = aWorld();
  const made = await requestConsultation(world.context, world.ask('nurse'), {
    patientId: 'p-1', symptoms: 'Đau ngực khi gắng sức', vitals: { systolic: 150, diastolic: 95, heartRate: 88, temperature: 36.8, oxygenSaturation: 97, weight: 55, height: 152, bloodGlucose: 6.1, respiratoryRate: 18 },
    photos: [{ binaryId: 'b-1', caption: 'Điện tim' }], questions: ['Có cần chuyển tuyến không?', 'Dùng thuốc gì?'], specialty: 'cardiology',
    facilityId: 'bv-1', priority: 'routine', when: { kind: 'written' }, patientInformed: true,
  });
  if (!made.ok) throw new Error(made.error.code);
  await act(world.context, world.ask('specialist'), made.value.id, { action: 'accept' });
  const signed = await signConclusion(world.context, world.ask('specialist'), made.value.id, {
    answers: [{ number: 1, text: 'Không cần' }, { number: 2, text: 'Aspirin' }], diagnoses: [{ code: 'I20.9', display: 'Cơn đau thắt ngực', main: true }], advice: 'Nghỉ ngơi', followUp: 'Một tháng',
    prescription: { lines: [{ name: 'Aspirin', strength: '81 mg', form: 'viên nén', quantity: 30, unit: 'viên', dosage: 'Uống 1 viên sau ăn trưa', days: 30, instruction: 'Không uống lúc đói' }, { name: 'Metoprolol', quantity: 60, unit: 'viên', dosage: 'Sáng 1, tối 1', days: 60 }], longTerm: true, weightKg: 55, carer: 'Người nhà', advice: 'Nghỉ ngơi' },
  });
  if (!signed.ok) throw new Error(signed.error.code);
  // The directory of that world is made for its own tests: facilities without codes.
  return world.repository.all().filter((r) => r.resourceType !== 'Organization' && r.resourceType !== 'AuditEvent');
}

describe('the implementation guide', () => {
  it('can be enforced whole, and is valid FHIR itself', () => {
    for (const definition of guideDefinitions(base)) {
      expect(validate(definition)).toEqual([]);
      expect(compileProfile(definition)).toMatchObject({ ok: true });
    }
    const { builtIn } = knowledgeOf(fakeRepository({ clock }), base);
    expect(builtIn.flatMap((r) => validate(r).map((i) => `${r.id} ${i.expression}: ${i.diagnostics}`))).toEqual([]);
    expect(new Set(builtIn.map((r) => `${r.resourceType}/${r.id}`)).size).toBe(builtIn.length);
  });
  it('holds for the whole seed story', async () => {
    const repository = fakeRepository({ clock });
    await seedStory(repository, clock, base);
    const { faults, checked } = await faultsOf(repository.all());
    expect(faults).toEqual([]);
    expect(checked).toMatchObject({ 'vn-patient': 6, 'vn-facility': 6, 'vital-sign': expect.any(Number) });
  });
  it('holds for invented people', async () => {
    const people = Array.from({ length: 40 }, (_, index) => personBatch({ seed: 1, index, base, now: clock.now() }).resources).flat();
    const { faults, checked } = await faultsOf(people);
    expect(faults).toEqual([]);
    expect(checked['vn-insurance-card']).toBeGreaterThan(20);
  });
  it('holds for a consultation from the request to the signed document', async () => {
    const { faults, checked } = await faultsOf(await consulted());
    expect(faults).toEqual([]);
    expect(checked).toMatchObject({ 'consultation-request': 1, 'consultation-task': 1, 'consultation-encounter': 1, 'conclusion-document': 1, 'prescription-line': 2, 'vital-sign': 8 });
  });
  it.each(Object.entries(guideExamples(base)))('has an example of %s that conforms, and others that do not', async (name, { right, wrong }) => {
    const repository = fakeRepository({ clock });
    const errors = async (resource: Resource) => (await judge(resource, { repository, identifierBase: base }, [url(name)])).filter(isError).map(({ expression, diagnostics }) => `${expression}: ${diagnostics}`);
    expect(await errors(right)).toEqual([]);
    expect(wrong.length).toBeGreaterThan(0);
    for (const { resource } of wrong) expect((await errors(resource)).length).toBeGreaterThan(0);
  });
});
