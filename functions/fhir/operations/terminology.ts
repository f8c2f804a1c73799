import type { CodeSystem, CodeSystemConceptProperty, Parameters, ParametersParameter, ValueSet } from '@medplum/fhirtypes';
import { refusal, type Refusal } from '../../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../../shared/kernel/result.ts';
import { displayOf, type Coding, type Language, type Terminology, type Verdict } from '../../../shared/terminology/terminology.ts';
import type { Handled } from '../../_http/chain.ts';
import { validByR4 } from '../body.ts';
import { answer, type Interaction } from '../context.ts';
import { knowledgeOf } from '../knowledge/knowledge.ts';
import { inputOf, type Input } from './input.ts';
import type { Target } from './operation.ts';

const terminologyOf = ({ deps }: Interaction): Terminology => knowledgeOf(deps.repository, deps.identifierBase).terminology;

const languageIn = (input: Input, { language }: Interaction): Language => ((input.text('displayLanguage') ?? language).startsWith('en') ? 'en' : 'vi');

const missing = (input: string): Result<never, Refusal> => refuse(refusal('TERMINOLOGY_INPUT_MISSING', { params: { input } }));

/** Of the instance, given whole, or by its url. */
async function valueSetIn({ deps }: Interaction, input: Input, { id }: Target): Promise<Result<ValueSet | string, Refusal>> {
  const url = input.text('url');
  const inline = input.resource('valueSet');
  if (id !== undefined) {
    const stored = await deps.repository.read<ValueSet>(`ValueSet/${id}`);
    return stored ? ok(stored) : refuse(refusal('HTTP_NOT_FOUND'));
  }
  if (inline) {
    const valid = await validByR4(inline);
    if (!valid.ok) return valid;
    return valid.value.resourceType === 'ValueSet' ? ok(valid.value) : missing('valueSet');
  }
  return url ? ok(url) : missing('url, valueSet');
}

function wholeNumber(input: Input, name: string): Result<number | undefined, Refusal> {
  const text = input.text(name);
  if (text === undefined) return ok(undefined);
  return /^\d{1,6}$/.test(text) ? ok(Number(text)) : refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: name, reason: '0–999999' } }));
}

/** What one answer lists when nobody says how much is wanted; the total says that there is more. */
const usualCount = 1000;

/** ValueSet/$expand (R4 valueset-operation-expand). `filter`: words in either language, without accents. */
export async function expand(interaction: Interaction, target: Target): Promise<Handled> {
  const input = await inputOf(interaction, ['url', 'valueSet', 'filter', 'offset', 'count', 'displayLanguage', 'includeDesignations', 'valueSetVersion', 'activeOnly', 'context', 'contextDirection', 'includeDefinition', 'excludeNested', 'excludeNotForUI', 'excludePostCoordinated']);
  if (!input.ok) return input;
  const set = await valueSetIn(interaction, input.value, target);
  if (!set.ok) return set;
  const [offset, count] = [wholeNumber(input.value, 'offset'), wholeNumber(input.value, 'count')];
  if (!offset.ok) return offset;
  if (!count.ok) return count;
  const filter = input.value.text('filter');
  const expanded = await terminologyOf(interaction).expand(set.value, { ...(filter === undefined ? {} : { filter }), offset: offset.value ?? 0, count: count.value ?? usualCount, language: languageIn(input.value, interaction) });
  if (!expanded.ok) return expanded;
  const designations = input.value.text('includeDesignations') === 'true';
  const known = typeof set.value === 'string' ? await terminologyOf(interaction).source.valueSet(set.value) : set.value;
  const { total, codes } = expanded.value;
  const contains = codes.map(({ system, code, display, concept }) => ({ system, code, ...(display === undefined ? {} : { display }), ...(designations && concept.designation ? { designation: concept.designation } : {}) }));
  return ok(answer(200, {
    resourceType: 'ValueSet', status: known?.status ?? 'active', ...(known?.url ? { url: known.url } : {}), ...(known?.name ? { name: known.name } : {}), ...(known?.title ? { title: known.title } : {}),
    expansion: {
      identifier: `urn:uuid:${crypto.randomUUID()}`, timestamp: interaction.deps.clock.now().toISOString(), total, offset: offset.value ?? 0,
      ...(filter ? { parameter: [{ name: 'filter', valueString: filter }] } : {}),
      ...(contains.length > 0 ? { contains } : {}),
    },
  } satisfies ValueSet));
}

function codingsIn(input: Input): readonly Coding[] {
  const [code, system, display] = [input.text('code'), input.text('system'), input.text('display')];
  const [coding, concept] = [input.coding('coding'), input.concept('codeableConcept')];
  return [
    ...(code === undefined ? [] : [{ code, ...(system ? { system } : {}), ...(display ? { display } : {}) }]),
    ...(coding ? [coding] : []),
    ...(concept?.coding ?? []),
  ];
}

const verdict = ({ result, display, message }: Verdict, language: Language): Handled =>
  parameters([{ name: 'result', valueBoolean: result }, ...(message ? [{ name: 'message', valueString: message[language] }] : []), ...(display === undefined ? [] : [{ name: 'display', valueString: display }])]);

const parameters = (parameter: ParametersParameter[]): Handled => ok(answer(200, { resourceType: 'Parameters', parameter } satisfies Parameters));

