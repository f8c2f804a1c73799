import { describe, expect, it } from '@jest/globals';
import type { Observation, Organization, Patient } from '@medplum/fhirtypes';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { decide, type Principal } from '../identity/policy.ts';
import { relationsToPatient } from '../identity/relations.ts';
import { fixedClock } from '../kernel/clock.ts';
import { countingIds } from '../kernel/ids.ts';
import { listEmergencies, openInEmergency, reviewEmergency } from './breakGlass.ts';
import { grantCarer, listCaredFor, listCarers, withdrawCarer } from './carers.ts';
import type { Ask } from './context.ts';
import { consentText, purposeNames, type Purpose } from './contract.ts';
import { answerAboutData, askAboutData, listOfficeRequests, listOwnRequests } from './dataRequests.ts';
import { decideConsent, readConsents } from './decideConsent.ts';
import { endOfWorkingDay } from './workingDays.ts';

const base = 'https://lien-tuyen.example';
const number = (value: string) => [{ system: `${base}/sid/citizen-id`, value }];
const nurse: Principal = { subject: 'n', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };
const stranger: Principal = { ...nurse, subject: 's', practitioner: 'Practitioner/s', organization: 'Organization/other' };
const patient: Principal = { subject: 'Patient/p', name: 'Vàng Thị Mẫu', roles: ['patient'], patient: 'Patient/p' };
const daughter: Principal = { subject: 'Patient/q', name: 'Vàng Thị Thử', roles: ['patient'], patient: 'Patient/q' };
const officer: Principal = { subject: 'a', name: 'Bùi Thị Thử', roles: ['auditor'], practitioner: 'Practitioner/a', organization: 'Organization/department' };
const coordinator: Principal = { subject: 'c', name: 'C', roles: ['coordinator'], practitioner: 'Practitioner/c', organization: 'Organization/station' };

function aWorld() {
  const clock = fixedClock('2026-11-20T03:00:00Z'); // a Friday
  const repository = fakeRepository({ clock });
  const place = (id: string, partOf?: string): Organization & { id: string } => ({ resourceType: 'Organization', id, name: id, ...(partOf ? { partOf: { reference: `Organization/${partOf}` } } : {}) });
  const someone = (id: string, citizen: string): Patient & { id: string } => ({ resourceType: 'Patient', id, name: [{ text: id }], birthDate: '2010-05-05', identifier: number(citizen), managingOrganization: { reference: 'Organization/station' } });
  repository.seed(place('department'), place('station', 'department'), place('other', 'department'), someone('p', '012185000011'), someone('q', '012185000022'));
  const context = { repository, clock, newId: countingIds('new'), base };
  let commands = 0;
  const as = (principal: Principal): Ask => ({ principal, correlationId: 'c', command: { key: `key-${++commands}`, subject: principal.subject, bodyHash: 'h' } });
  const reads = async (principal: Principal, of = 'Patient/p' as const) =>
    decide({ principal, interaction: 'read', resourceType: 'Observation' satisfies Observation['resourceType'], relations: await relationsToPatient(repository, principal, of, clock) }).allowed;
  const choose = (principal: Principal, purpose: string, choice: 'permit' | 'deny', present?: true) =>
    decideConsent(context, as(principal), { patientId: 'p', purpose, decision: { choice, textVersion: consentText, ...(present ? { patientPresent: present } : {}) } });
  return { clock, repository, context, as, reads, choose };
}
const codeOf = (result: { ok: true } | { ok: false; error: { code: string } }) => (result.ok ? 'done' : result.error.code);
const valueOf = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

