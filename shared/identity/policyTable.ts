import { accessLimitsAt } from './accessLimits.ts';
import { commandPolicy, commands, interactions, policy, relations, writtenBySteps, type Relation } from './policy.ts';
import { relationWords } from './relations.ts';
import { roles } from './roles.ts';
import { resourceGroups, typesOf, type ResourceGroup } from './resourceGroups.ts';

const everybody = 'always';

/** Under which relations a role may do it: 'always', a list, or 'no'. */
function cell(role: (typeof roles)[number], group: ResourceGroup, interaction: (typeof interactions)[number]): string {
  const rules = policy.filter((rule) => rule.role === role && rule.groups.includes(group) && rule.may.includes(interaction));
  if (rules.length === 0) return 'no';
  if (rules.some((rule) => rule.when === 'anybody')) return everybody;
  const held = new Set<Relation>(rules.flatMap((rule) => (rule.when === 'anybody' ? [] : rule.when)));
  return relations.filter((relation) => held.has(relation)).join(', ');
}

/** docs/policy.md, made from the rules themselves, so that the page can't say anything else than the code. */
export function policyPage(): string {
  const types = resourceGroups.map((group) => `| ${group} | ${group === 'other' ? 'every other type' : typesOf[group].join(', ')} |`);
  const tables = roles.flatMap((role) => [
    `## ${role}`,
    '',
    `| group | ${interactions.join(' | ')} |`,
    `|---|${interactions.map(() => '---|').join('')}`,
    ...resourceGroups.map((group) => `| ${group} | ${interactions.map((interaction) => cell(role, group, interaction)).join(' | ')} |`),
    '',
  ]);
  return [
    '# Who may do what',
    '',
    'Made from `shared/identity/policy.ts`; change it there. A cell names the relations of which one must hold;',
    `\`${everybody}\` needs none. Scopes of another application's token take away from this and never add to it.`,
    '`test/store/accessMatrix.test.ts` reads these tables and asks the FHIR function, on a real database, every cell.',
    '',
    '## Relations',
    '',
    '| relation | holds when |',
    '|---|---|',
    ...relations.map((relation) => `| ${relation} | ${relationWords[relation]} |`),
    '',
    `Limits in force: ${Object.entries(accessLimitsAt(new Date(8.64e15))).filter(([name]) => name !== 'since').map(([name, value]) => `\`${name}\` ${value}`).join(', ')}.`,
    '',
    '## Steps of the product',
    '',
    '| step | role: relations |',
    '|---|---|',
    ...commands.map((command) => `| ${command} | ${commandPolicy.filter((rule) => rule.command === command).map(({ role, when }) => `${role}: ${when === 'anybody' ? everybody : when.join(', ')}`).join('; ')} |`),
    '',
    'These types are written by steps of the product only, never by a person through FHIR (`FHIR_NOT_WRITABLE`):',
    `${writtenBySteps.join(', ')}.`,
    'What stands in the record by a signed document follows an amendment or a replacement, and nobody else, the service client',
    'included (`FHIR_DOCUMENT_SIGNED`, [ADR 128](adr/0128-signed-is-a-mark-of-the-item.md)); nor does anybody change what a signed',
    'consultation rests on (`FHIR_CONSULTATION_SIGNED`).',
    '',
    '## Applications of others',
    '',
    'A token with the scope `api` is our own client\'s. Any other does FHIR only, and of what its person may do here only what its SMART',
    'scopes name: `user/` every record that the person may see, `system/` for service clients alone, `patient/` one record: that of the patient',
    'whom the person chose at the issuer for this application (claim `launch_patient`, relation `chosen-patient`), else the record of the',
    'patient who signed in (`own-record`). The person\'s own right is judged at each record as well, each time: who was chosen opens nothing.',
    'With `patient/` scopes and no patient nothing is answered (`FHIR_PATIENT_NOT_CHOSEN`, [ADR 136](adr/0136-one-patient-for-an-application.md)).',
    '',
    '## Groups of resource types',
    '',
    '| group | types |',
    '|---|---|',
    ...types,
    '',
    ...tables,
  ].join('\n');
}
