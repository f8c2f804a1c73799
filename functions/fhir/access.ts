import type { Resource, ResourceType, Task } from '@medplum/fhirtypes';
import { privacyTaskIn } from '../../shared/consent/ports.ts';
import { patientsOf } from '../../shared/fhir/compartment.ts';
import { localReference } from '../../shared/fhir/references.ts';
import type { FhirRepository, Reading, Reference, Stored, Visible } from '../../shared/fhir/repository.ts';
import { decide, isPossible, type AccessQuestion, type Interaction as Asked, type Principal, type Relation } from '../../shared/identity/policy.ts';
import { relationsToPatient, relationsToPrivacyTask } from '../../shared/identity/relations.ts';
import { isTheirs } from '../../shared/subscription/subscription.ts';
import type { Clock } from '../../shared/kernel/clock.ts';

/** The policy for one caller, with the relations to each patient looked up once. */
export type AccessControl = {
  readonly isSystem: boolean;
  /** The patients whose record the resource belongs to; a signature (Provenance) belongs to those of what it signs. */
  patientsOf(resource: Resource): Promise<readonly Reference[]>;
  /** May the caller do this to this resource, standing to its patients as found? */
  allowed(interaction: Asked, resource: Resource): Promise<boolean>;
  /** Begins to look up how the caller stands to these patients, where that will be asked; the answer comes with the question. */
  prepare(interaction: Asked, type: ResourceType, patients: readonly Reference[]): void;
  /**
   * A Patient as it is stored now. Where the caller's relations to that patient are looked up for the first time, the Patient is among what
   * is read for them, and is not read twice.
   */
  readPatient(patient: Reference, reading: Reading): Promise<Stored | undefined>;
  /** Could the caller's role do this to the type under any relation at all? */
  possible(interaction: Asked, type: ResourceType): boolean;
  /** May the caller do this to the record of the patient? */
  allowedOn(interaction: Asked, type: ResourceType, patient: Reference): Promise<boolean>;
  /** Those that the caller may read, in order. */
  readable<T extends Resource>(resources: readonly T[]): Promise<readonly T[]>;
  /** The same for what a search passes on its way; the service client passes everywhere. */
  readonly visible: Visible | undefined;
};

const looks: ReadonlySet<Asked> = new Set<Asked>(['read', 'search', 'history']);

export function accessOf(repository: FhirRepository, principal: Principal, { clock, identifierBase }: { readonly clock: Clock; readonly identifierBase: string }): AccessControl {
  const known = new Map<Reference, Promise<readonly Relation[]>>();
  const relationsTo = (patient: Reference, from: Pick<FhirRepository, 'readMany' | 'search'> = repository): Promise<readonly Relation[]> => {
    const found = known.get(patient) ?? relationsToPatient(from, principal, patient, clock);
    known.set(patient, found);
    return found;
  };
  const isSystem = principal.roles.includes('system');
  const may = (interaction: Asked, resourceType: ResourceType, relations: readonly Relation[], more: Pick<AccessQuestion, 'resource' | 'scopedAs'> = {}) => decide({ principal, interaction, resourceType, relations, ...more }).allowed;

  async function patientsWith(resource: Resource): Promise<readonly Reference[]> {
    const own = patientsOf(resource);
    if (own.length > 0 || resource.resourceType !== 'Provenance') return own;
    const targets = (resource.target ?? []).flatMap(({ reference }) => localReference(reference) ?? []);
    return [...new Set((await repository.readMany(targets)).flatMap((r) => (r ? patientsOf(r) : [])))];
  }

  async function allowed(interaction: Asked, resource: Resource, scopedAs: readonly Asked[] = [interaction]): Promise<boolean> {
    const type = resource.resourceType;
    const more = { resource, scopedAs };
    // The service client, directory types and an auditor's log need no look at the patients.
    if (may(interaction, type, type === 'Subscription' && isTheirs(resource, principal, identifierBase) ? ['own-subscription'] : [], more)) return true;
    const decisions = await Promise.all((await patientsWith(resource)).map(async (patient) => may(interaction, type, standing(resource, await relationsTo(patient)), more)));
    // Who belongs to one of the patients may look; what is written stands in the record of them all.
    return looks.has(interaction) ? decisions.includes(true) : decisions.length > 0 && !decisions.includes(false);
  }

  /** What is addressed to the office for data protection is not the record of a patient. */
  const standing = (resource: Resource, held: readonly Relation[]): readonly Relation[] =>
    privacyTaskIn(resource) ? relationsToPrivacyTask(principal, resource as Task, held) : held;

  async function readable<T extends Resource>(resources: readonly T[]): Promise<readonly T[]> {
    const decisions = await Promise.all(resources.map((r) => allowed('read', r, ['read', 'search'])));
    return resources.filter((_, i) => decisions[i]);
  }

  /** Whether that is decided by how the caller stands to the patients. */
  const asksRelations = (interaction: Asked, type: ResourceType): boolean => isPossible(principal, interaction, type) && !may(interaction, type, [], { resource: { resourceType: type } as Resource });

  return {
    isSystem,
    patientsOf: patientsWith,
    allowed,
    prepare(interaction, type, patients) {
      if (!asksRelations(interaction, type)) return;
      // Whoever asks hears of a failure; nobody has to ask.
      for (const patient of patients) relationsTo(patient).catch(() => undefined);
    },
    async readPatient(patient, reading) {
      if (known.has(patient) || !asksRelations('read', 'Patient')) return await repository.read(patient, reading);
      let own: Promise<Stored | undefined> | undefined;
      const relations = relationsTo(patient, {
        ...repository,
        readMany(references) {
          const found = repository.readMany(references);
          if (references.includes(patient)) own ??= found.then((all) => all[references.indexOf(patient)]);
          return found;
        },
      });
      // Whoever asks hears of a failure; nobody has to ask.
      relations.catch(() => undefined);
      return await (own ?? repository.read(patient, reading));
    },
    possible: (interaction, resourceType) => isPossible(principal, interaction, resourceType),
    allowedOn: async (interaction, type, patient) => may(interaction, type, [], { resource: { resourceType: type } as Resource }) || may(interaction, type, await relationsTo(patient), { resource: { resourceType: type } as Resource }),
    readable,
    visible: isSystem && !principal.scopes ? undefined : readable,
  };
}
