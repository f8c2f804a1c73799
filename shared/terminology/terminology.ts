import type { CodeSystemConcept, ValueSet } from '@medplum/fhirtypes';
import type { Codes as CodesPort } from '../fhir/codes.ts';
import { fold } from '../kernel/fold.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { TerminologyErrorCode } from './errors.ts';
import { codesIn, isAbstract, type Code } from './expand.ts';
import { nothingStored, type StoredTerminology } from './ports.ts';
import { terminologySource, type TerminologySource } from './source.ts';

type Refused = Refusal<TerminologyErrorCode>;
export type Language = 'vi' | 'en';

export type Expansion = { readonly total: number; readonly codes: readonly (Code & { readonly display: string | undefined })[] };
export type ExpandOptions = { readonly filter?: string; readonly offset?: number; readonly count?: number; readonly language?: Language };
export type Verdict = { readonly result: boolean; readonly display?: string; readonly message?: { readonly vi: string; readonly en: string } };
export type Coding = { readonly system?: string; readonly code?: string; readonly display?: string };
export type Subsumption = 'equivalent' | 'subsumes' | 'subsumed-by' | 'not-subsumed';

/** Questions to the code systems and value sets of this deployment (R4 terminology-service.html). */
export type Terminology = CodesPort & {
  readonly source: TerminologySource;
  /** The same where a part would be taken for the whole: of a code system that is here in part, only codes that are named one by one. */
  readonly whole: CodesPort;
  readonly expand: (valueSet: ValueSet | string, options?: ExpandOptions) => Promise<Result<Expansion, Refused>>;
  /** Whether one of the codings is in the value set. */
  readonly validateInSet: (valueSet: ValueSet | string, codings: readonly Coding[], language?: Language) => Promise<Result<Verdict, Refused>>;
  readonly validateInSystem: (system: string, code: string, display?: string, language?: Language) => Promise<Result<Verdict, Refused>>;
  readonly subsumes: (system: string, a: string, b: string) => Promise<Result<Subsumption, Refused>>;
};

/** The name in a language; a code system's own where it has none. */
export function displayOf({ display, designation = [] }: CodeSystemConcept, language: Language = 'vi'): string | undefined {
  return designation.find((d) => d.language === language)?.value ?? display;
}

const namesOf = ({ code, display, designation = [] }: CodeSystemConcept): string => fold([code, display, ...designation.map((d) => d.value)].filter(Boolean).join(' '));

export function terminologyOn(base: string, stored: StoredTerminology = nothingStored): Terminology {
  const source = terminologySource(base, stored);

  /** All of a code system, or none of it. */
  const wholes: TerminologySource = {
    ...source,
    async system(url) {
      const index = await source.system(url);
      return index?.system.content === 'complete' ? index : undefined;
    },
  };
  const portOn = (from: TerminologySource): CodesPort => ({
    async codesOf(valueSet) {
      const set = await setOf(valueSet);
      const codes = set.ok ? await codesIn(set.value, from) : set;
      return codes.ok ? new Set(codes.value.keys()) : undefined;
    },
    async related(direction, system, code) {
      const index = await from.system(system);
      return index && new Set([code, ...(direction === 'below' ? index.descendants(code) : index.ancestors(code))].map((one) => `${system}|${one}`));
    },
  });

  async function setOf(given: ValueSet | string): Promise<Result<ValueSet, Refused>> {
    const found = typeof given === 'string' ? await source.valueSet(given) : given;
    return found ? ok(found) : refuse(refusal('TERMINOLOGY_VALUE_SET_UNKNOWN', { params: { valueSet: given as string } }));
  }

  async function allOf(given: ValueSet | string): Promise<Result<ReadonlyMap<string, Code>, Refused>> {
    const set = await setOf(given);
    return set.ok ? await codesIn(set.value, source) : set;
  }

  return {
    source,
    async expand(given, { filter = '', offset = 0, count, language = 'vi' } = {}) {
      const codes = await allOf(given);
      if (!codes.ok) return codes;
      // Every word of the filter, without accents, begins a word of a name in either language.
      const words = fold(filter).split(' ').filter(Boolean);
      const found = [...codes.value.values()].filter(({ concept }) => {
        const names = ` ${namesOf(concept)}`;
        return words.every((word) => names.includes(` ${word}`) || names.includes(`(${word}`) || names.includes(`-${word}`));
      });
      const page = found.slice(offset, count === undefined ? undefined : offset + count);
      return ok({ total: found.length, codes: page.map((code) => ({ ...code, display: displayOf(code.concept, language) })) });
    },
    async validateInSet(given, codings, language = 'vi') {
      const codes = await allOf(given);
      if (!codes.ok) return codes;
      const found = codings.flatMap(({ system, code = '', display }) => {
        const match = system === undefined ? [...codes.value.values()].find((c) => c.code === code) : codes.value.get(`${system}|${code}`);
        return match ? [{ match, display }] : [];
      })[0];
      return ok(found ? verdictOn(found.match.concept, found.display, language) : { result: false, message: { vi: 'Không có mã này trong danh mục', en: 'the code is not in the value set' } });
    },
    async validateInSystem(system, code, display, language = 'vi') {
      const index = await source.system(system);
      if (!index) return refuse(refusal('TERMINOLOGY_SYSTEM_UNKNOWN', { params: { system } }));
      const entry = index.find(code);
      if (entry) return ok(verdictOn(entry.concept, display, language));
      const part = index.system.content === 'fragment';
      return ok({ result: false, message: part ? { vi: 'Máy chủ chỉ giữ phần đang dùng của hệ mã này và không có mã này trong đó; mã có thể vẫn đúng', en: 'only the codes in use are kept here, and this is none of them; it may still be right' } : { vi: 'Hệ mã không có mã này', en: 'the code system has no such code' } });
    },
    async subsumes(system, a, b) {
      const index = await source.system(system);
      if (!index) return refuse(refusal('TERMINOLOGY_SYSTEM_UNKNOWN', { params: { system } }));
      const missing = [a, b].find((code) => !index.find(code) && index.descendants(code).size === 0);
      if (missing !== undefined) return refuse(refusal('TERMINOLOGY_CODE_UNKNOWN', { params: { system } }));
      if (a === b) return ok('equivalent');
      return ok(index.ancestors(b).has(a) ? 'subsumes' : index.ancestors(a).has(b) ? 'subsumed-by' : 'not-subsumed');
    },
    ...portOn(source),
    whole: portOn(wholes),
  };
}

function verdictOn(concept: CodeSystemConcept, asked: string | undefined, language: Language): Verdict {
  const display = displayOf(concept, language);
  const known = [concept.display, ...(concept.designation ?? []).map((d) => d.value)].filter((one) => one !== undefined);
  const base = { result: true, ...(display === undefined ? {} : { display }) };
  if (isAbstract(concept)) return { ...base, result: false, message: { vi: 'Mã nhóm, không dùng để ghi', en: 'a grouper, not to be recorded' } };
  if (asked === undefined || known.length === 0 || known.some((one) => fold(one) === fold(asked))) return base;
  return { ...base, result: false, message: { vi: 'Tên không phải tên của mã này', en: 'the display is not one of this code' } };
}