describe('consent', () => {
  it('is shown for every purpose, with no tick that nobody made', async () => {
    const { context, as } = aWorld();
    const { consents } = valueOf(await readConsents(context, as(patient), 'p'));
    expect(consents.map(({ purpose, choice, decided }) => [purpose, choice, decided])).toEqual(purposeNames.map((purpose) => [purpose, ['research', 'recording'].includes(purpose) ? 'deny' : 'permit', undefined]));
  });
  it('holds from the moment it is withdrawn, and again from the moment it is given', async () => {
    const { reads, choose, repository } = aWorld();
    expect(await reads(nurse)).toBe(true);
    expect(valueOf(await choose(patient, 'treatment', 'deny'))).toMatchObject({ choice: 'deny', decided: { by: 'Vàng Thị Mẫu' } });
    expect(await reads(nurse)).toBe(false);
    expect(valueOf(await choose(patient, 'treatment', 'permit')).choice).toBe('permit');
    expect(await reads(nurse)).toBe(true);
    expect(repository.audits.map(({ event, reason }) => [event, reason])).toEqual([['consent-withdrawn', 'treatment'], ['consent-given', 'treatment']]);
  });
  it('keeps every decision with the words that were shown', async () => {
    const { choose, repository } = aWorld();
    await choose(patient, 'research', 'permit');
    await choose(patient, 'research', 'deny');
    const consent = repository.all().find(({ resourceType }) => resourceType === 'Consent');
    const versions = await repository.history(`Consent/${consent?.id ?? ''}`);
    expect(versions.map((v) => ('deleted' in v ? v : (v as { provision?: { type: string }; extension?: { valueString: string }[] }))).map((v) => ('provision' in v ? [v.provision?.type, v.extension?.[0]?.valueString] : v))).toEqual([['deny', consentText], ['permit', consentText]]);
  });
  it('is written down by the station only beside the patient, and by nobody else', async () => {
    const { choose, repository } = aWorld();
    expect(codeOf(await choose(nurse, 'research', 'permit'))).toBe('CONSENT_PATIENT_ABSENT');
    expect(codeOf(await choose(nurse, 'research', 'permit', true))).toBe('done');
    expect([codeOf(await choose(stranger, 'research', 'permit', true)), codeOf(await choose(daughter, 'research', 'permit')), codeOf(await choose(coordinator, 'research', 'permit', true))]).toEqual(['HTTP_NOT_FOUND', 'HTTP_NOT_FOUND', 'HTTP_FORBIDDEN']);
    expect(repository.audits.filter(({ outcome }) => outcome === 'refused')).toHaveLength(3);
    expect(codeOf(await choose(patient, 'marketing' satisfies string as Purpose, 'permit'))).toBe('CONSENT_PURPOSE_UNKNOWN');
  });
  it('can be taken back at the desk after it was withdrawn', async () => {
    const { choose, reads } = aWorld();
    await choose(patient, 'treatment', 'deny');
    expect(codeOf(await choose(nurse, 'treatment', 'permit', true))).toBe('done');
    expect(await reads(nurse)).toBe(true);
  });
});