/** ValueSet/$validate-code: whether one of the codings is in the set. */
export async function validateInSet(interaction: Interaction, target: Target): Promise<Handled> {
  const input = await inputOf(interaction, ['url', 'valueSet', 'valueSetVersion', 'code', 'system', 'systemVersion', 'display', 'coding', 'codeableConcept', 'date', 'abstract', 'displayLanguage', 'context']);
  if (!input.ok) return input;
  const set = await valueSetIn(interaction, input.value, target);
  if (!set.ok) return set;
  const codings = codingsIn(input.value);
  if (codings.length === 0) return missing('code, coding, codeableConcept');
  const language = languageIn(input.value, interaction);
  const found = await terminologyOf(interaction).validateInSet(set.value, codings, language);
  return found.ok ? verdict(found.value, language) : found;
}

/** The system that is asked about: of the instance, or by its url under the operation's own name for it. */
async function systemIn({ deps }: Interaction, input: Input, { id }: Target, name: string): Promise<Result<string, Refusal>> {
  if (id === undefined) {
    const url = input.text(name) ?? input.coding('coding')?.system ?? input.concept('codeableConcept')?.coding?.[0]?.system;
    return url === undefined ? missing(name) : ok(url);
  }
  const stored = await deps.repository.read<CodeSystem>(`CodeSystem/${id}`);
  return stored?.url ? ok(stored.url) : refuse(refusal('HTTP_NOT_FOUND'));
}

/** CodeSystem/$validate-code. */
export async function validateInSystem(interaction: Interaction, target: Target): Promise<Handled> {
  const input = await inputOf(interaction, ['url', 'codeSystem', 'code', 'version', 'display', 'coding', 'codeableConcept', 'date', 'abstract', 'displayLanguage']);
  if (!input.ok) return input;
  const system = await systemIn(interaction, input.value, target, 'url');
  if (!system.ok) return system;
  const [coding] = codingsIn(input.value);
  if (coding?.code === undefined) return missing('code, coding, codeableConcept');
  const language = languageIn(input.value, interaction);
  const found = await terminologyOf(interaction).validateInSystem(system.value, coding.code, coding.display, language);
  return found.ok ? verdict(found.value, language) : found;
}

/** CodeSystem/$lookup: the names of a code in both languages, and its properties. */
export async function lookup(interaction: Interaction, target: Target): Promise<Handled> {
  const input = await inputOf(interaction, ['code', 'system', 'version', 'coding', 'date', 'displayLanguage', 'property']);
  if (!input.ok) return input;
  const system = await systemIn(interaction, input.value, target, 'system');
  if (!system.ok) return system;
  const [coding] = codingsIn(input.value);
  if (coding?.code === undefined) return missing('code, coding');
  const index = await terminologyOf(interaction).source.system(system.value);
  if (!index) return refuse(refusal('TERMINOLOGY_SYSTEM_UNKNOWN', { params: { system: system.value } }));
  const entry = index.find(coding.code);
  if (!entry) return refuse(refusal('TERMINOLOGY_CODE_UNKNOWN', { params: { system: system.value } }));
  const display = displayOf(entry.concept, languageIn(input.value, interaction));
  const children = [...index.entries].flatMap(([code, { parents }]) => (parents.includes(entry.concept.code ?? '') ? [code] : []));
  const properties: readonly ParametersParameter[][] = [
    ...entry.parents.map((code) => [{ name: 'code', valueCode: 'parent' }, { name: 'value', valueCode: code }]),
    ...children.map((code) => [{ name: 'code', valueCode: 'child' }, { name: 'value', valueCode: code }]),
    ...(entry.concept.property ?? []).flatMap(propertyOf),
  ];
  const wanted = input.value.texts('property').filter((name) => !['display', 'designation', 'name', 'version'].includes(name));
  const { name, version } = index.system;
  return parameters([
    { name: 'name', valueString: name ?? system.value },
    ...(version ? [{ name: 'version', valueString: version }] : []),
    { name: 'display', valueString: display ?? coding.code },
    ...(entry.concept.designation ?? []).map(({ language, value }) => ({ name: 'designation', part: [...(language ? [{ name: 'language', valueCode: language }] : []), { name: 'value', valueString: value ?? '' }] })),
    ...properties.filter(([first]) => wanted.length === 0 || wanted.includes(first?.valueCode ?? '')).map((part) => ({ name: 'property', part })),
  ]);
}

/** Parents are told by name already. */
function propertyOf({ code, ...values }: CodeSystemConceptProperty): ParametersParameter[][] {
  if (code === 'parent' || code === 'subsumedBy') return [];
  return [[{ name: 'code', valueCode: code }, { name: 'value', ...Object.fromEntries(Object.entries(values).filter(([name]) => name.startsWith('value'))) }]];
}

/** CodeSystem/$subsumes. */
export async function subsumes(interaction: Interaction, target: Target): Promise<Handled> {
  const input = await inputOf(interaction, ['codeA', 'codeB', 'system', 'version', 'codingA', 'codingB']);
  if (!input.ok) return input;
  const [a, b] = [input.value.text('codeA') ?? input.value.coding('codingA')?.code, input.value.text('codeB') ?? input.value.coding('codingB')?.code];
  if (a === undefined || b === undefined) return missing('codeA, codeB');
  const fromCoding = input.value.text('system') === undefined ? input.value.coding('codingA')?.system : undefined;
  const system = fromCoding !== undefined && target.id === undefined ? ok(fromCoding) : await systemIn(interaction, input.value, target, 'system');
  if (!system.ok) return system;
  const found = await terminologyOf(interaction).subsumes(system.value, a, b);
  return found.ok ? parameters([{ name: 'outcome', valueCode: found.value }]) : found;
}