describe('an emergency', () => {
  const reason = { purpose: 'unconscious', reason: 'Bất tỉnh, cần biết dị ứng thuốc' } as const;
  it('opens the record to one person for some hours, and tells the patient and the officer in the same commit', async () => {
    const { context, as, reads, repository, clock } = aWorld();
    const opened = valueOf(await openInEmergency(context, as(stranger), { patientId: 'p', request: reason }));
    expect(opened).toMatchObject({ reason: reason.reason, until: '2026-11-20T07:00:00.000Z', reviewed: false });
    expect([await reads(stranger), await reads({ ...stranger, practitioner: 'Practitioner/x' })]).toEqual([true, false]);
    expect(repository.events).toEqual([expect.objectContaining({ type: 'record-opened-in-emergency', data: { patientId: 'p', taskId: opened.id } })]);
    expect(repository.audits[0]).toMatchObject({ event: 'emergency-access', patient: 'Patient/p', reason: `unconscious: ${reason.reason}` });
    expect(valueOf(await listEmergencies(context, as(officer))).emergencies.map(({ id }) => id)).toEqual([opened.id]);
    clock.advance(4 * 3_600_000);
    expect(await reads(stranger)).toBe(false);
  });
  it('opens what the patient has withdrawn: care goes on', async () => {
    const { context, as, reads, choose } = aWorld();
    await choose(patient, 'treatment', 'deny');
    await openInEmergency(context, as(nurse), { patientId: 'p', request: { ...reason, purpose: 'consent-withdrawn' } });
    expect(await reads(nurse)).toBe(true);
  });
  it('is nobody’s to declare but those who care for patients', async () => {
    const { context, as, repository } = aWorld();
    for (const who of [coordinator, officer, patient]) expect(codeOf(await openInEmergency(context, as(who), { patientId: 'p', request: reason }))).toBe('HTTP_FORBIDDEN');
    expect(repository.audits.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
    expect(codeOf(await listEmergencies(context, as(nurse)))).toBe('HTTP_FORBIDDEN');
  });
  it('is reviewed by the office that it was addressed to', async () => {
    const { context, as } = aWorld();
    const { id } = valueOf(await openInEmergency(context, as(stranger), { patientId: 'p', request: reason }));
    const review = { finding: 'justified', note: '' } as const;
    expect(codeOf(await reviewEmergency(context, as({ ...officer, organization: 'Organization/other' }), { id, review }))).toBe('HTTP_NOT_FOUND');
    expect(codeOf(await reviewEmergency(context, as(nurse), { id, review }))).toBe('HTTP_FORBIDDEN');
    expect(valueOf(await reviewEmergency(context, as(officer), { id, review })).reviewed).toBe(true);
  });
});

describe('carers', () => {
  const grant = { citizenId: '012185000022', name: 'Vàng Thị Thử', kind: 'child' } as const;
  it('see the record from the moment they are named until the moment that is withdrawn', async () => {
    const { context, as, reads } = aWorld();
    expect(await reads(daughter)).toBe(false);
    const { id, citizenId } = valueOf(await grantCarer(context, as(patient), { patientId: 'p', grant }));
    expect([await reads(daughter), citizenId]).toEqual([true, '********0022']);
    expect(valueOf(await listCaredFor(context, as(daughter))).people).toEqual([{ patientId: 'p', name: 'p', kind: 'child' }]);
    expect(valueOf(await listCarers(context, as(patient), 'p')).carers).toHaveLength(1);
    expect(valueOf(await withdrawCarer(context, as(patient), { patientId: 'p', id, withdrawal: {} })).active).toBe(false);
    expect(await reads(daughter)).toBe(false);
    expect(valueOf(await listCaredFor(context, as(daughter))).people).toEqual([]);
  });
  it('name nobody else, and may lay their care down', async () => {
    const { context, as, reads } = aWorld();
    const own = valueOf(await grantCarer(context, as(patient), { patientId: 'p', grant }));
    const other = valueOf(await grantCarer(context, as(patient), { patientId: 'p', grant: { ...grant, citizenId: '012185000033', kind: 'spouse' } }));
    expect(codeOf(await grantCarer(context, as(daughter), { patientId: 'p', grant: { ...grant, citizenId: '012185000044' } }))).toBe('HTTP_NOT_FOUND');
    expect(codeOf(await withdrawCarer(context, as(daughter), { patientId: 'p', id: other.id, withdrawal: {} }))).toBe('HTTP_NOT_FOUND');
    expect(codeOf(await withdrawCarer(context, as(daughter), { patientId: 'p', id: own.id, withdrawal: {} }))).toBe('done');
    expect(await reads(daughter)).toBe(false);
  });
  it('of a child end when the child comes of age', async () => {
    const { context, as, clock, reads } = aWorld();
    expect(valueOf(await grantCarer(context, as(nurse), { patientId: 'p', grant: { ...grant, kind: 'parent', patientPresent: true } })).until).toBe('2028-05-04T17:00:00.000Z');
    clock.advance(2 * 365 * 86_400_000);
    expect(await reads(daughter)).toBe(false);
  });
  it('are named by the station only beside the patient; whether a number has a record is never told', async () => {
    const { context, as } = aWorld();
    expect(codeOf(await grantCarer(context, as(nurse), { patientId: 'p', grant }))).toBe('CONSENT_PATIENT_ABSENT');
    expect(codeOf(await grantCarer(context, as(patient), { patientId: 'p', grant: { ...grant, citizenId: '012185000011' } }))).toBe('CARER_ONESELF');
    expect(codeOf(await grantCarer(context, as(patient), { patientId: 'p', grant: { ...grant, until: '2026-11-01' } }))).toBe('CARER_UNTIL_PAST');
    const answers = [valueOf(await grantCarer(context, as(patient), { patientId: 'p', grant })), valueOf(await grantCarer(context, as(patient), { patientId: 'p', grant: { ...grant, citizenId: '012185999999' } }))];
    expect(Object.keys(answers[0] ?? {})).toEqual(Object.keys(answers[1] ?? {}));
  });
});

describe('a request about one’s own data', () => {
  const request = { kind: 'correction', text: 'Ngày sinh ghi sai' } as const;
  it('is on the officer’s list with its clock, and answered once', async () => {
    const { context, as, repository, clock } = aWorld();
    const asked = valueOf(await askAboutData(context, as(patient), { patientId: 'p', request }));
    expect([asked.dueAt, asked.late]).toEqual(['2026-11-24T16:59:59.999Z', false]);
    clock.advance(5 * 86_400_000);
    expect(valueOf(await listOfficeRequests(context, as(officer))).requests).toMatchObject([{ id: asked.id, late: true }]);
    const answer = { outcome: 'done', text: 'Đã sửa ngày sinh' } as const;
    expect(valueOf(await answerAboutData(context, as(officer), { id: asked.id, answer }))).toMatchObject({ late: true, answer: { outcome: 'done', by: 'Bùi Thị Thử' } });
    expect(codeOf(await answerAboutData(context, as(officer), { id: asked.id, answer }))).toBe('DATA_REQUEST_ANSWERED');
    expect(valueOf(await listOwnRequests(context, as(patient), 'p')).requests[0]?.answer?.text).toBe('Đã sửa ngày sinh');
    expect(repository.events.map(({ type }) => type)).toEqual(['data-request-answered']);
  });
  it('is nobody’s to see or answer but the patient’s and the office’s', async () => {
    const { context, as } = aWorld();
    const { id } = valueOf(await askAboutData(context, as(patient), { patientId: 'p', request }));
    expect(codeOf(await listOwnRequests(context, as(daughter), 'p'))).toBe('HTTP_NOT_FOUND');
    expect(codeOf(await listOfficeRequests(context, as(nurse)))).toBe('HTTP_FORBIDDEN');
    const answer = { outcome: 'refused', text: 'không' } as const;
    expect(codeOf(await answerAboutData(context, as({ ...officer, organization: 'Organization/other' }), { id, answer }))).toBe('HTTP_NOT_FOUND');
    expect(codeOf(await answerAboutData(context, as(nurse), { id, answer }))).toBe('HTTP_FORBIDDEN');
  });
  it.each([
    ['2026-11-20T03:00:00Z', '2026-11-24T16:59:59.999Z', 'over a weekend'],
    ['2026-11-19T17:30:00Z', '2026-11-24T16:59:59.999Z', 'asked after midnight in Vietnam'],
    ['2026-04-28T03:00:00Z', '2026-05-04T16:59:59.999Z', 'over two holidays and a weekend'],
    ['2026-02-13T03:00:00Z', '2026-02-24T16:59:59.999Z', 'over Tết'],
  ])('asked %s is due %s: %s', (from, due) => expect(endOfWorkingDay(new Date(from), 2).toISOString()).toBe(due));
});
